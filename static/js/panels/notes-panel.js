/** The section of notes: what is unsent, the form, threads; the heading counts. */

import { words } from "../text/notes.js";
import { h } from "./dom.js";
import { createNoteForm } from "./note-form.js";
import { createThread } from "./note-thread.js";
import { say } from "./say.js";
import { createUnsentNotes } from "./unsent-notes.js";

/**
 * @param {{body: HTMLElement, note: (text: string, tone?: string) => void}} section
 * @param {object} options `may`, `form` (see `note-form.js`), `unsent` (see `unsent-notes.js`),
 *   `thread` (see `note-thread.js`), `onNew()`, `onKey(event)`, and `filmAddress(note)`, where a
 *   note on another film is seen.
 * @returns {object} `show(state)`, `form`, `focusThread(id)`, `fail(sentence)`.
 */
export function createNotesPanel({ body, note: heading }, options) {
  const { may, onNew, onKey, filmAddress } = options;
  const form = createNoteForm(options.form);
  const home = h("div.slot");
  const unsent = createUnsentNotes(options.unsent);
  const failure = h("p.field-error", { role: "alert", hidden: true });
  const none = h("p.secondary", {}, words.none);
  const list = h("ol.threads", { role: "list" });
  const begin = h("button.new-note", { onclick: onNew, data: { testid: "note-new" } },
    words.newNote, h("kbd", {}, "N"));
  const threads = new Map();
  body.append(may.write_note ? begin : h("p.secondary", {}, words.readOnly), home, unsent.element,
    failure, none, list);
  body.addEventListener("keydown", onKey);

  function count(all) {
    const sum = (part) => all.reduce((total, thread) => total + thread[part].length, 0);
    const [unread, open] = [sum("unread"), sum("open")];
    body.dataset.unread = unread;
    body.dataset.open = open;
    heading(words.heading(all.length, unread, open), open ? "warning" : "");
  }

  /** The form stands where it is written for: at the top, or in the thread that it answers. */
  function placeForm(record, place) {
    const slot = record && (threads.get(record.reply_to)?.slot ?? home);
    if (!slot) {
      form.element.remove();
      form.forget();
      return;
    }
    if (form.element.parentElement !== slot) slot.replaceChildren(form.element);
    form.show(record, place);
  }

  return {
    form,
    /**
     * @param {{threads: object[], openId: string|null, isHere: (note: object) => boolean,
     *   writing: object|null, place: object, unsent: object[]}} state
     */
    show(state) {
      count(state.threads);
      none.hidden = state.threads.length > 0 || state.unsent.length > 0 || state.writing !== null;
      for (const thread of state.threads) {
        if (!threads.has(thread.id)) {
          const made = createThread(thread.id, { ...options.thread, may });
          threads.set(thread.id, made);
          list.append(made.element);
        }
        threads.get(thread.id).show(thread, {
          isOpen: thread.id === state.openId, isHere: state.isHere(thread.root),
          filmAddress: filmAddress(thread.root),
          isReplying: state.writing?.reply_to === thread.id,
        });
      }
      begin.hidden = state.writing !== null && !state.writing.reply_to;
      unsent.show(state.unsent);
      placeForm(state.writing, state.place);
    },
    /** Bring a thread into view, with the focus on its heading. */
    focusThread(id) {
      const thread = threads.get(id);
      if (!thread) return;
      thread.focus();
      thread.element.scrollIntoView({ block: "nearest" });
    },
    fail(sentence) {
      say(failure, sentence ?? "");
      failure.hidden = !sentence;
    },
  };
}
