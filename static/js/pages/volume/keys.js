/** Keys on the panes. Arrows and Page keys always work; single keys can be switched off. */

import { ARROWS, keysAreOn } from "../../tools/keys.js";

const COMMANDS = Object.freeze({
  b: "nextPreset", a: "autoWindow", i: "invert", x: "cross", c: "centre", f: "fit",
  "?": "keySheet",
  "+": "zoomIn", "=": "zoomIn", "-": "zoomOut",
});
const STEPS = Object.freeze({
  arrowup: -1, arrowleft: -1, arrowdown: 1, arrowright: 1, pageup: -10, pagedown: 10,
  home: -Infinity, end: Infinity,
});
const PAN_PX = 40;

/**
 * @param {HTMLElement} panes
 * @param {{paneOf: (element: Element) => object|null, step: (pane: object, by: number) => void,
 *   nudge: (pane: object, direction: number[]) => void, commands: object, layout: object}} acts
 */
export function listenToPaneKeys(panes, { paneOf, step, nudge, commands, layout }) {
  panes.addEventListener("keydown", (event) => {
    if (event.metaKey || event.altKey) return;
    // A slider has its own arrows and Page keys.
    const pane = event.target.closest(".pane-picture") && paneOf(event.target);
    if (pane && press(pane, event)) event.preventDefault();
  });

  function press(pane, event) {
    const key = event.key.toLowerCase();
    if (event.ctrlKey) {
      if (ARROWS[key]) pane.pan(ARROWS[key].map((value) => -value * PAN_PX));
      return Boolean(ARROWS[key]);
    }
    if (event.shiftKey && ARROWS[key]) {
      nudge(pane, ARROWS[key]);
      return true;
    }
    if (key in STEPS) {
      step(pane, STEPS[key]);
      return true;
    }
    return keysAreOn() && single(key);
  }

  function single(key) {
    if (/^[1-4]$/.test(key)) {
      const name = layout.names[Number(key) - 1];
      if (key === "4") layout.set("all");
      else if (name) layout.toggle(name);
      return true;
    }
    if (!COMMANDS[key]) return false;
    commands[COMMANDS[key]]();
    return true;
  }
}
