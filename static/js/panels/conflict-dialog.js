/** Two people calibrated the same film: both results side by side, and a choice. */

import { conflict } from "../text/calibration.js";
import { dateAndTime } from "./dates.js";
import { h } from "./dom.js";
import { badgeOf } from "./scale-words.js";

/**
 * @param {{theirs: object, yours: string, scaleOf: (json: object) => object}} options `theirs`
 *   is a calibration of the API, `yours` the words of what was not saved.
 * @returns {Promise<"theirs"|"yours">}
 */
export function askWhichCalibration({ theirs, yours, scaleOf }) {
  return new Promise((resolve) => {
    const choose = (answer) => () => {
      dialog.remove();
      resolve(answer);
    };
    const card = (title, text, detail) => h("div.card", {},
      h("h3", {}, title), h("p.value", {}, text), h("p.secondary", {}, detail));
    const dialog = h("dialog.conflict", { "aria-labelledby": "conflict-title",
      data: { testid: "calibration-conflict" } },
    h("h2", { id: "conflict-title" }, conflict.title),
    h("p", {}, conflict.explain(theirs.created_by)),
    h("div.two", {},
      card(conflict.theirs, badgeOf(scaleOf(theirs.scale), theirs).text,
        `${theirs.created_by} · ${dateAndTime(theirs.created_at)}`),
      card(conflict.yours, yours, "")),
    h("div.dialog-actions", {},
      h("button", { onclick: choose("yours") }, conflict.useYours),
      h("button.primary", { onclick: choose("theirs") }, conflict.keepTheirs)));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      choose("theirs")();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
