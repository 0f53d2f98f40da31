/** Every page: nobody signs out over work that is only in this browser without knowing. */

import { askToLeave } from "../panels/leave-dialog.js";
import { createNoteKeeper } from "../plan/note-keeper.js";
import { openQueue } from "../plan/queue.js";

const WAIT_AT_MOST_MS = 3000;

// A browser that keeps nothing has nothing to lose.
const countOf = (counting) => counting.catch(() => 0);

const notes = async () => (await createNoteKeeper().all()).length;
const changes = async () => (await openQueue()).count();

/** A page that is still saving may finish; it says how many changes it could not save. */
async function stillUnsaved() {
  const waiting = [];
  const detail = { waitFor: (promise) => waiting.push(promise) };
  document.dispatchEvent(new CustomEvent("plumbline:leaving", { detail }));
  const enough = new Promise((resolve) => { setTimeout(resolve, WAIT_AT_MOST_MS, [0]); });
  return Math.max(0, ...await Promise.race([Promise.all(waiting), enough]));
}

async function leave(form) {
  const unsaved = await stillUnsaved();
  const unsent = {
    notes: await countOf(notes()), changes: Math.max(unsaved, await countOf(changes())),
  };
  // Not `requestSubmit`: that would ask again.
  if (unsent.notes + unsent.changes === 0 || await askToLeave(unsent)) form.submit();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  event.preventDefault();
  leave(event.target);
});
