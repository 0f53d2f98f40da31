/** Which hip is worked on, where both are operated on. */

import { Side, words } from "../text/hip.js";
import { h } from "./dom.js";

/**
 * @param {HTMLElement} element
 * @param {{onSide: (side: "R" | "L") => void}} options
 * @returns {{show: (sides: string[], side: string | null) => void}}
 */
export function createHipSides(element, { onSide }) {
  const buttons = ["R", "L"].map((side) => h("button", {
    onclick: () => onSide(side), data: { side, testid: `hip-side-${side}` },
  }, Side(side)));
  element.classList.add("choices");
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", words.sideWorkedOn);
  element.append(...buttons);
  return {
    show(sides, side) {
      element.hidden = sides.length < 2;
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(button.dataset.side === side));
      }
    },
  };
}
