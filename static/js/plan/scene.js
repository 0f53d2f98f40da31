/**
 * What a measurement of a plan is read from: points of its roles, natively and as planned. Reading,
 * drawing and exporting all ask here, so that what is drawn is what was measured. The twin is
 * `planning/plans/scene.py`.
 */

import { Reason } from "../geometry/reasons.js";
import { sigmaOfPlacedMm } from "../measuring/evaluate.js";
import { posedBodies } from "./bodies.js";
import { FEMORAL_KEYS } from "./fragments.js";
import { implantOrigins, implantPoints, implantSets, sideOf } from "./implant_sets.js";
import { applyPose, landmarkPositions } from "./poses.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("../measuring/scale.js").Scale} Scale */
/** @typedef {import("../measuring/scale.js").NoScale} NoScale */
/**
 * Where the roles of a definition lie, with the spread of their coordinates, and for roles that an
 * implant plays from its origin to the point; for those of a reduced bone the part of its way that
 * an implant is as long as.
 * @typedef {{px: Record<string, Point[]>, sigmaMm: Record<string, number>,
 *   fixedMm: Record<string, Point>}} RolePoints
 */

export const HANGING_UNKNOWN = "hanging_unknown";

/**
 * One view, with every point in it where it lies natively and as planned.
 * @param {object} document a valid plan document
 * @param {string} viewId
 * @param {Scale | NoScale} scale of the view's film
 * @param {readonly object[]} families geometry of the implant families that the plan uses
 * @param {string | null} variantId what is read as planned; null reads native twice
 * @param {"AP" | "PA" | null} hanging AP where the patient's right is on the film's left
 */
export function createScene(document, viewId, scale, families, variantId, hanging) {
  const here = new Set(
    document.bodies.filter(({ view_id: id }) => id === viewId).map(({ id }) => id),
  );
  const landmarks = document.landmarks.filter(({ body_id: id }) => here.has(id));
  const aspects = { [viewId]: scale.aspect };
  const posed = posedBodies(document, { viewId, variantId, families, scale });
  const stage = (poses, implants, fixedMm) => ({
    positionsPx: withUncut(
      landmarkPositions(document, variantId, aspects, poses), document, landmarks, posed, scale,
    ),
    sets: implantSets(implants),
    fixedMm,
  });
  const shown = document.views.find(({ id }) => id === viewId)?.side;
  return {
    viewId,
    scale,
    hanging,
    side: shown === "R" || shown === "L" ? shown : null,
    landmarks: new Map(landmarks.map((item) => [item.id, item])),
    nativePx: landmarkPositions(document, null, aspects),
    straightPx: straightened(landmarkPositions(document, null, aspects), landmarks, posed, scale),
    planned: stage(posed.poses, posed.implants, posed.fixedMm),
    standing: stage(posed.standing, posed.standingImplants, new Map()),
  };
}

/** Landmarks with their bodies, those of an uncut femur put straight about its head. */
function withUncut(positionsPx, document, landmarks, { straight }, { aspect }) {
  if (positionsPx instanceof Reason || straight.size === 0) return positionsPx;
  const films = new Set(document.bodies.filter(({ kind }) => kind === "film").map(({ id }) => id));
  const turned = landmarks.filter(({ key, side, body_id: on }) => (
    straight.has(side) && FEMORAL_KEYS.includes(key) && films.has(on)));
  return new Map([...positionsPx, ...turned.map(({ id, side, point_px: pointPx }) => (
    [id, applyPose(straight.get(side), pointPx, aspect)]))]);
}

/** Landmarks as filmed, femora only put straight: what a planned value changes. */
function straightened(nativePx, landmarks, { straight }, { aspect }) {
  const turned = landmarks.filter(({ key, side }) => (
    straight.has(side) && FEMORAL_KEYS.includes(key)));
  return new Map([...nativePx, ...turned.map(({ id, side, point_px: pointPx }) => (
    [id, applyPose(straight.get(side), pointPx, aspect)]))]);
}

/** What was entered for a measurement, with what is known of the film. */
export const paramsOf = ({ params }, hanging) => ({ ...params, hanging });

/**
 * @param {object} scene
 * @param {object} item a measurement
 * @param {object} definition
 * @param {{asPlanned: boolean, isStraight?: boolean}} how `isStraight` asks for the points of
 *   before the operation in the position of the planned ones
 * @returns {RolePoints | Reason} why bodies cannot be moved; `hanging_unknown` where an implant is
 *   meant by its side and nobody has said which side of the film that is
 */
export function pointsOf(scene, item, definition, { asPlanned, isStraight = false }) {
  const stage = definition.before_reduction ? scene.standing : scene.planned;
  const beforePx = isStraight ? scene.straightPx : scene.nativePx;
  const positionsPx = asPlanned ? stage.positionsPx : beforePx;
  if (positionsPx instanceof Reason) return positionsPx;
  const found = { px: {}, sigmaMm: {}, fixedMm: {} };
  for (const role of definition.roles) {
    const meant = asPlanned && role.implant_point !== undefined
      ? meantSet(scene, stage.sets, item, role) : null;
    if (meant instanceof Reason) return meant;
    if (meant !== null) {
      addImplantPoint(found, scene, role, meant);
      continue;
    }
    const named = item.landmarks[role.role] ?? [];
    const placed = named.map((id) => scene.landmarks.get(id)).filter(Boolean);
    if (placed.length === 0) continue;
    found.px[role.role] = placed.map(({ id }) => positionsPx.get(id));
    found.sigmaMm[role.role] = Math.max(...placed.map((one) => sigmaOfPlacedMm(one.placed)));
    const fixed = asPlanned ? stage.fixedMm.get(placed[0].body_id) : undefined;
    if (fixed) found.fixedMm[role.role] = fixed;
  }
  return found;
}

function addImplantPoint(found, { scale }, { role, implant_point: wanted }, meant) {
  const point = implantPoints(meant)[wanted];
  const origin = implantOrigins(meant)[wanted];
  found.px[role] = [point];
  found.sigmaMm[role] = 0;
  // An implant is only drawn where there is a scale.
  found.fixedMm[role] = [
    (point[0] - origin[0]) * scale.columnMm, (point[1] - origin[1]) * scale.rowMm,
  ];
}

/** The implants whose point is meant; null where none is, or several. */
function meantSet(scene, sets, item, role) {
  let having = sets.filter((one) => Object.hasOwn(implantPoints(one), role.implant_point));
  const side = role.side === "R" || role.side === "L" ? role.side : item.side;
  if (side !== null && having.length > 0) {
    if (scene.hanging === null && scene.side === null) return new Reason(HANGING_UNKNOWN);
    having = having.filter((one) => sideIn(scene, one) === side);
  }
  return having.length === 1 ? having[0] : null;
}

function sideIn({ hanging, side }, { mirrored }) {
  return hanging === null ? side : sideOf(mirrored, hanging === "PA" ? "right" : "left");
}
