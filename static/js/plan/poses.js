/**
 * Poses: where a body went, and reading points native or planned.
 *
 * A pose is the plan document's tagged value `{type: "rigid2d", anchor_px, rotation_rad, mirrored,
 * translation_px}`: mirror left to right and turn about the anchor, then shift, in square film
 * pixels (y times pixel height over width). Points enter and leave in image pixels. Recalibrating
 * a film moves nothing; only the size of implants in pixels changes.
 */

import { add, scaled } from "../geometry/points.js";
import { Reason } from "../geometry/reasons.js";
import { imageToSquare, squareToImage } from "../geometry/spaces.js";
import * as transforms from "../geometry/transforms.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("../geometry/transforms.js").Rigid} Rigid */
/**
 * @typedef {{type: "rigid2d", anchor_px: Point, rotation_rad: number, mirrored: boolean,
 *   translation_px: Point}} Pose
 */

export const POSE_TYPE = "rigid2d";

/** @type {Pose} */
export const IDENTITY = Object.freeze({
  type: POSE_TYPE,
  anchor_px: Object.freeze([0, 0]),
  rotation_rad: 0,
  mirrored: false,
  translation_px: Object.freeze([0, 0]),
});

/**
 * @param {Pose} pose
 * @returns {Rigid} the transform of square film pixels
 * @throws {RangeError} if its type is not one that this program knows
 */
export function rigidOf(pose) {
  if (pose.type !== POSE_TYPE) throw new RangeError(`a pose of type ${POSE_TYPE} is needed`);
  return transforms.aboutAnchor(
    pose.anchor_px, pose.rotation_rad, pose.mirrored, pose.translation_px,
  );
}

/**
 * @param {Pose} pose
 * @param {Point} pointPx native position, image pixels
 * @param {number} [aspect] pixel height over width
 * @returns {Point} planned position, image pixels
 */
export function applyPose(pose, pointPx, aspect = 1) {
  return squareToImage(transforms.apply(rigidOf(pose), imageToSquare(pointPx, aspect)), aspect);
}

/** @param {Pose} pose @returns {Pose} takes the body back, about the same anchor */
export function invertPose(pose) {
  return withAnchor(transforms.invert(rigidOf(pose)), pose.anchor_px);
}

/** @param {Pose} outer @param {Pose} inner @returns {Pose} inner first, about inner's anchor */
export function composePoses(outer, inner) {
  return withAnchor(transforms.compose(rigidOf(outer), rigidOf(inner)), inner.anchor_px);
}

/** @param {Pose} pose @param {Point} anchorPx square px @returns {Pose} the same motion about it */
export function reanchor(pose, anchorPx) {
  return withAnchor(rigidOf(pose), anchorPx);
}

/**
 * Where a point of an implant lies natively, before its body's pose.
 * @param {Point} originPx the implant's origin, image pixels; it does not depend on the scale
 * @param {Point} pointMm relative to the origin
 * @param {number} columnMm width of a pixel
 * @param {number} [aspect] pixel height over width
 * @returns {Point} image pixels
 */
export function placeImplantPoint(originPx, pointMm, columnMm, aspect = 1) {
  const reachPx = scaled(pointMm, 1 / columnMm);
  return squareToImage(add(imageToSquare(originPx, aspect), reachPx), aspect);
}

/**
 * All landmarks of a plan, native or as a variant plans them.
 * @param {object} document a valid plan document
 * @param {string | null} variantId null reads native: every pose is the identity
 * @param {Readonly<Record<string, number>>} aspects by view; 1 where a view is not named
 * @param {Map<string, Pose>} [derived] of bodies whose pose the variant does not keep, or only in
 *   part, see `bodies.js`
 * @returns {Map<string, Point> | Reason} image pixels by landmark, or `unknown_variant`
 */
export function landmarkPositions(document, variantId, aspects, derived = new Map()) {
  const variant = document.variants.find((one) => one.id === variantId);
  if (variantId !== null && !variant) return new Reason("unknown_variant", { id: variantId });
  const poses = new Map([...Object.entries(variant?.poses ?? {}), ...(variant ? derived : [])]);
  const viewOf = new Map(document.bodies.map((body) => [body.id, body.view_id]));
  const aspectOf = new Map(Object.entries(aspects));
  return new Map(document.landmarks.map((landmark) => {
    const pose = poses.get(landmark.body_id);
    const aspect = aspectOf.get(viewOf.get(landmark.body_id)) ?? 1;
    const pointPx = landmark.point_px;
    return [landmark.id, pose ? applyPose(pose, pointPx, aspect) : pointPx];
  }));
}

function withAnchor(rigid, anchorPx) {
  return {
    type: POSE_TYPE,
    anchor_px: anchorPx,
    rotation_rad: rigid.rotationRad,
    mirrored: rigid.mirrored,
    translation_px: transforms.translationAt(rigid, anchorPx),
  };
}
