/**
 * Angles between directions, in degrees unless the name says otherwise.
 *
 * All come from `atan2(cross, dot)`: the arc cosine loses half of the digits near 0 and 180
 * degrees, where alignment is measured.
 */

import { cross, dot, subtract, unit } from "./points.js";
import { Reason } from "./reasons.js";

/** @typedef {import("./points.js").Point} Point */

export const RAD_TO_DEG = 180 / Math.PI;
export const DEG_TO_RAD = Math.PI / 180;
export const TURN_RAD = 2 * Math.PI;

/** @param {number} angleDeg @returns {number} the same direction in (-180, 180] */
export function wrap180Deg(angleDeg) {
  return angleDeg - 360 * Math.ceil((angleDeg - 180) / 360) + 0;
}

/** @param {number} angleDeg @returns {number} the same undirected line in (-90, 90] */
export function wrap90Deg(angleDeg) {
  return angleDeg - 180 * Math.ceil((angleDeg - 90) / 180) + 0;
}

/** @param {number} angleRad @returns {number} the same direction in (-pi, pi] */
export function wrapPiRad(angleRad) {
  return angleRad - TURN_RAD * Math.ceil((angleRad - Math.PI) / TURN_RAD) + 0;
}

/**
 * @param {Point} a
 * @param {Point} b
 * @returns {number | Reason} the turn from a to b in (-180, 180], clockwise positive
 */
export function signedAngleDeg(a, b) {
  const unitA = unit(a);
  const unitB = unit(b);
  if (unitA instanceof Reason) return unitA;
  if (unitB instanceof Reason) return unitB;
  return wrap180Deg(RAD_TO_DEG * Math.atan2(cross(unitA, unitB), dot(unitA, unitB)));
}

/** @param {Point} a @param {Point} b @returns {number | Reason} between directions, 0..180 */
export function angleBetweenDeg(a, b) {
  const signed = signedAngleDeg(a, b);
  return signed instanceof Reason ? signed : Math.abs(signed);
}

/**
 * @param {Point} a
 * @param {Point} vertex
 * @param {Point} b
 * @returns {number | Reason} the angle a-vertex-b, 0..180
 */
export function angleAtDeg(a, vertex, b) {
  return angleBetweenDeg(subtract(a, vertex), subtract(b, vertex));
}

/** @param {Point} a @param {Point} b @returns {number | Reason} between lines, 0..90 */
export function lineAngleDeg(a, b) {
  const between = angleBetweenDeg(a, b);
  return between instanceof Reason ? between : Math.min(between, 180 - between);
}

/** @param {Point} v @returns {number | Reason} in (-180, 180]: 0 to the right, 90 downwards */
export function directionDeg(v) {
  return signedAngleDeg([1, 0], v);
}

/**
 * How an undirected line leans from the horizontal; the order of its ends does not matter.
 * @param {Point} v
 * @returns {number | Reason} in (-90, 90], positive where the right end is the lower one
 */
export function inclinationDeg(v) {
  const direction = directionDeg(v);
  return direction instanceof Reason ? direction : wrap90Deg(direction);
}

/**
 * @param {readonly number[]} directionsRad
 * @returns {number} the arc that the directions cover: the full turn less the widest gap
 */
export function coveredArcDeg(directionsRad) {
  const ordered = [...directionsRad].sort((a, b) => a - b);
  if (ordered.length < 2) return 0;
  let widest = ordered[0] + TURN_RAD - ordered[ordered.length - 1];
  for (let index = 1; index < ordered.length; index += 1) {
    widest = Math.max(widest, ordered[index] - ordered[index - 1]);
  }
  return (TURN_RAD - widest) * RAD_TO_DEG;
}
