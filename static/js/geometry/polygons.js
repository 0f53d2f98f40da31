/** Polygons: what a straight cut leaves of one. */

import { cross, subtract } from "./points.js";

/** @typedef {import("./points.js").Point} Point */

/**
 * The part of a polygon on one side of a line (Sutherland and Hodgman 1974).
 * @param {readonly Point[]} polygon corners in order, the last joined to the first
 * @param {Point} a of the line
 * @param {Point} b of the line
 * @param {Point} towards a point on the side that is kept
 * @param {boolean} [away] keep the other side instead
 * @returns {Point[]} empty where nothing is left, all corners where the line is none or `towards`
 *   lies on it
 */
export function clipToSide(polygon, a, b, towards, away = false) {
  const along = subtract(b, a);
  const kept = cross(along, subtract(towards, a));
  if (kept === 0) return [...polygon];
  const sign = (kept < 0) !== away ? -1 : 1;
  const sides = polygon.map((corner) => sign * cross(along, subtract(corner, a)));
  return polygon.flatMap((corner, at) => {
    const from = at === 0 ? polygon.length - 1 : at - 1;
    const [before, side] = [sides[from], sides[at]];
    const part = [];
    if ((before < 0 && side > 0) || (side < 0 && before > 0)) {
      const start = polygon[from];
      const share = before / (before - side);
      part.push([
        start[0] + share * (corner[0] - start[0]), start[1] + share * (corner[1] - start[1]),
      ]);
    }
    if (side >= 0) part.push(corner);
    return part;
  });
}

/**
 * The least and the largest x at which a closed outline crosses a level.
 * @param {readonly Point[]} points corners in order, the last joined to the first
 * @param {number} y
 * @returns {[number, number] | null} null where the outline does not reach the level
 */
export function extentAt(points, y) {
  const crossings = points.flatMap((end, at) => {
    const start = points[at === 0 ? points.length - 1 : at - 1];
    if ((start[1] <= y) === (end[1] <= y)) return [];
    const share = (y - start[1]) / (end[1] - start[1]);
    return [start[0] + share * (end[0] - start[0])];
  });
  return crossings.length ? [Math.min(...crossings), Math.max(...crossings)] : null;
}
