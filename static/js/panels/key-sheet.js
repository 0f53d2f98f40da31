/** The sheet of all keys, and the switch that turns single keys off. */

import { KEY_SHEET, panel } from "../text/planner.js";
import { h } from "./dom.js";

/**
 * @param {{isOn: () => boolean, setOn: (on: boolean) => void, sheet?: Array, more?: Array}} keys
 *   `sheet` are the page's groups of keys, `more` those of features.
 * @returns {{open: () => void}}
 */
export function createKeySheet({ isOn, setOn, sheet = KEY_SHEET, more = [] }) {
  const checkbox = h("input", { type: "checkbox", onchange: () => setOn(checkbox.checked) });
  const dialog = h("dialog.key-sheet", { "aria-labelledby": "key-sheet-title" },
    h("h2", { id: "key-sheet-title" }, panel.keys),
    h("div.columns", {}, ...[...sheet, ...more].map(([title, rows]) => h("section", {},
      h("h3", {}, title),
      h("dl", {}, ...rows.flatMap(([keys, what]) => [
        h("dt", {}, ...keys.split(" ").map((key) => h("kbd", {}, key))), h("dd", {}, what),
      ]))))),
    h("label.check", {}, checkbox, panel.keysSwitch),
    h("p.secondary", {}, panel.keysHint),
    h("div.dialog-actions", {}, h("button", { onclick: () => dialog.close() }, panel.close)));
  document.body.append(dialog);
  return {
    open() {
      checkbox.checked = isOn();
      dialog.showModal();
    },
  };
}
