/**
 * What to draw for a measurement: its `drawing` carried out on the film, in image pixels. What
 * cannot be computed yet is left out, so that a drawing grows while its landmarks are placed. The
 * twin is `planning/measuring/marks.py`.
 */

import { DEG_TO_RAD, signedAngleDeg } from "../geometry/angles.js";
import { footOfPerpendicular, pointAt, positionAlong } from "../geometry/lines.js";
import { add, distance, rotate, scaled, unit } from "../geometry/points.js";
import { Reason } from "../geometry/reasons.js";
import { compute } from "./evaluate.js";
import { workspace, workspaceFor } from "./workspace.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/**
 * @typedef {{kind: "line" | "arc", pointsPx: Point[], role: string}
 *   | {kind: "circle", centrePx: Point, radiiPx: Point, role: string}
 *   | {kind: "label", atPx: Point}} Mark
 */

// A line reaches a little beyond what it is drawn past.
const LINE_MARGIN = 0.1;
// An arc's radius as a share of the extent of the landmarks.
const ARC_SHARE = 0.12;
const ARC_STEPS = 16;

/**
 * @param {object} definition
 * @param {Record<string, readonly Point[]>} points image points by role
 * @param {import("./scale.js").Scale | import("./scale.js").NoScale} scale
 * @param {{side?: string | null, params?: Record<string, unknown>}} [more]
 * @returns {Mark[]} in the order of the definition's drawing; radii are along rows and columns
 */
export function marks(definition, points, scale, { side = null, params = {} } = {}) {
  const found = workspaceFor(definition, scale);
  const plane = found instanceof Reason ? workspace(scale, false) : found;
  const evaluated = compute(definition, points, plane, side, params);
  return definition.drawing.map((item) => mark(item, evaluated)).filter((made) => made !== null);
}

function mark({ draw, style = "measure", ...names }, evaluated) {
  const values = {};
  for (const [key, name] of Object.entries(names)) {
    values[key] = lookup(name, evaluated);
    if (values[key] === null) return null;
  }
  const made = SHAPES[draw](values, evaluated);
  return made === null || draw === "label" ? made : { ...made, role: style };
}

function lookup(name, evaluated) {
  if (Array.isArray(name)) {
    const found = name.map((one) => lookup(one, evaluated));
    return found.includes(null) ? null : found.map(pointOf);
  }
  const value = evaluated.values[evaluated.construction.slots.get(name)];
  return value instanceof Reason ? null : value;
}

function pointOf(value) {
  return value.centre ?? value;
}

function directionOf(value) {
  return value.direction ?? value;
}

function path(kind, points, { workspace: plane }) {
  return { kind, pointsPx: points.map(plane.leave) };
}

function line({ line: drawn, past }, evaluated) {
  const along = past.map((point) => positionAlong(point, drawn));
  const [low, high] = [Math.min(...along), Math.max(...along)];
  const margin = LINE_MARGIN * (high - low);
  if (margin === 0) return null;
  return path("line", [pointAt(drawn, low - margin), pointAt(drawn, high + margin)], evaluated);
}

function drop({ from, to }, evaluated) {
  const start = pointOf(from);
  return path("line", [start, footOfPerpendicular(start, to)], evaluated);
}

function circle({ circle: { centre, radius } }, { workspace: plane }) {
  if (Number.isNaN(radius)) return null;
  return { kind: "circle", centrePx: plane.leave(centre), radiiPx: plane.leave([radius, radius]) };
}

function arc({ at, from, to }, evaluated) {
  const start = unit(directionOf(from));
  const turnDeg = signedAngleDeg(directionOf(from), directionOf(to));
  const radius = ARC_SHARE * extent(evaluated.placed);
  if (start instanceof Reason || turnDeg instanceof Reason || radius === 0) return null;
  const stepRad = (turnDeg * DEG_TO_RAD) / ARC_STEPS;
  const points = Array.from({ length: ARC_STEPS + 1 }, (_, index) => add(
    pointOf(at), scaled(rotate(start, stepRad * index), radius),
  ));
  return path("arc", points, evaluated);
}

function extent(placed) {
  const every = Object.values(placed).flat();
  if (every.length === 0) return 0;
  const xs = every.map(([x]) => x);
  const ys = every.map(([, y]) => y);
  return distance(
    [Math.min(...xs), Math.min(...ys)],
    [Math.max(...xs), Math.max(...ys)],
  );
}

const SHAPES = {
  segment: ({ from, to }, evaluated) => path("line", [pointOf(from), pointOf(to)], evaluated),
  line,
  drop,
  circle,
  polyline: ({ points }, evaluated) => path("line", points, evaluated),
  arc,
  label: ({ at }, { workspace: plane }) => ({ kind: "label", atPx: plane.leave(pointOf(at)) }),
};
