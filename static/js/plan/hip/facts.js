/**
 * What a film shows of two hips: landmarks by key and side, and directions in the body.
 *
 * Directions are anatomical, never those of the screen: a mirrored film or one taken from behind
 * gives the same numbers. The twin is `planning/plans/hip/facts.py`.
 */

import { fitCircle } from "../../geometry/circle_fit.js";
import { lineThrough, perpendicularTowards } from "../../geometry/lines.js";
import { add, cross, dot, mean, midpoint, scaled, subtract, unit } from "../../geometry/points.js";
import { clipToSide } from "../../geometry/polygons.js";
import { Reason } from "../../geometry/reasons.js";
import { imageToMm, mmToImage, mmToSquare } from "../../geometry/spaces.js";
import { mirrorAcross } from "../../geometry/transforms.js";
import { sigmaOfPlacedMm } from "../../measuring/evaluate.js";
import { noScaleReason } from "../../measuring/film_points.js";
import { NoScale } from "../../measuring/scale.js";
import { OTHER } from "../procedure.js";

/** @typedef {import("../../geometry/points.js").Point} Point */
/** @typedef {{centre: Point, radius: number}} Circle */
/**
 * `marks`: landmark items by `key side`, in the document's order.
 * @typedef {{scale: import("../../measuring/scale.js").Scale, marks: Map<string, object[]>}} HipFacts
 */
/**
 * Unit vectors in the film's millimetres: distal at right angles to the line between the teardrops,
 * lateral along it, outwards on the side that is meant.
 * @typedef {{pelvicLine: object, distal: Point, lateral: Point}} Directions
 */

export const SIDES = Object.freeze(["R", "L"]);
const ABOVE_HEAD_MM = 25;

/**
 * The landmarks of a view, as filmed.
 * @param {object} document
 * @param {{viewId: string, scale: object}} of
 * @returns {HipFacts | Reason} `no_scale`
 */
export function hipFacts(document, { viewId, scale }) {
  if (scale instanceof NoScale) return noScaleReason(scale);
  const here = new Set(document.bodies
    .filter((body) => body.view_id === viewId && body.kind !== "implant").map(({ id }) => id));
  const marks = new Map();
  for (const one of document.landmarks.filter(({ body_id: id }) => here.has(id))) {
    const at = `${one.key} ${one.side}`;
    marks.set(at, [...marks.get(at) ?? [], one]);
  }
  return { scale, marks };
}

const marksOf = ({ marks }, key, side) => marks.get(`${key} ${side}`) ?? [];

/** @returns {Point[]} image points; empty where nothing was placed */
export const pxOf = (facts, key, side) => marksOf(facts, key, side).map((one) => one.point_px);

/** @returns {number | null} spread of their coordinates; null where nothing was placed */
export function sigmaOf(facts, key, side) {
  const found = marksOf(facts, key, side);
  return found.length ? Math.max(...found.map((one) => sigmaOfPlacedMm(one.placed))) : null;
}

/** @returns {Point | Reason} the last point in millimetres, else `missing_landmark` */
export function mmOf(facts, key, side) {
  const found = pxOf(facts, key, side).at(-1);
  if (!found) return new Reason("missing_landmark", { role: side ? `${key}_${side}` : key });
  return imageToMm(found, facts.scale.rowMm, facts.scale.columnMm);
}

/** @returns {Circle | Reason} the circle of a femoral head in millimetres */
export function headOf(facts, side) {
  const { rowMm, columnMm } = facts.scale;
  const rim = pxOf(facts, "head_rim", side).map((p) => imageToMm(p, rowMm, columnMm));
  if (rim.length === 0) return new Reason("missing_landmark", { role: `head_rim_${side}` });
  if (rim.length === 1) return { centre: rim[0], radius: 0 };
  const fit = fitCircle(rim);
  return fit instanceof Reason ? fit : fit.circle;
}

/** @returns {Point} image pixels of millimetres */
export const toPx = ({ scale }, pMm) => mmToImage(pMm, scale.rowMm, scale.columnMm);

/**
 * The directions of the body on this film. Distal is the perpendicular of the line between the
 * teardrops whose product with the way from their middle to that of the lesser trochanters is
 * positive; where no trochanter was placed, to the shafts.
 * @param {HipFacts} facts
 * @param {"R" | "L"} side
 * @returns {Directions | Reason} `missing_landmark`, or of degenerate points
 */
export function directions(facts, side) {
  const drops = Object.fromEntries(SIDES.map((one) => [one, mmOf(facts, "teardrop", one)]));
  const missing = Object.values(drops).find((drop) => drop instanceof Reason);
  if (missing) return missing;
  const pelvicLine = lineThrough(drops.R, drops.L);
  if (pelvicLine instanceof Reason) return pelvicLine;
  const low = below(facts);
  if (low instanceof Reason) return low;
  const down = subtract(low, midpoint(drops.R, drops.L));
  const distal = perpendicularTowards(pelvicLine, down);
  const lateral = unit(subtract(drops[side], drops[OTHER[side]]));
  if (distal instanceof Reason) return distal;
  return lateral instanceof Reason ? lateral : { pelvicLine, distal, lateral };
}

/**
 * Whether landmarks and hanging disagree about the hand of an implant on this film. On a film that
 * was stored upside down the patient's right is on the right, yet nothing is mirrored; an implant of
 * the other hand would be drawn without any complaint.
 * @param {HipFacts} facts
 * @param {"R" | "L"} side
 * @param {boolean} mirrored
 * @returns {Reason | null} `sides_contradict` with `side`; null also where landmarks are missing
 */
export function contradiction(facts, side, mirrored) {
  const found = directions(facts, side);
  if (found instanceof Reason || cross(found.lateral, found.distal) > 0 === mirrored) return null;
  return new Reason("sides_contradict", { side });
}

/**
 * The transform of square film pixels that lays one side over the other: the film mirrored about
 * the perpendicular of the line between the teardrops through their middle. Drawn so, the healthy
 * side is where the operated one should be.
 * @param {HipFacts} facts
 * @returns {import("../../geometry/transforms.js").Rigid | Reason}
 */
export function mirrorOfOtherSide(facts) {
  const found = directions(facts, "R");
  if (found instanceof Reason) return found;
  const middle = midpoint(...SIDES.map((one) => mmOf(facts, "teardrop", one)));
  return mirrorAcross({ point: mmToSquare(middle, facts.scale.columnMm), direction: found.distal });
}

/**
 * A polygon about the proximal femur to begin with: from 25 mm above the head's centre to the end
 * of the film along the shaft; outwards to 42 mm from the shaft's axis, inwards to a little beyond
 * the lesser trochanter, and up to the head.
 * @param {HipFacts} facts
 * @param {"R" | "L"} side
 * @param {{columns: number, rows: number}} film
 * @returns {Point[] | Reason} image pixels; `missing_landmark`
 */
export function femurOutline(facts, side, { columns, rows }) {
  const found = directions(facts, side);
  const [prox, dist, trochanter] = ["shaft_prox", "shaft_dist", "lesser_troch_apex"]
    .map((key) => mmOf(facts, key, side));
  const head = headOf(facts, side);
  const missing = [found, prox, dist, trochanter, head].find((one) => one instanceof Reason);
  if (missing) return missing;
  const down = unit(subtract(dist, prox));
  if (down instanceof Reason) return down;
  const across = [-down[1], down[0]];
  const out = dot(across, found.lateral) < 0 ? scaled(across, -1) : across;
  const along = (p) => dot(subtract(p, prox), down);
  const inwards = (p) => -dot(subtract(p, prox), out);
  const top = along(head.centre) - ABOVE_HEAD_MM;
  const low = along(trochanter);
  const bottom = 2 * Math.max(columns * facts.scale.columnMm, rows * facts.scale.rowMm);
  const inner = inwards(trochanter) + 6;
  const corners = [
    [top, -42], [low + 40, -32], [bottom, -32], [bottom, 24], [low + 45, 24], [low + 14, inner],
    [low - 12, inner], [along(head.centre), inwards(head.centre)], [top, inwards(head.centre)],
  ];
  const polygon = corners.map(([y, x]) => add(prox, add(scaled(down, y), scaled(out, -x))));
  return onFilm(polygon.map((p) => toPx(facts, p)), columns, rows);
}

function onFilm(polygon, columns, rows) {
  const corners = [[0, 0], [columns, 0], [columns, rows], [0, rows]];
  const middle = [columns / 2, rows / 2];
  return corners.reduce(
    (left, corner, at) => clipToSide(left, corner, corners[(at + 1) % 4], middle), polygon,
  );
}

function below(facts) {
  for (const key of ["lesser_troch_apex", "shaft_prox", "shaft_dist"]) {
    const points = SIDES.map((one) => mmOf(facts, key, one))
      .filter((one) => !(one instanceof Reason));
    if (points.length) return mean(points);
  }
  return new Reason("missing_landmark", { role: "lesser_troch_apex" });
}
