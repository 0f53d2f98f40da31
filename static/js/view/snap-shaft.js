/**
 * From a rough click to the middle of a shaft, between the two borders of the bone. No DOM.
 *
 * A femur's shaft is about 26 to 34 mm wide, so a border lies 2 to 26 mm away from a click that
 * misses the middle by up to a centimetre.
 */

import { Reason } from "../geometry/reasons.js";
import { snapEdge } from "./snap.js";

const AWAY_MM = [6, 11, 16, 21];
const WIDTHS_MM = [15, 45];

/**
 * @param {import("./snap.js").SnapLevel & {factor?: number}} level
 * @param {[number, number]} point image pixels
 * @param {[number, number]} across the shaft; need not be exact
 * @returns {{middle: [number, number], borders: [number, number][], agree: number, of: number}
 *   | Reason} `agree` and `of` count the scan lines of both borders; `no_edge` where one is missing
 */
export function snapShaft(level, point, across) {
  const borders = [1, -1].map((way) => border(level, point, across.map((value) => value * way)));
  const [first, second] = borders;
  if (!first || !second) return new Reason("no_edge", { agree: 0, of: 0 });
  const mmPerImagePx = level.mmPerPx / (level.factor ?? 1);
  const apart = second.point.map((value, axis) => value - first.point[axis]);
  const width = Math.hypot(...apart) * mmPerImagePx;
  const found = { agree: first.agree + second.agree, of: first.of + second.of };
  if (!(width >= WIDTHS_MM[0] && width <= WIDTHS_MM[1])) return new Reason("no_edge", found);
  return {
    middle: first.point.map((value, axis) => value + apart[axis] / 2),
    borders: [first.point, second.point], ...found,
  };
}

/** The border most scan lines agree on; of equal ones the nearest. */
function border(level, point, out) {
  const size = Math.hypot(...out) * (level.mmPerPx / (level.factor ?? 1));
  let best = null;
  for (const away of AWAY_MM) {
    const from = point.map((value, axis) => value + (out[axis] / size) * away);
    const found = snapEdge(level, from, out);
    if (!(found instanceof Reason) && (!best || found.agree > best.agree)) best = found;
  }
  return best;
}
