/**
 * Putting a femur straight, reducing it with its stem, and letting it go again. The twin is
 * `planning/plans/reduction.py`.
 */

import { Reason } from "../geometry/reasons.js";
import { imageToSquare } from "../geometry/spaces.js";
import { posedBodies, stemHeldBy } from "./bodies.js";
import { shifted, withPoses, workingVariant } from "./implant_bench.js";
import { find } from "./items.js";
import { lastBySide } from "./joining.js";
import { IDENTITY } from "./poses.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("./changes.js").Change} Change */
/** @typedef {import("./implant_bench.js").Bench} Bench */

/**
 * Let a piece of bone follow its stem into the cup from now on.
 * @param {Bench} bench
 * @param {string} bodyId
 * @returns {Change[] | Reason} `unknown_variant`, `unknown_body`, `no_stem_in_bone`, `no_cup`
 */
export function reduce(bench, bodyId) {
  const found = foundBy(bench, bodyId);
  if (found instanceof Reason) return found;
  const { variant, posed } = found;
  const stem = stemHeldBy(bodyId, posed.inBone);
  if (!stem) return new Reason("no_stem_in_bone");
  if (!lastBySide(posed.inBone, "cup").has(stem.mirrored)) return new Reason("no_cup");
  return [withReduced(variant, [...others(variant, bodyId), bodyId])];
}

/** @returns {Change[] | Reason} it stands where its own pose puts it; `unknown_variant` */
export function release(bench, bodyId) {
  const variant = workingVariant(bench);
  if (!variant) return new Reason("unknown_variant", { id: bench.variantId ?? "" });
  return [withReduced(variant, others(variant, bodyId))];
}

/**
 * Move a piece of bone by hand from where it is drawn; it no longer follows its stem.
 * @param {Bench} bench
 * @param {string} bodyId
 * @param {Point} shiftPx
 * @returns {Change[] | Reason}
 */
export function moveFragment(bench, bodyId, shiftPx) {
  const found = foundBy(bench, bodyId);
  if (found instanceof Reason) return found;
  const { variant, posed } = found;
  const pose = posed.poses.get(bodyId) ?? IDENTITY;
  const moved = shifted(pose, imageToSquare(shiftPx, bench.scale.aspect));
  return [withPoses({ ...variant, reduced: others(variant, bodyId) }, { [bodyId]: moved })];
}

/**
 * Turn a piece of bone from where it was filmed, before it is reduced.
 * @param {Bench} bench
 * @param {string} bodyId
 * @param {number} turnRad clockwise on the screen; 0 leaves it as filmed
 * @param {Point} aboutPx the centre of the hip as filmed
 * @returns {Change[] | Reason}
 */
export function straighten(bench, bodyId, turnRad, aboutPx) {
  const found = foundBy(bench, bodyId);
  if (found instanceof Reason) return found;
  const pose = {
    ...IDENTITY,
    anchor_px: imageToSquare(aboutPx, bench.scale.aspect),
    rotation_rad: turnRad,
    translation_px: [0, 0],
  };
  return [withPoses(found.variant, { [bodyId]: pose })];
}

/** @returns {boolean} whether a piece follows its stem in a way of operating */
export const isReduced = ({ reduced = [] }, bodyId) => reduced.includes(bodyId);

/** @returns {number} by how much a piece was turned from how it was filmed */
export const standingTurnRad = ({ standing }, bodyId) => (
  (standing.get(bodyId) ?? IDENTITY).rotation_rad);

function foundBy(bench, bodyId) {
  const variant = workingVariant(bench);
  if (!variant) return new Reason("unknown_variant", { id: bench.variantId ?? "" });
  const body = find(bench.document, "bodies", bodyId);
  if (!body) return new Reason("unknown_body", { id: bodyId });
  const { document, families, scale } = bench;
  const of = { viewId: body.view_id, variantId: variant.id, families, scale };
  return { variant, posed: posedBodies(document, of) };
}

const others = ({ reduced = [] }, bodyId) => reduced.filter((id) => id !== bodyId);

const withReduced = (variant, reduced) => (
  { op: "upsert", collection: "variants", item: { ...variant, reduced } });
