/** The study's notes as the server has them: asked for, told live, read, acknowledged. */

import { ApiError } from "../../api.js";
import { arrived, threadsOf } from "../../plan/note-threads.js";
import { words } from "../../text/notes.js";

const POLL_MS = 4000;

/**
 * @param {object} context See `context.js`.
 * @param {{onNotes: () => void, onArrived: (notes: object[]) => void,
 *   onFailed: (sentence: string|null) => void}} handlers `onArrived`: written by others since.
 * @returns {object} `threads`, `start()`, `take(note)`, `read(thread)`, `acknowledge(id)`,
 *   `onAnswer(listener)`.
 */
export function createNoteList({ study, api, follow }, { onNotes, onArrived, onFailed }) {
  const state = { notes: null, threads: [], asking: null, again: false };
  const listeners = [];
  const beingRead = new Set();

  function set(notes) {
    const before = state.notes;
    state.notes = notes;
    state.threads = threadsOf(notes);
    onNotes();
    if (before) onArrived(arrived(before, notes));
  }

  async function askOnce() {
    try {
      const notes = await api.get(`studies/${study.id}/notes`);
      for (const listener of listeners) await listener(notes);
      onFailed(null);
      set(notes);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      onFailed(`${words.failed} ${error.sentence}`);
    }
  }

  /** One question at a time; what is told meanwhile asks once more. */
  async function ask() {
    state.again = true;
    state.asking ??= untilQuiet().finally(() => { state.asking = null; });
    return state.asking;
  }

  async function untilQuiet() {
    while (state.again) {
      state.again = false;
      await askOnce();
    }
  }

  function take(note) {
    const others = (state.notes ?? []).filter(({ id }) => id !== note.id);
    set([...others, note].sort((a, b) => a.written_at.localeCompare(b.written_at)));
  }

  async function markRead({ id }) {
    if (beingRead.has(id)) return;
    beingRead.add(id);
    try {
      take(await api.post(`notes/${id}/reading`, {}));
    } catch (error) {
      // It stays unread, and is marked the next time that somebody opens it.
      if (!(error instanceof ApiError)) throw error;
    } finally {
      beingRead.delete(id);
    }
  }

  return {
    get threads() { return state.threads; },
    start() {
      follow({
        hello: ask,
        note: ({ study_id: id }) => { if (id === study.id) ask(); },
      }, { poll: ask, every_ms: POLL_MS });
      return ask();
    },
    take,
    /** @param {(notes: object[]) => Promise<void>} listener Before the notes are shown. */
    onAnswer: (listener) => listeners.push(listener),
    /** Mark what is unread in a thread that somebody looks at. */
    read: (thread) => thread?.unread.forEach(markRead),
    /** @param {string} id @returns {Promise<string|null>} A sentence if it failed. */
    async acknowledge(id) {
      try {
        take(await api.post(`notes/${id}/acknowledgement`, {}));
        return null;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return error.sentence;
      }
    },
  };
}
