/**
 * Where every body of a view lies in a way of operating, and its implants with it.
 *
 * An implant that a piece of bone holds has its own pose in the bone as filmed, and goes where the
 * bone goes. A femur that somebody wants straight is turned as its landmarks say now, whatever turn the
 * plan keeps. A piece that is reduced goes, after its own pose, as far as brings the head of its stem
 * into the cup; that last way is never stored, so that no change, merge or calibration leaves the
 * head beside the cup. The twin is `planning/plans/bodies.py`.
 */

import { add, subtract } from "../geometry/points.js";
import { Reason } from "../geometry/reasons.js";
import { imageToMm, imageToSquare } from "../geometry/spaces.js";
import { straightPoses } from "./hip/straight.js";
import { place, toFilm } from "./implants.js";
import { lastBySide, placedInBone } from "./joining.js";
import { IDENTITY, applyPose, composePoses } from "./poses.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("./implants.js").Placed} Placed */
/** @typedef {import("./poses.js").Pose} Pose */
/**
 * The bodies of one view. `poses`: as drawn, of every body that does not stay where it was filmed;
 * `standing`: the same before reduction; `implants` and `standingImplants` likewise; `inBone`: with
 * the pieces of bone that hold them as filmed. `fixedMm`: of reduced pieces, the part of their way
 * into the cup that is as long as the implants are made, whatever the film's scale. `straight`: by
 * side, how femora are put straight, also one that lies on the film uncut.
 * @typedef {{poses: Map<string, Pose>, standing: Map<string, Pose>,
 *   implants: Map<string, Placed | Reason>, standingImplants: Map<string, Placed | Reason>,
 *   inBone: Map<string, Placed | Reason>, fixedMm: Map<string, Point>,
 *   straight: Map<string, Pose>}} Posed
 */

/**
 * @param {object} document a valid plan document
 * @param {{viewId: string, variantId: string | null, families: object[],
 *   scale: import("../measuring/scale.js").Scale | import("../measuring/scale.js").NoScale}} of
 *   `variantId` null reads native: nothing has moved and there are no implants; `families` is the
 *   geometry of those that the plan uses
 * @returns {Posed}
 */
export function posedBodies(document, { viewId, variantId, families, scale }) {
  const variant = document.variants.find(({ id }) => id === variantId);
  const inBone = placedInBone(document, { viewId, variantId, families, scale });
  const here = document.bodies.filter((body) => body.view_id === viewId);
  const bodies = new Set(here.map(({ id }) => id));
  const own = new Map(Object.entries(variant?.poses ?? {}).filter(([id]) => bodies.has(id)));
  const straight = variant ? straightPoses(document, { viewId, scale }) : new Map();
  for (const { id, kind, side } of here) {
    if (kind === "fragment" && straight.has(side)) {
      const { translation_px: byHand } = own.get(id) ?? IDENTITY;
      own.set(id, { ...straight.get(side), translation_px: byHand });
    }
  }
  const poses = new Map(own);
  const fixedMm = new Map();
  for (const bodyId of variant?.reduced ?? []) {
    const pair = pairOf(bodyId, inBone);
    if (!bodies.has(bodyId) || !pair) continue;
    const pose = own.get(bodyId) ?? IDENTITY;
    poses.set(bodyId, reduced(pose, pair, scale));
    fixedMm.set(bodyId, fixedPart(pose, pair, scale));
  }
  const implants = carriedAlong(inBone, poses, scale);
  const standingImplants = fixedMm.size === 0 ? implants : carriedAlong(inBone, own, scale);
  return {
    poses: new Map([...poses, ...drawn(implants)]),
    standing: new Map([...own, ...drawn(standingImplants)]),
    implants,
    standingImplants,
    inBone,
    fixedMm,
    straight,
  };
}

/** @returns {Placed | null} the stem that a piece of bone holds; the last of several */
export function stemHeldBy(bodyId, placed) {
  return [...placed.values()].findLast((one) => (
    !(one instanceof Reason) && one.kind === "stem" && one.implant.bone_id === bodyId)) ?? null;
}

const drawn = (implants) => [...implants.values()]
  .filter((one) => !(one instanceof Reason)).map((one) => [one.implant.body_id, one.pose]);

function pairOf(bodyId, inBone) {
  const stem = stemHeldBy(bodyId, inBone);
  const cup = stem && lastBySide(inBone, "cup").get(stem.mirrored);
  return cup ? { stem, cup } : null;
}

function reduced(standing, { stem, cup }, scale) {
  const headPx = applyPose(standing, stem.points.head_centre, scale.aspect);
  const wayPx = subtract(cup.points.liner_head_centre, headPx);
  const waySq = imageToSquare(wayPx, scale.aspect);
  return { ...standing, translation_px: add(standing.translation_px, waySq) };
}

function fixedPart(standing, { stem, cup }, scale) {
  const bearing = subtract(cup.points.liner_head_centre, toFilm(cup.matrix, [0, 0]));
  const head = applyPose(standing, stem.points.head_centre, scale.aspect);
  const neck = subtract(head, applyPose(standing, toFilm(stem.matrix, [0, 0]), scale.aspect));
  return imageToMm(subtract(bearing, neck), scale.rowMm, scale.columnMm);
}

function carriedAlong(inBone, poses, scale) {
  return new Map([...inBone].map(([id, one]) => {
    if (one instanceof Reason) return [id, one];
    const holder = one.carriedBy === null ? one : inBone.get(one.carriedBy);
    const bone = poses.get(holder.implant.bone_id);
    return [id, bone ? withBone(one, bone, scale) : one];
  }));
}

function withBone(one, bone, scale) {
  const moved = place(one.implant, composePoses(bone, one.pose), one.family, scale);
  const points = one.kind !== "stem" ? moved.points : {
    ...moved.points, head_centre: applyPose(bone, one.points.head_centre, scale.aspect),
  };
  return { ...moved, points, carriedBy: one.carriedBy, bone };
}
