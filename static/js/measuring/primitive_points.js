/**
 * Primitives that give points, directions, lines and circles; what each takes is listed in
 * primitives.js. The twin is `planning/measuring/primitive_points.py`.
 */

import { DEG_TO_RAD } from "../geometry/angles.js";
import { lineCircleIntersections } from "../geometry/circles.js";
import { footOfPerpendicular, intersection, lineThrough, perpendicularTowards }
  from "../geometry/lines.js";
import { add, mean as meanOf, rotate, scaled, subtract, unit } from "../geometry/points.js";
import { Degenerate, Reason } from "../geometry/reasons.js";

export const SIDE_UNKNOWN = "side_unknown";

/** The middle of some points. */
export const mean = meanOf;

/** The point a share of the way from one point to another. */
export function between(start, end, at) {
  return add(start, scaled(subtract(end, start), at));
}

/** The point at a distance from another, in a direction. */
export function offset(start, along, by) {
  const direction = unit(along);
  return direction instanceof Reason ? direction : add(start, scaled(direction, by));
}

/** The point of a line that is nearest to a point. */
export const foot = footOfPerpendicular;

/** Where two lines cross. */
export const crossing = intersection;

/** Where a line, followed in its direction, leaves a circle. */
export function leavingCircle(of, circle_) {
  const crossings = lineCircleIntersections(of, circle_);
  return crossings instanceof Reason ? crossings : crossings[1];
}

/** The difference of two points. */
export function vector(start, end) {
  return subtract(end, start);
}

/** The unit direction at right angles to another, on the side of a third. */
export function normal(of, towards) {
  const direction = unit(of);
  if (direction instanceof Reason) return direction;
  return perpendicularTowards({ point: [0, 0], direction }, towards);
}

/** A direction turned by degrees towards the side of another. */
export function turned(of, by, towards) {
  const square = normal(of, towards);
  const direction = unit(of);
  if (square instanceof Reason) return square;
  if (direction instanceof Reason) return direction;
  const turn = rotate([1, 0], by * DEG_TO_RAD);
  return add(scaled(direction, turn[0]), scaled(square, turn[1]));
}

/** The film's downward direction: that of gravity on a film taken standing. */
export function down() {
  return [0, 1];
}

/** The film's horizontal direction that a setting of the film names. */
export function sideways(sign) {
  return [sign, 0];
}

/** The horizontal direction away from the midline, from where the right is. */
export function lateral(right, side) {
  if (side !== "R" && side !== "L") return new Reason(SIDE_UNKNOWN);
  return [side === "R" ? right : 0 - right, 0];
}

/** The line from one point to another. */
export const line = lineThrough;

/** The line through a point in a direction. */
export function ray(start, along) {
  const direction = unit(along);
  return direction instanceof Reason ? direction : { point: start, direction };
}

/** The circle about a point. */
export function circle(centre, radius) {
  return radius > 0 ? { centre, radius } : new Reason(Degenerate.COINCIDENT_POINTS);
}
