/**
 * Moving, turning and mirroring an implant, as changes of the plan document.
 *
 * Angles are degrees clockwise on the screen. A head that a stem carries moves with that stem.
 */

import { DEG_TO_RAD, wrapPiRad } from "../geometry/angles.js";
import { subtract } from "../geometry/points.js";
import { Reason } from "../geometry/reasons.js";
import { imageToSquare } from "../geometry/spaces.js";
import {
  asWorkedOn, axisShiftSq, carrierOf, ownPose, placedBeside, repose, shiftedInBone, withPoses,
  workingVariant,
} from "./implant_bench.js";
import { IDENTITY, applyPose, composePoses, invertPose } from "./poses.js";

/** @typedef {import("./implant_bench.js").Bench} Bench */
/** @typedef {import("./changes.js").Change} Change */
/** @typedef {import("../geometry/points.js").Point} Point */

/**
 * Move by image pixels, as a hand drags it.
 * @param {Bench} bench
 * @param {string} implantId
 * @param {Point} shiftPx
 * @returns {Change[] | Reason}
 */
export function moveImplant(bench, implantId, shiftPx) {
  const shiftSq = imageToSquare(shiftPx, bench.scale.aspect);
  return repose(bench, implantId, (placed, pose) => shiftedInBone(placed, pose, shiftSq));
}

/**
 * Move by millimetres along its own axis (distal, out of the cup) and across (medial).
 * @param {Bench} bench
 * @param {string} implantId
 * @param {number} alongMm
 * @param {number} [acrossMm]
 * @returns {Change[] | Reason}
 */
export function nudgeImplant(bench, implantId, alongMm, acrossMm = 0) {
  return repose(bench, implantId, (placed, pose) => (
    shiftedInBone(placed, pose, axisShiftSq(placed, bench.scale, alongMm, acrossMm))));
}

/**
 * Move without turning so that a named point of the implant comes to lie somewhere.
 * @param {Bench} bench
 * @param {string} implantId
 * @param {string} point
 * @param {Point} toPx
 * @returns {Change[] | Reason} `unknown_point` where the implant has none of this name
 */
export function bringImplant(bench, implantId, point, toPx) {
  const placed = asWorkedOn(bench, implantId);
  if (placed instanceof Reason) return placed;
  if (!Object.hasOwn(placed.points, point)) return new Reason("unknown_point", { point });
  return moveImplant(bench, implantId, subtract(toPx, placed.points[point]));
}

/**
 * Turn about the anchor, or about a named point of what turns.
 * @param {Bench} bench
 * @param {string} implantId
 * @param {number} turnDeg
 * @param {string | null} [about]
 * @returns {Change[] | Reason} `unknown_point` where what turns has none of this name
 */
export function rotateImplant(bench, implantId, turnDeg, about = null) {
  const turning = carrierOf(bench, implantId);
  if (turning instanceof Reason) return turning;
  const { anchor } = turning.family.placement;
  const hinge = about ?? anchor;
  if (!Object.hasOwn(turning.points, hinge)) return new Reason("unknown_point", { point: hinge });
  const turnRad = turnDeg * DEG_TO_RAD;
  return repose(bench, implantId, (placed, pose) => {
    const turned = { rotation_rad: wrapPiRad(pose.rotation_rad + turnRad) };
    // Its place is not computed again, so that any number of turns leaves it there.
    if (hinge === anchor) return { ...pose, ...turned };
    const { aspect } = bench.scale;
    const drawnPx = placed.points[hinge];
    const hingePx = placed.bone ? applyPose(invertPose(placed.bone), drawnPx, aspect) : drawnPx;
    const hingeSq = imageToSquare(hingePx, aspect);
    const outer = { ...IDENTITY, anchor_px: hingeSq, rotation_rad: turnRad };
    return { ...composePoses(outer, pose), ...turned };
  });
}

/**
 * Mirror left to right about the anchor: the implant of the other side, where it lies.
 * @param {Bench} bench
 * @param {string} implantId
 * @returns {Change[] | Reason}
 */
export function mirrorImplant(bench, implantId) {
  const placed = carrierOf(bench, implantId);
  if (placed instanceof Reason) return placed;
  const variant = workingVariant(bench);
  const carried = [...placedBeside(bench, placed.implant, variant.id).values()]
    .filter((one) => !(one instanceof Reason) && one.carriedBy === placed.implant.id);
  const mirrored = [placed, ...carried].map((one) => {
    const pose = ownPose(variant, one, bench.scale.aspect);
    const turned = wrapPiRad(0 - pose.rotation_rad);
    return [one.implant.body_id, { ...pose, rotation_rad: turned, mirrored: !pose.mirrored }];
  });
  return [withPoses(variant, Object.fromEntries(mirrored))];
}
