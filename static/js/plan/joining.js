/**
 * The implants of one way of operating, each in the bone as filmed: what carries what.
 *
 * A head belongs to the stem that is drawn for the same side in the same view: it sits on that
 * stem's taper, its centre where its own neck length puts it, and moves only with the stem. This is
 * read from the plan, never stored twice, so that no change and no calibration can part them.
 */

import { wrapPiRad } from "../geometry/angles.js";
import { add, scaled, subtract } from "../geometry/points.js";
import { Reason } from "../geometry/reasons.js";
import { imageToSquare } from "../geometry/spaces.js";
import { familyOf, place, toFilm } from "./implants.js";
import { IDENTITY, POSE_TYPE } from "./poses.js";

/** @typedef {import("./implants.js").Placed} Placed */

/**
 * The implants of a way of operating as they are in it, in the document's order.
 * @param {object} document
 * @param {object} variant
 * @returns {object[]}
 */
export function implantsIn({ implants }, { implants: chosen }) {
  if (chosen === undefined) return implants;
  return implants.filter(({ id }) => Object.hasOwn(chosen, id))
    .map((item) => ({ ...item, ...chosen[item.id] }));
}

/** @returns {object} what a variant keeps of an implant */
export function choiceOf({ family, family_version: version, size, options }) {
  return { family, family_version: version, size, options };
}

/**
 * Place the implants of a view where their own poses put them, bones as filmed.
 * @param {object} document a valid plan document
 * @param {{viewId: string, variantId: string | null, families: object[],
 *   scale: import("../measuring/scale.js").Scale | import("../measuring/scale.js").NoScale}} of
 * @returns {Map<string, Placed | Reason>} by implant, in the document's order
 */
export function placedInBone(document, { viewId, variantId, families, scale }) {
  const variant = document.variants.find(({ id }) => id === variantId);
  if (!variant) return new Map();
  const here = new Set(
    document.bodies.filter((body) => body.view_id === viewId).map(({ id }) => id),
  );
  const placed = new Map(implantsIn(document, variant)
    .filter((implant) => here.has(implant.body_id))
    .map((implant) => [implant.id, placedAlone(implant, variant, families, scale)]));
  return joined(placed, scale);
}

/** @returns {Map<boolean, Placed>} the last placed implant of a kind by whether it is mirrored */
export function lastBySide(placed, kind) {
  return new Map([...placed.values()]
    .filter((one) => !(one instanceof Reason) && one.kind === kind)
    .map((one) => [one.mirrored, one]));
}

/**
 * The pose of a head on a stem's taper: its own axis comes to lie along the neck, its centre where
 * the stem has that of neck length 0, and beyond it by the head's neck length.
 * @param {Placed} head
 * @param {Placed} stem
 * @param {import("../measuring/scale.js").Scale} scale
 * @returns {import("./poses.js").Pose}
 */
export function seatedPose(head, stem, scale) {
  const { taper } = stem.variant.mating;
  const bore = head.variant.mating.taper;
  const centreMm = add(taper.point, scaled(taper.axis, bore.increment_mm));
  const centreSq = imageToSquare(toFilm(stem.matrix, centreMm), scale.aspect);
  const turnRad = Math.atan2(taper.axis[1], taper.axis[0]) - Math.atan2(bore.axis[1], bore.axis[0]);
  const originSq = imageToSquare(head.implant.origin_px, scale.aspect);
  const { mirrored, rotation_rad: stemRad } = stem.pose;
  return {
    type: POSE_TYPE,
    anchor_px: originSq,
    rotation_rad: wrapPiRad(stemRad + (mirrored ? -turnRad : turnRad)),
    mirrored,
    translation_px: subtract(centreSq, originSq),
  };
}

function placedAlone(implant, variant, families, scale) {
  const family = familyOf(families, implant);
  if (family instanceof Reason) return family;
  // Without a pose it stays where its origin lies.
  return place(implant, variant.poses[implant.body_id] ?? IDENTITY, family, scale);
}

/** Every head onto the stem of its side; and the stem is told where its head's centre is. */
function joined(placed, scale) {
  const all = new Map(placed);
  const stems = lastBySide(placed, "stem");
  for (const [id, one] of placed) {
    if (!(one instanceof Reason) && one.kind === "head" && stems.has(one.mirrored)) {
      all.set(id, carried(one, stems.get(one.mirrored), scale));
    }
  }
  for (const [side, head] of lastBySide(all, "head")) {
    const stem = stems.get(side);
    if (!stem) continue;
    const points = { ...stem.points, head_centre: head.points.centre };
    all.set(stem.implant.id, { ...stem, points });
  }
  return all;
}

function carried(head, stem, scale) {
  const seated = place(head.implant, seatedPose(head, stem, scale), head.family, scale);
  return { ...seated, carriedBy: stem.implant.id };
}
