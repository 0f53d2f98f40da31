/**
 * From a rough click to the middle of a shaft. No DOM.
 *
 * The middle is that of the canal, between its walls. Near a joint the bone flares and the canal
 * runs out of its middle: taken is only what lies in the middle of the outer borders as well.
 */

import { Reason } from "../geometry/reasons.js";
import { snapEdge } from "./snap.js";

// Where the search begins to either side of a click that misses by up to a centimetre.
const WALL_MM = [3, 7, 11, 15];
const BORDER_MM = [6, 11, 16, 21];
const CANAL_MM = [6, 30];
const APART_AT_MOST_MM = 0.6;

/**
 * @param {import("./snap.js").SnapLevel & {factor?: number}} level
 * @param {[number, number]} point image pixels
 * @param {[number, number]} across the shaft; need not be exact
 * @returns {{middle: [number, number], walls: [number, number][], agree: number, of: number}
 *   | Reason} `agree` and `of` count the scan lines of both walls; `no_edge` where one is missing,
 *   or canal and bone have not the same middle
 */
export function snapShaft(level, point, across) {
  const mm = level.mmPerPx / (level.factor ?? 1);
  const canal = pair(level, point, across, { away: WALL_MM, outwards: false });
  const bone = pair(level, point, across, { away: BORDER_MM, outwards: true });
  if (!canal || !bone) return new Reason("no_edge", { agree: 0, of: 0 });
  const { agree, of } = canal;
  const width = gap(...canal.points) * mm;
  const isCanal = width >= CANAL_MM[0] && width <= CANAL_MM[1];
  if (!isCanal || gap(canal.middle, bone.middle) * mm > APART_AT_MOST_MM) {
    return new Reason("no_edge", { agree, of });
  }
  return { middle: canal.middle, walls: canal.points, agree, of };
}

/** The edges on both sides of a point where density falls outwards, or towards it. */
function pair(level, point, across, { away, outwards }) {
  const [first, second] = [1, -1].map((way) => (
    edge(level, point, across.map((value) => value * way), away, outwards ? 1 : -1)));
  if (!first || !second) return null;
  return {
    points: [first.point, second.point],
    middle: first.point.map((value, axis) => (value + second.point[axis]) / 2),
    agree: first.agree + second.agree, of: first.of + second.of,
  };
}

/** The edge most scan lines agree on; of equal ones the nearest. */
function edge(level, point, out, away, sign) {
  const size = Math.hypot(...out) * (level.mmPerPx / (level.factor ?? 1));
  let best = null;
  for (const mm of away) {
    const from = point.map((value, axis) => value + (out[axis] / size) * mm);
    const found = snapEdge(level, from, out.map((value) => value * sign));
    if (!(found instanceof Reason) && (!best || found.agree > best.agree)) best = found;
  }
  return best;
}

const gap = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
