/** Signing out empties this browser: whoever has something unsent in it decides. */

import { leaving } from "../text/notes.js";
import { h } from "./dom.js";

/**
 * @param {{notes: number, changes: number}} unsent Notes, and changes of plans.
 * @returns {Promise<boolean>} Whether to sign out all the same.
 */
export function askToLeave(unsent) {
  return new Promise((resolve) => {
    const choose = (answer) => () => {
      dialog.remove();
      resolve(answer);
    };
    const dialog = h("dialog", { "aria-labelledby": "leave-title", data: { testid: "leave-dialog" } },
      h("h2", { id: "leave-title" }, leaving.title),
      h("p", {}, leaving.explain(unsent)),
      h("div.dialog-actions", {},
        h("button.danger", { onclick: choose(true) }, leaving.leave),
        h("button.primary", { onclick: choose(false), autofocus: true }, leaving.stay)));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      choose(false)();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
