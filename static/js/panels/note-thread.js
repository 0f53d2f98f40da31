/** A note with its replies: closed it is a line, open it is read and answered. */

import { firstLine, signature, words } from "../text/notes.js";
import { dateAndTime } from "./dates.js";
import { h } from "./dom.js";
import { say } from "./say.js";

/**
 * @param {string} id
 * @param {{onToggle: (id: string) => void, onAcknowledge: (id: string) => Promise<string|null>,
 *   onReply: (id: string) => void, onShow: (id: string) => void, onTouched: (id: string) => void,
 *   may: {write_note: boolean, acknowledge: boolean}}} options `onAcknowledge` gives a sentence
 *   if it failed; `onTouched`: somebody is busy in the open thread.
 * @returns {{element: HTMLElement, slot: HTMLElement, focus: () => void,
 *   show: (thread: object, state: object) => void}} `slot` takes the form of a reply.
 */
export function createThread(id, options) {
  const { onToggle, onReply, onShow, onTouched, may } = options;
  const number = h("span.note-number");
  const first = h("span.first", { dir: "auto" });
  const by = h("span.by");
  const mustRead = h("span.tag.must-read", {}, words.mustRead);
  const fresh = h("span.tag.fresh", {}, words.unread);
  const replies = h("span.by");
  const body = h("div.thread-body", { id: `thread-${id}` });
  const head = h("button.bare.thread-head", {
    "aria-controls": body.id, onclick: () => onToggle(id), data: { testid: "note-head" },
  }, number, h("span.lines", {}, first, h("span.meta", {}, mustRead, fresh, by, replies)));
  const entries = h("ol", { role: "list" });
  const where = h("p.where");
  const answer = h("button", { onclick: () => onReply(id) }, words.reply);
  const slot = h("div.slot");
  body.append(entries, h("div.thread-foot", {}, may.write_note && answer, where), slot);
  body.addEventListener("pointerdown", () => onTouched(id));
  body.addEventListener("focusin", () => onTouched(id));
  const element = h("li.thread", { data: { note: id, testid: "note" } }, head, body);
  const shown = new Map();

  function place(thread, { isHere, filmAddress }) {
    const { root } = thread;
    if (!root.film_id) where.replaceChildren(words.wholeStudy);
    else if (!isHere) where.replaceChildren(h("a", { href: filmAddress }, words.onAnotherFilm));
    else if (root.point_px) {
      where.replaceChildren(h("button.bare", { onclick: () => onShow(id) }, words.onThisFilm));
    } else where.replaceChildren();
  }

  return {
    element,
    slot,
    focus: () => head.focus({ preventScroll: true }),
    show(thread, { isOpen, isHere, filmAddress, isReplying }) {
      const { root, unread, open } = thread;
      say(number, String(thread.number));
      number.classList.toggle("must-read", open.length > 0);
      number.classList.toggle("is-read", unread.length === 0);
      say(first, isOpen ? words.noteNumber(thread.number) : firstLine(root.text, 200));
      mustRead.hidden = open.length === 0;
      fresh.hidden = unread.length === 0;
      say(by, isOpen ? "" : signature(root.author));
      const answers = thread.entries.length - 1;
      say(replies, answers ? words.replies(answers) : "");
      head.setAttribute("aria-expanded", String(isOpen));
      head.title = `${signature(root.author)} ${dateAndTime(root.written_at)}`;
      element.classList.toggle("is-open", isOpen);
      body.hidden = !isOpen;
      answer.hidden = isReplying;
      if (where.dataset.of !== `${isHere}`) place(thread, { isHere, filmAddress });
      where.dataset.of = `${isHere}`;
      for (const note of thread.entries) {
        if (!shown.has(note.id)) {
          shown.set(note.id, createEntry(note, options));
          entries.append(shown.get(note.id).element);
        }
        shown.get(note.id).show(note);
      }
    },
  };
}

/** One note of a thread. Its words never change, so they are set once. */
function createEntry(note, { onAcknowledge, may }) {
  const fresh = h("span.tag.fresh", {}, words.unread);
  const state = h("p.state");
  const problem = h("p.field-error", { role: "alert", hidden: true });
  const acknowledge = h("button.primary.acknowledge", {
    onclick: () => press(), data: { testid: "note-acknowledge" },
  }, words.acknowledge);
  const element = h("li.entry", { data: { testid: "note-entry", note: note.id } },
    h("p.by", {}, fresh, `${signature(note.author)} · ${dateAndTime(note.written_at)}`),
    h("p.text", { dir: "auto" }, note.text), state, problem, acknowledge);

  async function press() {
    acknowledge.disabled = true;
    const sentence = await onAcknowledge(note.id);
    acknowledge.disabled = false;
    say(problem, sentence ?? "");
    problem.hidden = !sentence;
  }

  return {
    element,
    show(now) {
      fresh.hidden = now.read_by_me;
      const left = now.acknowledged.map((mark) => words.acknowledged(mark, dateAndTime(mark.at)));
      const waits = now.open && !may.acknowledge ? [words.notAcknowledged] : [];
      say(state, [...left, ...waits].join("\n"));
      state.hidden = !state.textContent;
      state.classList.toggle("is-done", left.length > 0);
      acknowledge.hidden = !now.open || !may.acknowledge;
      element.classList.toggle("must-read", now.open);
    },
  };
}
