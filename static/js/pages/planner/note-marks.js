/** Pins of notes on the film: numbered, pressed by hand or by key. */

import { words } from "../../text/notes.js";

const WORD_OFFSET_PX = [66, -26];

/**
 * @param {object} filmView
 * @param {{isHere: (note: object) => boolean, onOpen: (threadId: string) => void}} options
 * @returns {{draw: (threads: object[], openId: string|null, unsent: object[]) => void}}
 */
export function createNoteMarks(filmView, { isHere, onOpen }) {
  const pinOf = (event) => event.target.closest?.("[data-pin]")?.dataset.pin;

  filmView.element.addEventListener("click", (event) => {
    const id = pinOf(event);
    if (id) onOpen(id);
  });
  filmView.element.addEventListener("keydown", (event) => {
    const id = pinOf(event);
    if (!id || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    onOpen(id);
  });

  function marksOf(thread, openId) {
    return thread.entries.filter((note) => note.point_px && isHere(note)).flatMap((note) => {
      const pin = {
        key: `note:${note.id}`, kind: "pin", id: thread.id, pointPx: note.point_px,
        number: String(thread.number), name: words.pinName(thread.number, note),
        role: note.open ? "must-read" : "note", isRead: thread.unread.length === 0,
        isCurrent: thread.id === openId,
      };
      const word = {
        key: `note-word:${note.id}`, kind: "label", role: "must-read", pointPx: note.point_px,
        text: words.mustRead, offset: WORD_OFFSET_PX,
      };
      return note.open ? [pin, word] : [pin];
    });
  }

  const unsentMark = (note) => ({
    key: `note-unsent:${note.id}`, kind: "pin", id: null, pointPx: note.point_px, number: "+",
    name: words.newPin, isRead: false, isCurrent: true,
    role: note.priority === "must_read" ? "must-read" : "note",
  });

  return {
    draw(threads, openId, unsent) {
      filmView.setMarks("notes", [
        ...threads.flatMap((thread) => marksOf(thread, openId)),
        ...unsent.filter((note) => note.point_px && isHere(note)).map(unsentMark),
      ]);
    },
  };
}
