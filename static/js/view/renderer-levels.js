/** The levels that a renderer chooses from: those that came, and smaller ones made of them. */

import { halve } from "./strips.js";

const SMALLEST_LEVEL_PX = 256;
// The film and the loupe show the same levels: what is made of them is made once.
const halves = new WeakMap();

/**
 * @param {import("./resample.js").Level[]} levels What is decoded.
 * @returns {import("./resample.js").Level[]} These, and smaller ones than the smallest.
 */
export function withSmaller(levels) {
  const smaller = [];
  let level = levels.reduce((a, b) => (a.factor >= b.factor ? a : b));
  while (Math.min(level.columns, level.rows) > SMALLEST_LEVEL_PX) {
    if (!halves.has(level)) halves.set(level, halve(level));
    level = halves.get(level);
    smaller.push(level);
  }
  return [...levels, ...smaller];
}
