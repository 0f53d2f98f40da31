/** A small bar: the normal range, the value on it, its error band. */

import { h } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 100;

/** @returns {{element: HTMLElement, show: (normal: object | null, quantity: object | null) => void}} */
export function createNormalBar() {
  const range = rect("normal");
  const band = rect("error-band");
  const dot = rect("value-dot");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} 8`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.append(rect("track", 0, WIDTH), range, band, dot);
  const element = h("div.normal-bar", { "aria-hidden": "true" }, svg);

  return {
    element,
    show(normal, quantity) {
      const limits = normal ? [normal.low, normal.high] : [];
      element.hidden = !limits.some(Number.isFinite) || !quantity;
      if (element.hidden) return;
      const { value, plusMinus95 } = quantity;
      const [low, high] = limits.map((limit, end) => (
        Number.isFinite(limit) ? limit : [-Infinity, Infinity][end]));
      const at = (x) => Math.max(0, Math.min(WIDTH, onBar(x, low, high)));
      place(range, at(low), at(high));
      const spread = plusMinus95 ?? 0;
      place(band, at(value - spread), at(value + spread));
      place(dot, at(value) - 1.2, at(value) + 1.2);
      element.classList.toggle("is-outside", value < low || value > high);
    },
  };
}

function rect(name, from = 0, to = 0) {
  const element = document.createElementNS(SVG, "rect");
  element.setAttribute("class", name);
  element.setAttribute("y", name === "value-dot" ? 0 : 2);
  element.setAttribute("height", name === "value-dot" ? 8 : 4);
  place(element, from, to);
  return element;
}

function place(element, from, to) {
  element.setAttribute("x", from);
  element.setAttribute("width", Math.max(0, to - from));
}

/**
 * The normal range is the middle third; a range with one limit has it in the middle. A value beyond
 * the bar stays at its end.
 */
function onBar(x, low, high) {
  if (low > -Infinity && high < Infinity) return (WIDTH / 3) * (1 + (x - low) / (high - low || 1));
  const limit = low > -Infinity ? low : high;
  if (!Number.isFinite(x)) return x > 0 ? WIDTH : 0;
  return (WIDTH / 2) * (1 + (x - limit) / (2 * Math.max(1, Math.abs(limit))));
}
