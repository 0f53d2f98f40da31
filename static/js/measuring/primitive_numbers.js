/**
 * Primitives that give numbers: lengths in the working unit, angles in degrees, shares. The twin
 * is `planning/measuring/primitive_numbers.py`.
 */

import { RAD_TO_DEG, angleBetweenDeg, lineAngleDeg } from "../geometry/angles.js";
import { distanceOutsideCircle } from "../geometry/circles.js";
import { distanceToPolyline, projectionParameter, signedDistance } from "../geometry/lines.js";
import { MIN_LENGTH, distance as distanceBetween, dot, unit } from "../geometry/points.js";
import { Degenerate, Reason } from "../geometry/reasons.js";
import { normal } from "./primitive_points.js";

/** The distance of two points that differ. */
export function distance(start, end) {
  const found = distanceBetween(start, end);
  return found >= MIN_LENGTH ? found : new Reason(Degenerate.COINCIDENT_POINTS);
}

/** The perpendicular distance from a line, never negative. */
export function distanceToLine(of, to) {
  return Math.abs(signedDistance(of, to));
}

/** How far a vector reaches in a direction; negative against it. */
export function component(of, along) {
  const direction = unit(along);
  return direction instanceof Reason ? direction : dot(of, direction);
}

/** The distance from a circle's rim, negative inside. */
export function outsideCircle(of, circle) {
  const size = radius(circle);
  return size instanceof Reason ? size : distanceOutsideCircle(of, circle);
}

/** The distance to the nearest of some points. */
export function nearest(of, to) {
  if (to.length === 0) return new Reason(Degenerate.TOO_FEW_POINTS, { needed: 1, given: 0 });
  let found = Infinity;
  for (const point of to) found = Math.min(found, distanceBetween(of, point));
  return found;
}

/** The distance to the nearest place of an open polyline. */
export const nearestOnPolyline = distanceToPolyline;

/** A circle's radius, or the one entered where only its centre was placed. */
export function radius(of, otherwise) {
  if (!Number.isNaN(of.radius)) return of.radius;
  return otherwise ?? new Reason(Degenerate.TOO_FEW_POINTS, { needed: 3, given: 1 });
}

/** A position from the film's left (x) or upper (y) edge. */
export function coordinate(of, axis) {
  return axis === "x" ? of[0] : of[1];
}

/** The angle between two directions, 0..180. */
export const angle = angleBetweenDeg;

/** The angle between two undirected lines, 0..90. */
export const lineAngle = lineAngleDeg;

/** The turn from one direction to another, positive towards the side of a third. */
export function signedAngle(start, to, towards) {
  const side = normal(start, towards);
  const ahead = unit(start);
  const end = unit(to);
  for (const value of [side, ahead, end]) {
    if (value instanceof Reason) return value;
  }
  return RAD_TO_DEG * Math.atan2(dot(end, side), dot(end, ahead));
}

/** How far a direction rises towards another, -90..90; 0 at right angles to it. */
export function elevation(of, towards) {
  const between = angleBetweenDeg(of, towards);
  return between instanceof Reason ? between : 90 - between;
}

/** Where a point projects on the line of two others: 0 at the first, 1 at the last. */
export const position = projectionParameter;

/** The number of a cell of a table, row by row from 1; a value on a limit is in the middle. */
export function cell(row, rowLimits, column, columnLimits) {
  const width = columnLimits.length + 1;
  return place(row, rowLimits) * width + place(column, columnLimits) + 1;
}

function place(value, [low, high]) {
  if (value < low) return 0;
  return value > high ? 2 : 1;
}
