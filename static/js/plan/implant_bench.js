/** What a change of an implant needs to know, and how poses are written back. */

import { add, scaled } from "../geometry/points.js";
import { Reason } from "../geometry/reasons.js";
import { imageToSquare } from "../geometry/spaces.js";
import * as transforms from "../geometry/transforms.js";
import { placedImplants } from "./implant_sets.js";
import { find } from "./items.js";
import { IDENTITY, reanchor, rigidOf } from "./poses.js";

/** @typedef {import("./implants.js").Placed} Placed */
/** @typedef {import("./poses.js").Pose} Pose */
/** @typedef {import("./changes.js").Change} Change */
/**
 * A plan with what is needed to work on its implants: a valid document, which is never changed, the
 * geometry of its families, the scale of the view that is worked on, and the way of operating, the
 * first one without it.
 * @typedef {{document: object, families: object[], variantId?: string | null,
 *   scale: import("../measuring/scale.js").Scale | import("../measuring/scale.js").NoScale}} Bench
 */

/** @param {Bench} bench @returns {object | null} the variant that moves go to */
export function workingVariant({ document, variantId = null }) {
  if (variantId === null) return document.variants[0] ?? null;
  return find(document, "variants", variantId);
}

/**
 * What the working variant has of its own; null where it uses the items as they are.
 * @param {Bench} bench
 * @returns {Record<string, object> | null}
 */
export const ownChoices = (bench) => workingVariant(bench)?.implants ?? null;

/**
 * An implant on the film as a variant has it.
 * @returns {Placed | Reason} `unknown_implant` where the plan or the variant has none, or why it
 *   cannot be drawn
 */
export function findPlaced(bench, implantId, variantId) {
  const implant = find(bench.document, "implants", implantId);
  const unknown = new Reason("unknown_implant", { id: implantId });
  if (!implant) return unknown;
  return placedBeside(bench, implant, variantId).get(implantId) ?? unknown;
}

/** @returns {Map<string, Placed | Reason>} all implants of the view in which an implant lies */
export function placedBeside({ document, families, scale }, implant, variantId) {
  const { view_id: viewId } = find(document, "bodies", implant.body_id);
  return placedImplants(document, { viewId, variantId, families, scale });
}

/**
 * An implant on the film as the working variant has it.
 * @returns {Placed | Reason} `unknown_variant`, `unknown_implant`, or why it cannot be drawn
 */
export function asWorkedOn(bench, implantId) {
  const variant = workingVariant(bench);
  if (!variant) return new Reason("unknown_variant", { id: bench.variantId ?? "" });
  return findPlaced(bench, implantId, variant.id);
}

/** @returns {Placed | Reason} what moves when an implant is moved: of a carried head, the stem */
export function carrierOf(bench, implantId) {
  const placed = asWorkedOn(bench, implantId);
  if (placed instanceof Reason || placed.carriedBy === null) return placed;
  return asWorkedOn(bench, placed.carriedBy);
}

/** @returns {Change} gives bodies poses in a variant */
export function withPoses(variant, poses) {
  return {
    op: "upsert",
    collection: "variants",
    item: { ...variant, poses: { ...variant.poses, ...poses } },
  };
}

/** @returns {Pose} what a variant keeps for an implant's body, about the implant's origin */
export function ownPose(variant, { implant }, aspect) {
  const pose = variant.poses[implant.body_id] ?? IDENTITY;
  const originSq = imageToSquare(implant.origin_px, aspect);
  const same = originSq.every((value, at) => value === pose.anchor_px[at]);
  return same ? pose : reanchor(pose, originSq);
}

/** @returns {Pose} moved on by square film pixels */
export function shifted(pose, shiftSq) {
  return { ...pose, translation_px: add(pose.translation_px, shiftSq) };
}

/** @returns {Pose} an implant's own pose moved on by a shift on the screen: its bone may be turned */
export function shiftedInBone({ bone }, pose, shiftSq) {
  if (bone === null) return shifted(pose, shiftSq);
  return shifted(pose, transforms.applyToVector(transforms.invert(rigidOf(bone)), shiftSq));
}

/**
 * Change the pose of what moves when an implant is moved.
 * @param {Bench} bench
 * @param {string} implantId
 * @param {(placed: Placed, pose: Pose) => Pose} change
 * @returns {Change[] | Reason}
 */
export function repose(bench, implantId, change) {
  const placed = carrierOf(bench, implantId);
  if (placed instanceof Reason) return placed;
  const variant = workingVariant(bench);
  const pose = change(placed, ownPose(variant, placed, bench.scale.aspect));
  return [withPoses(variant, { [placed.implant.body_id]: pose })];
}

/**
 * A shift in square film pixels from millimetres of the implant. Along runs with its axis: distal,
 * or out of the cup. Across is a quarter turn from there: medial for a stem, on either side.
 */
export function axisShiftSq({ variant, matrix: [a, b, c, d] }, scale, alongMm, acrossMm) {
  const [start, end] = variant.axis;
  const reach = [end[0] - start[0], end[1] - start[1]];
  const lengthMm = Math.sqrt(reach[0] * reach[0] + reach[1] * reach[1]);
  const along = scaled(reach, alongMm / lengthMm);
  const across = scaled([reach[1], 0 - reach[0]], acrossMm / lengthMm);
  const [x, y] = add(along, across);
  return [a * x + c * y, (b * x + d * y) * scale.aspect];
}
