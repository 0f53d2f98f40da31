/** Every page: nobody signs out over notes that are only in this browser without knowing. */

import { askToLeave } from "../panels/leave-dialog.js";
import { createNoteKeeper } from "../plan/note-keeper.js";

async function count() {
  try {
    return (await createNoteKeeper().all()).length;
  } catch {
    // A browser that keeps nothing has nothing to lose.
    return 0;
  }
}

async function leave(form) {
  const unsent = await count();
  // Not `requestSubmit`: that would ask again.
  if (unsent === 0 || await askToLeave(unsent)) form.submit();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  event.preventDefault();
  leave(event.target);
});
