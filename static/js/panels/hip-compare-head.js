/** The head of the pane beside: what it shows of this film. */

import { compare as words } from "../text/hip.js";
import { h } from "./dom.js";

/**
 * @param {{onShow: (what: string) => void, onClose: () => void}} options
 * @returns {{element: HTMLElement, show: (choices: {key: string, name: string}[],
 *   chosen: string) => void}}
 */
export function createHipCompareHead({ onShow, onClose }) {
  const buttons = h("div.choices", { role: "group", "aria-label": words.pane });
  const close = h("button.bare", {
    onclick: onClose, data: { testid: "hip-compare-close" },
  }, words.close);
  let listed = "";
  return {
    element: h("div.beside-head", { data: { testid: "hip-compare" } }, buttons,
      h("span.secondary.follows", {}, words.follows), close),
    show(choices, chosen) {
      const next = JSON.stringify([choices, chosen]);
      if (next === listed) return;
      listed = next;
      buttons.replaceChildren(...choices.map(({ key, name }) => h("button", {
        onclick: () => onShow(key), "aria-pressed": String(key === chosen),
        data: { testid: `hip-compare-${name}` },
      }, name)));
    },
  };
}
