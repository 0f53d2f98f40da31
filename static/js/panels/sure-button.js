/** A button for what cannot be taken back: the first press asks, the second does it. */

import { h } from "./dom.js";

const WAITS_MS = 5000;

/**
 * @param {string} label @param {string} sure What it says after the first press.
 * @param {() => void} run
 * @returns {HTMLElement}
 */
export function sureButton(label, sure, run) {
  let timer = 0;
  const ask = (isAsking) => {
    clearTimeout(timer);
    button.textContent = isAsking ? sure : label;
    button.classList.toggle("danger", isAsking);
    if (isAsking) timer = setTimeout(() => ask(false), WAITS_MS);
  };
  const button = h("button.bare", {
    onclick() {
      const isSure = button.textContent === sure;
      ask(!isSure);
      if (isSure) run();
    },
    onblur: () => ask(false),
  }, label);
  return button;
}
