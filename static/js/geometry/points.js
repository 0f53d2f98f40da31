/**
 * Points and vectors in the plane: arrays `[x, y]`, in one space at a time.
 *
 * Which space (image pixels, square film pixels, millimetres) is said by the name of the variable
 * that holds a point. In every space x runs to the right and y downwards, as on the screen.
 */

import { Degenerate, Reason } from "./reasons.js";

/** @typedef {readonly [number, number]} Point */

/** Far below anything a hand or a detector can resolve, in pixels as in millimetres. */
export const MIN_LENGTH = 1e-9;

/** @param {Point} a @param {Point} b @returns {Point} a + b */
export function add(a, b) {
  return [a[0] + b[0], a[1] + b[1]];
}

/** @param {Point} a @param {Point} b @returns {Point} a - b, the vector from b to a */
export function subtract(a, b) {
  return [a[0] - b[0], a[1] - b[1]];
}

/** @param {Point} v @param {number} factor @returns {Point} v stretched by a factor */
export function scaled(v, factor) {
  return [v[0] * factor, v[1] * factor];
}

/** @param {Point} a @param {Point} b @returns {number} the scalar product */
export function dot(a, b) {
  return a[0] * b[0] + a[1] * b[1];
}

/**
 * @param {Point} a
 * @param {Point} b
 * @returns {number} a.x b.y - a.y b.x, positive where b lies clockwise of a on the screen
 */
export function cross(a, b) {
  return a[0] * b[1] - a[1] * b[0];
}

/** @param {Point} v @returns {number} the Euclidean norm */
export function length(v) {
  // Not hypot: its last digit differs between languages, that of a square root does not.
  return Math.sqrt(v[0] * v[0] + v[1] * v[1]);
}

/** @param {Point} a @param {Point} b @returns {number} 0 where the points coincide */
export function distance(a, b) {
  return length(subtract(b, a));
}

/** @param {Point} a @param {Point} b @returns {Point} half way from a to b */
export function midpoint(a, b) {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

/**
 * @param {readonly Point[]} points
 * @returns {Point | Reason} the centroid, else `too_few_points`
 */
export function mean(points) {
  if (points.length === 0) return new Reason(Degenerate.TOO_FEW_POINTS, { needed: 1, given: 0 });
  let sumX = 0;
  let sumY = 0;
  for (const [x, y] of points) {
    sumX += x;
    sumY += y;
  }
  return [sumX / points.length, sumY / points.length];
}

/**
 * @param {Point} v
 * @returns {Point | Reason} v with length 1, or `coincident_points` where v has no direction
 */
export function unit(v) {
  const norm = length(v);
  if (!Number.isFinite(norm)) return new Reason(Degenerate.NOT_FINITE);
  if (norm < MIN_LENGTH) return new Reason(Degenerate.COINCIDENT_POINTS);
  return [v[0] / norm, v[1] / norm];
}

/**
 * @param {Point} v
 * @param {number} angleRad positive turns clockwise on the screen
 * @returns {Point} v turned about the origin
 */
export function rotate(v, angleRad) {
  const cos = Math.cos(angleRad);
  const sin = Math.sin(angleRad);
  return [v[0] * cos - v[1] * sin, v[0] * sin + v[1] * cos];
}

/** @param {Point} v @returns {Point} v turned a quarter clockwise: (1, 0) gives (0, 1) */
export function perpendicular(v) {
  // Subtracting from 0 instead of negating keeps "-0" out of what people read.
  return [0 - v[1], v[0]];
}

/** @param {readonly Point[]} points @returns {boolean} no coordinate is NaN or infinite */
export function allFinite(points) {
  return points.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
}
