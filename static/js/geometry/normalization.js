/** Bring points near the origin with spread 1 before a fit, and say why they cannot be fitted. */

import { MIN_LENGTH, allFinite, distance, mean } from "./points.js";
import { Degenerate, Reason } from "./reasons.js";

/** @typedef {import("./points.js").Point} Point */
/**
 * Points as `(p - origin) / spread`, where spread is their rms distance from the mean.
 * @typedef {{points: Point[], origin: Point, spread: number}} Normalized
 */

/**
 * @param {readonly Point[]} points
 * @param {number} needed distinct points that the fit needs
 * @returns {Normalized | Reason} `too_few_points`, `not_finite` or `coincident_points`
 */
export function normalize(points, needed) {
  if (points.length < needed) {
    return new Reason(Degenerate.TOO_FEW_POINTS, { needed, given: points.length });
  }
  if (!allFinite(points)) return new Reason(Degenerate.NOT_FINITE);
  if (countDistinct(points, needed) < needed) return new Reason(Degenerate.COINCIDENT_POINTS);
  const origin = mean(points);
  let total = 0;
  for (const [x, y] of points) {
    total += (x - origin[0]) * (x - origin[0]);
    total += (y - origin[1]) * (y - origin[1]);
  }
  const spread = Math.sqrt(total / points.length);
  const shrunk = points.map(([x, y]) => [(x - origin[0]) / spread, (y - origin[1]) / spread]);
  return { points: shrunk, origin, spread };
}

/** @param {Point} p @param {Normalized} normalized @returns {Point} among the original points */
export function denormalize(p, normalized) {
  return [
    normalized.origin[0] + normalized.spread * p[0],
    normalized.origin[1] + normalized.spread * p[1],
  ];
}

/**
 * @param {readonly Point[]} points
 * @param {number} enough where to stop counting
 * @returns {number} points that differ from all counted before
 */
export function countDistinct(points, enough) {
  const distinct = [];
  for (const point of points) {
    if (distinct.length >= enough) break;
    if (distinct.every((other) => distance(point, other) >= MIN_LENGTH)) distinct.push(point);
  }
  return distinct.length;
}
