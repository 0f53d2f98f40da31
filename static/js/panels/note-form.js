/** Where a note is written: text, whether it must be read before theatre, where it is pinned. */

import { words } from "../text/notes.js";
import { h } from "./dom.js";
import { say } from "./say.js";
import { sureButton } from "./sure-button.js";

const MOST_CHARACTERS = 4000;
const COUNT_FROM = 3600;

/** As the server counts: a character outside the basic plane is one, not two. */
const lengthOf = (text) => [...text.replaceAll("\r\n", "\n").trim()].length;

/**
 * @param {{onEdit: (fields: object) => void, onSend: () => void, onClose: () => void,
 *   onDiscard: () => void, onPin: () => void, onUnpin: () => void}} handlers
 * @returns {{element: HTMLElement, show: (record: object, place: object) => void,
 *   focus: () => void, trouble: (sentence: string) => void}} One form for whatever is written.
 */
export function createNoteForm({ onEdit, onSend, onClose, onDiscard, onPin, onUnpin }) {
  const text = h("textarea", { rows: "3", oninput: () => typed(), data: { testid: "note-text" } });
  const mustRead = h("input", {
    type: "checkbox", data: { testid: "note-must-read" },
    onchange: () => onEdit({ priority: mustRead.checked ? "must_read" : "normal" }),
  });
  const where = h("p.where", { data: { testid: "note-where" } });
  const pin = h("button", { onclick: onPin, data: { testid: "note-pin" } });
  const unpin = h("button.bare", { onclick: onUnpin }, words.unpin);
  const left = h("span.left-over.secondary", { "aria-live": "polite" });
  const problem = h("p.field-error", { role: "alert", data: { testid: "note-problem" } });
  const kept = h("p.secondary.kept");
  const pinRow = h("div.pin-row", {}, where, pin, unpin);
  const send = h("button.primary", { type: "submit", data: { testid: "note-send" } }, words.send);
  send.type = "submit";
  const element = h("form.note-form", { onsubmit: submit, onkeydown: keys, "data-testid": "note-form" },
    text,
    h("label.check", {}, mustRead, h("span", {}, words.readFirst)),
    pinRow,
    problem,
    h("div.send-row", {}, send, sureButton(words.discard, words.discardSure, onDiscard),
      h("button.bare", { onclick: onClose }, words.close), left),
    kept);
  let shown = null;

  function typed() {
    count();
    trouble("");
    onEdit({ text: text.value });
  }

  function count() {
    const over = MOST_CHARACTERS - lengthOf(text.value);
    say(left, MOST_CHARACTERS - over >= COUNT_FROM ? words.characters(over) : "");
    left.classList.toggle("is-over", over < 0);
    return over;
  }

  function trouble(sentence) {
    say(problem, sentence ?? "");
    problem.hidden = !sentence;
    text.setAttribute("aria-invalid", String(Boolean(sentence)));
  }

  function submit(event) {
    event.preventDefault();
    const over = count();
    if (over < 0) trouble(words.tooLong(over));
    else if (over === MOST_CHARACTERS) trouble(words.empty);
    else {
      onSend();
      return;
    }
    text.focus();
  }

  function keys(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      element.requestSubmit();
    }
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
  }

  return {
    element,
    trouble,
    focus() {
      text.focus({ preventScroll: true });
      element.scrollIntoView({ block: "nearest" });
    },
    /** The next note shown is another one. */
    forget() { shown = null; },
    /**
     * @param {object} record Unsent note.
     * @param {{replyTo: number|null, isHere: boolean, isKept: boolean}} place
     */
    show(record, { replyTo, isHere, isKept }) {
      const isOther = shown !== record.id;
      shown = record.id;
      // What is being typed stays as it is; only another note brings other words.
      if (isOther) {
        text.value = record.text;
        trouble(record.problem);
        count();
      }
      text.setAttribute("aria-label", replyTo ? words.replyLabel(replyTo) : words.textLabel);
      text.placeholder = text.getAttribute("aria-label");
      mustRead.checked = record.priority === "must_read";
      const pinned = Boolean(record.point_px);
      say(where, pinned ? (isHere ? words.pinned : words.pinnedElsewhere) : "");
      where.hidden = !pinned;
      say(pin, pinned ? words.movePin : words.pin);
      pinRow.hidden = replyTo !== null;
      unpin.hidden = !pinned;
      say(kept, isKept ? words.kept : words.notKept);
      kept.classList.toggle("is-warning", !isKept);
    },
  };
}
