/** Lines and segments of the plane. */

import {
  MIN_LENGTH, add, cross, distance, dot, perpendicular, scaled, subtract, unit,
} from "./points.js";
import { Degenerate, Reason } from "./reasons.js";

/** @typedef {import("./points.js").Point} Point */
/** @typedef {{point: Point, direction: Point}} Line a point on it and its unit direction */

/** Sine of the angle below which two lines count as parallel. */
export const PARALLEL_SINE = 1e-9;

/**
 * @param {Point} a
 * @param {Point} b
 * @returns {Line | Reason} the line that runs from a to b, or `coincident_points`
 */
export function lineThrough(a, b) {
  const direction = unit(subtract(b, a));
  if (direction instanceof Reason) return direction;
  return { point: a, direction };
}

/**
 * @param {Line} line
 * @param {number} position signed, measured from the line's own point
 * @returns {Point}
 */
export function pointAt(line, position) {
  return add(line.point, scaled(line.direction, position));
}

/** @param {Point} p @param {Line} line @returns {number} the inverse of pointAt */
export function positionAlong(p, line) {
  return dot(line.direction, subtract(p, line.point));
}

/**
 * Below a line that runs to the right, the distance is positive.
 * @param {Point} p
 * @param {Line} line
 * @returns {number} perpendicular distance, positive clockwise of the line's direction
 */
export function signedDistance(p, line) {
  return cross(line.direction, subtract(p, line.point));
}

/** @param {Point} p @param {Line} line @returns {Point} the point of the line nearest to p */
export function footOfPerpendicular(p, line) {
  return pointAt(line, positionAlong(p, line));
}

/**
 * @param {Point} p
 * @param {Point} a
 * @param {Point} b
 * @returns {number | Reason} t of the foot of p on the line a to b: 0 at a, 1 at b
 */
export function projectionParameter(p, a, b) {
  const line = lineThrough(a, b);
  if (line instanceof Reason) return line;
  return positionAlong(p, line) / distance(a, b);
}

/**
 * @param {Line} first
 * @param {Line} second
 * @returns {Point | Reason} where two lines cross, or `parallel_lines`
 */
export function intersection(first, second) {
  const sine = cross(first.direction, second.direction);
  if (Math.abs(sine) < PARALLEL_SINE) return new Reason(Degenerate.PARALLEL_LINES);
  const position = cross(subtract(second.point, first.point), second.direction) / sine;
  return pointAt(first, position);
}

/** @param {Line} line @param {Point} p @returns {Line} the parallel line through p */
export function parallelThrough(line, p) {
  return { point: p, direction: line.direction };
}

/** @param {Line} line @param {Point} p @returns {Line} through p, turned a quarter clockwise */
export function perpendicularThrough(line, p) {
  return { point: p, direction: perpendicular(line.direction) };
}

/**
 * The unit normal of a line on the side of a vector.
 *
 * Anatomical directions come from anatomy: distal is the normal of the pelvic line on the side of
 * (lesser trochanters - teardrops), on mirrored and PA films too.
 * @param {Line} line
 * @param {Point} towards a vector, not a position
 * @returns {Point | Reason} `collinear_points` where the vector runs along the line
 */
export function perpendicularTowards(line, towards) {
  const direction = unit(towards);
  if (direction instanceof Reason) return direction;
  const normal = perpendicular(line.direction);
  const side = dot(normal, direction);
  if (Math.abs(side) < PARALLEL_SINE) return new Reason(Degenerate.COLLINEAR_POINTS);
  return side > 0 ? normal : [0 - normal[0], 0 - normal[1]];
}

/**
 * @param {Point} p
 * @param {Point} a
 * @param {Point} b
 * @returns {number} distance from p to the nearest point between a and b
 */
export function distanceToSegment(p, a, b) {
  const span = subtract(b, a);
  const spanSquared = dot(span, span);
  if (spanSquared < MIN_LENGTH * MIN_LENGTH) return distance(p, a);
  const t = dot(subtract(p, a), span) / spanSquared;
  const clamped = Math.min(1, Math.max(0, t));
  return distance(p, add(a, scaled(span, clamped)));
}

/**
 * @param {Point} p
 * @param {readonly Point[]} points an open polyline of two or more points
 * @returns {number | Reason}
 */
export function distanceToPolyline(p, points) {
  if (points.length < 2) {
    return new Reason(Degenerate.TOO_FEW_POINTS, { needed: 2, given: points.length });
  }
  let nearest = Infinity;
  for (let index = 0; index + 1 < points.length; index += 1) {
    nearest = Math.min(nearest, distanceToSegment(p, points[index], points[index + 1]));
  }
  return nearest;
}
