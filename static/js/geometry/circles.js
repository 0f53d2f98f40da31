/** Circles: through three points, and where lines cross them. Fits are in circle_fit. */

import { footOfPerpendicular, positionAlong, signedDistance } from "./lines.js";
import {
  MIN_LENGTH, add, allFinite, cross, distance, dot, length, scaled, subtract,
} from "./points.js";
import { Degenerate, Reason } from "./reasons.js";

/** @typedef {import("./points.js").Point} Point */
/** @typedef {import("./lines.js").Line} Line */
/** @typedef {{centre: Point, radius: number}} Circle in a space with square units */

// Twice the triangle's area over its longest side squared: below, three points are one line.
const COLLINEAR_RATIO = 1e-9;
// A line this close to touching, relative to the radius, touches.
const TANGENT_RATIO = 1e-12;

/**
 * @param {Point} a
 * @param {Point} b
 * @param {Point} c
 * @returns {Circle | Reason} `coincident_points` or `collinear_points` where there is none
 */
export function circumcircle(a, b, c) {
  if (!allFinite([a, b, c])) return new Reason(Degenerate.NOT_FINITE);
  const sides = [distance(a, b), distance(b, c), distance(c, a)];
  if (Math.min(...sides) < MIN_LENGTH) return new Reason(Degenerate.COINCIDENT_POINTS);
  const ab = subtract(b, a);
  const ac = subtract(c, a);
  const doubledArea = cross(ab, ac);
  const longest = Math.max(...sides);
  if (Math.abs(doubledArea) <= COLLINEAR_RATIO * longest * longest) {
    return new Reason(Degenerate.COLLINEAR_POINTS);
  }
  const abSquared = dot(ab, ab);
  const acSquared = dot(ac, ac);
  const toCentre = [
    (ac[1] * abSquared - ab[1] * acSquared) / (2 * doubledArea),
    (ab[0] * acSquared - ac[0] * abSquared) / (2 * doubledArea),
  ];
  return { centre: add(a, toCentre), radius: length(toCentre) };
}

/** @param {Circle} circle @param {readonly Point[]} points @returns {number[]} + outside */
export function radialResiduals(circle, points) {
  return points.map((point) => distance(circle.centre, point) - circle.radius);
}

/**
 * Where a line crosses a circle, in the order of the line's direction; a line that touches gives
 * the same point twice. "The second intersection of the ray" is the last one.
 * @param {Line} line
 * @param {Circle} circle
 * @returns {[Point, Point] | Reason} `no_intersection`
 */
export function lineCircleIntersections(line, circle) {
  const height = signedDistance(circle.centre, line);
  const halfChordSquared = circle.radius * circle.radius - height * height;
  const tangent = TANGENT_RATIO * circle.radius * circle.radius;
  if (halfChordSquared < -tangent) return new Reason(Degenerate.NO_INTERSECTION);
  const halfChord = halfChordSquared > tangent ? Math.sqrt(halfChordSquared) : 0;
  const foot = footOfPerpendicular(circle.centre, line);
  const along = scaled(line.direction, halfChord);
  return [subtract(foot, along), add(foot, along)];
}

/** @param {Point} p @param {Circle} circle @returns {number} from the rim, positive outside */
export function distanceOutsideCircle(p, circle) {
  return distance(circle.centre, p) - circle.radius;
}

/** @param {Line} line @param {Circle} circle @returns {number | Reason} what the circle cuts out */
export function chordLength(line, circle) {
  const crossings = lineCircleIntersections(line, circle);
  if (crossings instanceof Reason) return crossings;
  return positionAlong(crossings[1], line) - positionAlong(crossings[0], line);
}
