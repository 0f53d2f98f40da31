/**
 * Adding an implant to a plan and taking it away, as changes of the document.
 *
 * Every function takes a bench (`implant_bench.js`) and gives a list of changes to apply in one
 * step, or the reason why not; none of them changes the document.
 */

import { DEG_TO_RAD, wrapPiRad } from "../geometry/angles.js";
import { subtract } from "../geometry/points.js";
import { Reason } from "../geometry/reasons.js";
import { imageToSquare } from "../geometry/spaces.js";
import { posedBodies } from "./bodies.js";
import { ownChoices, placedBeside, withPoses, workingVariant } from "./implant_bench.js";
import {
  defaultOptions, matrixOf, sizeOf, templatingReason, toFilm, variantOf,
} from "./implants.js";
import { find } from "./items.js";
import { choiceOf } from "./joining.js";
import { IDENTITY, composePoses, invertPose } from "./poses.js";

/** @typedef {import("./implant_bench.js").Bench} Bench */
/** @typedef {import("./changes.js").Change} Change */
/**
 * What to add and where. `family` is its geometry; `point` the named point that comes to lie at
 * `atPx` (image pixels), the anchor without it; `size`, `options` and `rotationDeg` (as seen on the
 * unmirrored side) are the family's usual ones without them. Of `ids`, that of the variant is used
 * only where the plan has none.
 * @typedef {{family: object, viewId: string, atPx: import("../geometry/points.js").Point,
 *   ids: {body: string, implant: string, variant: string}, point?: string | null,
 *   size?: string | null, options?: Record<string, string> | null, mirrored?: boolean,
 *   rotationDeg?: number | null, boneId?: string | null}} NewImplant `boneId` is the piece of bone
 *   that holds it
 */

/**
 * Its body, the item, and its pose in every variant. Where variants have implants of their own, it
 * comes into the working one alone.
 * @param {Bench} bench
 * @param {NewImplant} added
 * @returns {Change[] | Reason} why nothing can be drawn with this scale, `family_not_current`,
 *   `unknown_size`, `unknown_option`, `not_in_this_size`, `unknown_point`
 */
export function addImplant(bench, added) {
  const { scale } = bench;
  const { family, ids } = added;
  const refused = templatingReason(scale);
  if (refused) return refused;
  if (family.status !== "current") {
    return new Reason("family_not_current", { family: family.name, status: family.status });
  }
  const size = sizeOf(family, added.size ?? family.placement.size);
  if (size instanceof Reason) return size;
  const options = { ...(added.options ?? defaultOptions(family, size)) };
  const variant = variantOf(family, size, options);
  if (variant instanceof Reason) return variant;
  const point = added.point ?? family.placement.anchor;
  if (!Object.hasOwn(variant.points, point)) return new Reason("unknown_point", { point });
  const { pose, originPx } = firstPose(added, variant.points[point], scale);
  const body = { id: ids.body, kind: "implant", view_id: added.viewId };
  const implant = {
    id: ids.implant, body_id: ids.body, family: family.key, family_version: family.version,
    size: size.size, options, origin_px: originPx,
    ...(added.boneId ? { bone_id: added.boneId } : {}),
  };
  return [
    { op: "upsert", collection: "bodies", item: body },
    { op: "upsert", collection: "implants", item: implant },
    ...posesAdded(bench, added, implant, pose),
  ];
}

function posesAdded(bench, added, implant, pose) {
  const chosen = ownChoices(bench);
  const drawn = { [added.ids.body]: inBone(bench, added, pose) };
  if (chosen !== null) {
    const implants = { ...chosen, [implant.id]: choiceOf(implant) };
    return [withPoses({ ...workingVariant(bench), implants }, drawn)];
  }
  const { variants } = bench.document;
  const all = variants.length > 0 ? variants : [{ id: added.ids.variant, name: "A", poses: {} }];
  return all.map((one) => withPoses(one, drawn));
}

/** The pose in the bone as filmed of what is laid on the bone where it is drawn. */
function inBone({ document, families, scale, ...bench }, { boneId, viewId }, pose) {
  const variant = workingVariant({ document, ...bench });
  if (!boneId || !variant) return pose;
  const { poses } = posedBodies(document, { viewId, variantId: variant.id, families, scale });
  const bone = poses.get(boneId);
  return bone ? composePoses(invertPose(bone), pose) : pose;
}

/** The pose and the origin that bring a point of the implant to where it shall lie. */
function firstPose({ family, atPx, mirrored = false, rotationDeg }, pointMm, scale) {
  const turnDeg = rotationDeg ?? family.placement.rotation_deg;
  const turned = {
    ...IDENTITY, rotation_rad: wrapPiRad((mirrored ? -turnDeg : turnDeg) * DEG_TO_RAD), mirrored,
  };
  const originPx = subtract(atPx, toFilm(matrixOf([0, 0], turned, scale), pointMm));
  const anchorSq = imageToSquare(originPx, scale.aspect);
  return { pose: { ...turned, anchor_px: anchorSq, translation_px: [0, 0] }, originPx };
}

/**
 * Take an implant away, with its body, its poses and what was marked on it. Heads that it carried
 * stay where they were. From a variant that has implants of its own it is only left out while
 * another variant uses it.
 * @param {Bench} bench
 * @param {string} implantId
 * @returns {Change[] | Reason} `unknown_implant`
 */
export function removeImplant(bench, implantId) {
  const implant = find(bench.document, "implants", implantId);
  if (!implant) return new Reason("unknown_implant", { id: implantId });
  const variant = workingVariant(bench);
  const chosen = ownChoices(bench);
  if (chosen !== null && usedBeside(bench, implantId, variant)) {
    const { [implantId]: dropped, ...implants } = chosen;
    return [{ op: "upsert", collection: "variants", item: { ...variant, implants } }];
  }
  return [
    ...withoutMarks(bench.document, implant.body_id),
    ...withoutPoses(bench, implant),
    gone("implants", implantId),
    gone("bodies", implant.body_id),
  ];
}

const usedBeside = ({ document }, implantId, { id }) => document.variants
  .some((one) => one.id !== id && (!one.implants || Object.hasOwn(one.implants, implantId)));

const gone = (collection, id) => ({ op: "delete", collection, id });

function withoutMarks({ landmarks, measurements }, bodyId) {
  const marks = landmarks.filter((one) => one.body_id === bodyId).map(({ id }) => id);
  const used = measurements.filter((one) => (
    Object.values(one.landmarks).flat().some((id) => marks.includes(id))));
  return [
    ...used.map(({ id }) => gone("measurements", id)),
    ...marks.map((id) => gone("landmarks", id)),
  ];
}

function withoutPoses(bench, implant) {
  return bench.document.variants.flatMap((variant) => {
    const left = [...placedBeside(bench, implant, variant.id).values()]
      .filter((one) => !(one instanceof Reason) && one.carriedBy === implant.id)
      .map((one) => [one.implant.body_id, one.pose]);
    const { [implant.body_id]: dropped, ...poses } = variant.poses;
    const isChosen = variant.implants && Object.hasOwn(variant.implants, implant.id);
    if (left.length === 0 && dropped === undefined && !isChosen) return [];
    const own = { ...variant, poses };
    if (isChosen) {
      own.implants = { ...variant.implants };
      delete own.implants[implant.id];
    }
    return [withPoses(own, Object.fromEntries(left))];
  });
}
