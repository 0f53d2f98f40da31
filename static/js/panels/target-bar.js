/** A small bar: the target as a tick in the middle, the value as a dot, its error as a band. */

import { h } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 100;
const HEIGHT = 10;
// What lies further off stays at the end.
const REACH_MM = 20;

/** @returns {{element: HTMLElement, show: (figure: {value: number | null,
 *   targetValue: number | null, plusMinus: number | null}) => void}} */
export function createTargetBar() {
  const parts = Object.fromEntries(["track", "error-band", "target-tick", "value-dot"].map((name) => {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", name);
    return [name, rect];
  }));
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.append(...Object.values(parts));
  const element = h("div.target-bar", { "aria-hidden": "true" }, svg);
  place(parts.track, 0, WIDTH, 3, 4);
  place(parts["target-tick"], WIDTH / 2 - 0.5, WIDTH / 2 + 0.5, 0, HEIGHT);

  return {
    element,
    show({ value, targetValue, plusMinus }) {
      element.hidden = value === null || targetValue === null;
      if (element.hidden) return;
      const off = value - targetValue;
      const at = (mm) => Math.max(0, Math.min(WIDTH, (WIDTH / 2) * (1 + mm / REACH_MM)));
      const spread = plusMinus ?? 0;
      place(parts["error-band"], at(off - spread), at(off + spread), 3, 4);
      place(parts["value-dot"], at(off) - 1.6, at(off) + 1.6, 0, HEIGHT);
    },
  };
}

function place(rect, from, to, top, height) {
  const all = { x: from, width: Math.max(0, to - from), y: top, height };
  for (const [name, value] of Object.entries(all)) rect.setAttribute(name, value);
}
