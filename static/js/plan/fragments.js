/**
 * Pieces of bone: cut free along a stem's resection line, and put back.
 *
 * A piece carries the landmarks of its bone, its own part of the film's pixels and the implants it
 * holds. Where it was filmed stays as a ghost. The twin is `planning/plans/fragments.py`.
 */

import { add, distance, scaled } from "../geometry/points.js";
import { clipToSide } from "../geometry/polygons.js";
import { Reason } from "../geometry/reasons.js";
import { stemHeldBy } from "./bodies.js";
import { toFilm } from "./implants.js";
import { find } from "./items.js";
import { applyPose, invertPose } from "./poses.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("./changes.js").Change} Change */
/** @typedef {import("./implant_bench.js").Bench} Bench */

/** Landmarks that go with the femur below the neck cut; the head's rim stays where it is. */
export const FEMORAL_KEYS = Object.freeze([
  "lesser_troch_apex", "lesser_troch_corner", "greater_troch", "shaft_prox", "shaft_dist",
  "canal_20_above_med", "canal_20_above_lat", "canal_30_below_med", "canal_30_below_lat",
  "canal_100_below_med", "canal_100_below_lat", "isthmus_med", "isthmus_lat",
  "cortex_outer_med", "cortex_outer_lat",
]);

const FAR_MM = 400;
const BEYOND_CALCAR_MM = 8;
const UP_MM = 30;

/**
 * Cut the proximal femur free.
 * @param {Bench} bench
 * @param {{bodyId: string, filmBodyId: string, name: string, side: "R" | "L",
 *   polygonPx: Point[], anchorPx: Point, stemId?: string | null, pointsPx?: Point[] | null}} cut
 *   `polygonPx` is the outline of the bone, `anchorPx` a point of the piece, on its side of the cut;
 *   `stemId` the stem that it holds; `pointsPx` where the saw runs, from the inner cortex outwards,
 *   along the stem's resection line without it
 * @returns {Change[] | Reason} `already_cut` where this femur is free on this film, `unknown_body`,
 *   `unknown_implant`
 */
export function cutFemur({ document }, {
  bodyId, filmBodyId, name, side, polygonPx, anchorPx, stemId = null, pointsPx = null,
}) {
  const film = find(document, "bodies", filmBodyId);
  if (!film) return new Reason("unknown_body", { id: filmBodyId });
  if (fragmentOf(document, film.view_id, side)) return new Reason("already_cut", { side });
  const stem = stemId === null ? null : find(document, "implants", stemId);
  if (stemId !== null && !stem) return new Reason("unknown_implant", { id: stemId });
  const body = {
    id: bodyId, kind: "fragment", view_id: film.view_id, name, side, anchor_px: anchorPx,
    cut: cutOf(pointsPx), polygon_px: polygonPx,
  };
  const carried = document.landmarks.filter((one) => one.body_id === filmBodyId
    && one.side === side && FEMORAL_KEYS.includes(one.key));
  return [
    put("bodies", body),
    ...(stem ? [put("implants", { ...stem, bone_id: bodyId })] : []),
    ...carried.map((one) => put("landmarks", { ...one, body_id: bodyId })),
  ];
}

/**
 * Let the saw run along other points, or along the stem's resection line.
 * @param {Bench} bench
 * @param {string} bodyId
 * @param {Point[] | null} pointsPx
 * @returns {Change[] | Reason} `unknown_body`
 */
export function recut({ document }, bodyId, pointsPx) {
  const body = find(document, "bodies", bodyId);
  if (!body) return new Reason("unknown_body", { id: bodyId });
  return [put("bodies", { ...body, cut: cutOf(pointsPx) })];
}

/**
 * Put a piece back: its landmarks lie on the film again, its implants stay in the bone.
 * @param {Bench} bench
 * @param {string} bodyId
 * @param {string} filmBodyId
 * @returns {Change[] | Reason} `unknown_body`
 */
export function joinFragment({ document }, bodyId, filmBodyId) {
  if (!find(document, "bodies", bodyId)) return new Reason("unknown_body", { id: bodyId });
  const held = document.implants.filter((one) => one.bone_id === bodyId);
  const posed = document.variants.filter(({ poses, reduced = [] }) => (
    Object.hasOwn(poses, bodyId) || reduced.includes(bodyId)));
  return [
    ...document.landmarks.filter((one) => one.body_id === bodyId)
      .map((one) => put("landmarks", { ...one, body_id: filmBodyId })),
    ...held.map((one) => put("implants", without(one, "bone_id"))),
    ...posed.map((one) => put("variants", letGo(one, bodyId))),
    { op: "delete", collection: "bodies", id: bodyId },
  ];
}

/**
 * What of a fragment's outline moves, as filmed.
 * @param {object} body of kind `fragment`
 * @param {Map<string, object>} inBone implants in the bones as filmed, see `posedBodies`
 * @returns {{rings: Point[][], cutPx: Point[]}} rings that may overlap: fill them by the nonzero
 *   rule; and the line of the cut
 */
export function pieceOf(body, inBone) {
  const { polygon_px: polygon, cut, anchor_px: anchor } = body;
  const whole = { rings: [polygon], cutPx: [] };
  if (!cut || !anchor) return whole;
  let line = cut.points_px;
  let shown = line;
  if (cut.along === "stem") {
    const stem = stemHeldBy(body.id, inBone);
    if (!stem?.variant.mating.resection) return whole;
    line = resection(stem, FAR_MM, FAR_MM);
    shown = resection(stem, calcarMm(stem) + BEYOND_CALCAR_MM, UP_MM);
  }
  const rings = [clipToSide(polygon, line[0], line[1], anchor)];
  if (line.length === 3) rings.push(clipToSide(polygon, line[1], line[2], line[0], true));
  return { rings: rings.filter((ring) => ring.length > 2), cutPx: shown };
}

/** @returns {object | null} the femur of a side that was cut free on a film */
export function fragmentOf({ bodies }, viewId, side) {
  return bodies.find((body) => (
    body.kind === "fragment" && body.view_id === viewId && body.side === side)) ?? null;
}

/** @returns {string | null} the body that a landmark belongs to; null where there is no film yet */
export function bodyFor(document, viewId, key, side) {
  const bone = side && FEMORAL_KEYS.includes(key) ? fragmentOf(document, viewId, side) : null;
  const film = document.bodies.find((body) => body.kind === "film" && body.view_id === viewId);
  return (bone ?? film)?.id ?? null;
}

/** @returns {Point} where a point of a body, clicked where the plan draws it, lies on the film */
export function asFilmed({ poses }, bodyId, pointPx, aspect) {
  const pose = poses.get(bodyId);
  return pose ? applyPose(invertPose(pose), pointPx, aspect) : pointPx;
}

const put = (collection, item) => ({ op: "upsert", collection, item });
const cutOf = (pointsPx) => (
  pointsPx === null ? { along: "stem" } : { along: "line", points_px: pointsPx });

function without(values, key) {
  const { [key]: dropped, ...kept } = values;
  return kept;
}

function letGo(variant, bodyId) {
  const kept = { ...variant, poses: without(variant.poses, bodyId) };
  if (variant.reduced) kept.reduced = variant.reduced.filter((id) => id !== bodyId);
  return kept;
}

/** The line of the saw: from the inner side to the stem's axis, then up along it. */
function resection({ variant: { mating }, matrix }, medialMm, upMm) {
  const { point: at, axis: medial } = mating.resection;
  const lineMm = [add(at, scaled(medial, medialMm)), at, add(at, scaled(mating.canal.axis, -upMm))];
  return lineMm.map((p) => toFilm(matrix, p));
}

const calcarMm = ({ variant: { points } }) => (
  distance(points.calcar ?? points.resection, points.resection));
