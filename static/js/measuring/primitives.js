/**
 * The closed list of what a construction may do, with the kinds of its inputs and its result. The
 * same names and inputs are in `planning/measuring/primitives.py`; a test compares them.
 */

import * as numbers from "./primitive_numbers.js";
import * as points from "./primitive_points.js";
import * as sums from "./primitive_sums.js";

/** What flows between steps. A vector is a direction with a length, without a place. */
export const Kind = Object.freeze({
  POINT: "point",
  POINTS: "points",
  VECTOR: "vector",
  LINE: "line",
  CIRCLE: "circle",
  NUMBER: "number",
  NUMBERS: "numbers",
  LIMITS: "limits",
  AXIS: "axis",
  SAME: "same",
  SAMES: "sames",
});

const [P, PS, V, L, C] = ["point", "points", "vector", "line", "circle"];
const [N, NS, LIMITS] = ["number", "numbers", "limits"];

export const BY_SIDE = "by_side";
export const FIRST_OF = "first_of";

/**
 * By name: the kind of the result, the kinds of the inputs by key in the order in which the
 * function gets them, the function (none for the choices, which the construction makes).
 * @type {Record<string, {gives: string, takes: Record<string, string>, run: Function | null,
 *   side?: boolean}>}
 */
export const PRIMITIVES = {
  // Points
  mean: { gives: P, takes: { of: PS }, run: points.mean },
  between: { gives: P, takes: { from: P, to: P, at: N }, run: points.between },
  offset: { gives: P, takes: { from: P, along: V, by: N }, run: points.offset },
  foot: { gives: P, takes: { of: P, on: L }, run: points.foot },
  crossing: { gives: P, takes: { of: L, with: L }, run: points.crossing },
  leaving_circle: { gives: P, takes: { of: L, circle: C }, run: points.leavingCircle },
  // Directions
  vector: { gives: V, takes: { from: P, to: P }, run: points.vector },
  normal: { gives: V, takes: { of: V, towards: V }, run: points.normal },
  turned: { gives: V, takes: { of: V, by: N, towards: V }, run: points.turned },
  down: { gives: V, takes: {}, run: points.down },
  sideways: { gives: V, takes: { sign: N }, run: points.sideways },
  lateral: { gives: V, takes: { right: N }, run: points.lateral, side: true },
  // Lines and circles
  line: { gives: L, takes: { from: P, to: P }, run: points.line },
  ray: { gives: L, takes: { from: P, along: V }, run: points.ray },
  circle: { gives: C, takes: { centre: P, radius: N }, run: points.circle },
  // Choices
  by_side: { gives: Kind.SAME, takes: { R: Kind.SAME, L: Kind.SAME }, run: null },
  first_of: { gives: Kind.SAME, takes: { of: Kind.SAMES }, run: null },
  // Lengths, angles, shares
  distance: { gives: N, takes: { from: P, to: P }, run: numbers.distance },
  distance_to_line: { gives: N, takes: { of: P, to: L }, run: numbers.distanceToLine },
  component: { gives: N, takes: { of: V, along: V }, run: numbers.component },
  outside_circle: { gives: N, takes: { of: P, circle: C }, run: numbers.outsideCircle },
  nearest: { gives: N, takes: { of: P, to: PS }, run: numbers.nearest },
  nearest_on_polyline: { gives: N, takes: { of: P, to: PS }, run: numbers.nearestOnPolyline },
  radius: {
    gives: N, takes: { of: C, otherwise: N }, optional: ["otherwise"], run: numbers.radius,
  },
  coordinate: { gives: N, takes: { of: P, axis: Kind.AXIS }, run: numbers.coordinate },
  angle: { gives: N, takes: { from: V, to: V }, run: numbers.angle },
  line_angle: { gives: N, takes: { from: V, to: V }, run: numbers.lineAngle },
  signed_angle: { gives: N, takes: { from: V, to: V, towards: V }, run: numbers.signedAngle },
  elevation: { gives: N, takes: { of: V, towards: V }, run: numbers.elevation },
  position: { gives: N, takes: { of: P, from: P, to: P }, run: numbers.position },
  // Arithmetic
  add: { gives: N, takes: { of: NS }, run: sums.add },
  subtract: { gives: N, takes: { of: N, minus: N }, run: sums.subtract },
  multiply: { gives: N, takes: { of: NS }, run: sums.multiply },
  divide: { gives: N, takes: { of: N, by: N }, run: sums.divide },
  absolute: { gives: N, takes: { of: N }, run: sums.absolute },
  root: { gives: N, takes: { of: N }, run: sums.root },
  sine: { gives: N, takes: { of: N }, run: sums.sine },
  cosine: { gives: N, takes: { of: N }, run: sums.cosine },
  tangent: { gives: N, takes: { of: N }, run: sums.tangent },
  arcsine: { gives: N, takes: { of: N }, run: sums.arcsine },
  arctangent: { gives: N, takes: { of: N }, run: sums.arctangent },
  // Classes
  cell: {
    gives: N,
    takes: { row: N, row_limits: LIMITS, column: N, column_limits: LIMITS },
    run: numbers.cell,
  },
};
