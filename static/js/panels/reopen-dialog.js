/** Before a signed plan is opened again: what stays, what it needs. */

import { dialog as dialogWords, signed as words } from "../text/signing.js";
import { h } from "./dom.js";

/**
 * @param {number} number Of the signed version.
 * @returns {Promise<boolean>} Whether the person wants it.
 */
export function askToReopen(number) {
  return new Promise((resolve) => {
    const element = h("dialog.reopen-dialog", { "aria-labelledby": "reopen-title",
      data: { testid: "reopen-dialog" } },
    h("h2", { id: "reopen-title" }, words.reopenTitle),
    h("p", {}, words.reopenExplain(number)),
    h("div.dialog-actions", {},
      h("button", { autofocus: true, onclick: () => element.close("") }, dialogWords.cancel),
      h("button.primary", { onclick: () => element.close("yes"),
        data: { testid: "reopen-confirm" } }, words.reopenYes)));
    element.addEventListener("close", () => {
      element.remove();
      resolve(element.returnValue === "yes");
    });
    document.body.append(element);
    element.showModal();
  });
}
