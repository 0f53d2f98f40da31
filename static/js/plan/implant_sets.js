/**
 * The implants of a plan together: what carries what, and what they say as a set.
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
/** @typedef {import("../geometry/points.js").Point} Point */
/**
 * What lies on one side of one film; the last placed of each kind counts.
 * @typedef {{mirrored: boolean, cup: Placed | null, head: Placed | null, stem: Placed | null}}
 *   ImplantSet
 */

const KINDS = ["cup", "head", "stem"];

/**
 * @param {"R" | "L"} side of the patient
 * @param {"left" | "right"} [patientRightOn] of the screen
 * @returns {boolean} whether an implant of this side is mirrored on a film that hangs so
 */
export function mirroredFor(side, patientRightOn = "left") {
  return (side === "L") !== (patientRightOn === "right");
}

/** @returns {"R" | "L"} the patient's side: the inverse of `mirroredFor` */
export function sideOf(mirrored, patientRightOn = "left") {
  return mirrored !== (patientRightOn === "right") ? "L" : "R";
}

/**
 * Place all implants of a view.
 * @param {object} document a valid plan document
 * @param {{viewId: string, variantId: string | null, families: object[],
 *   scale: import("../measuring/scale.js").Scale | import("../measuring/scale.js").NoScale}} of
 *   `variantId` null reads native: there are no implants; `families` is the geometry of those that
 *   the plan uses
 * @returns {Map<string, Placed | Reason>} by implant, in the document's order
 */
export function placedImplants(document, { viewId, variantId, families, scale }) {
  const variant = document.variants.find(({ id }) => id === variantId);
  if (!variant) return new Map();
  const here = new Set(
    document.bodies.filter((body) => body.view_id === viewId).map(({ id }) => id),
  );
  const placed = new Map(document.implants
    .filter((implant) => here.has(implant.body_id))
    .map((implant) => [implant.id, placedAlone(implant, variant, families, scale)]));
  return joined(placed, scale);
}

/**
 * @param {Map<string, Placed | Reason>} placed
 * @returns {ImplantSet[]} what lies on each side, the unmirrored side first
 */
export function implantSets(placed) {
  const [cups, heads, stems] = KINDS.map((kind) => lastBySide(placed, kind));
  return [false, true]
    .filter((side) => cups.has(side) || heads.has(side) || stems.has(side))
    .map((side) => ({
      mirrored: side,
      cup: cups.get(side) ?? null,
      head: heads.get(side) ?? null,
      stem: stems.get(side) ?? null,
    }));
}

/** @param {ImplantSet} set @returns {Placed[]} the implants that are there: cup, head, stem */
export function membersOf(set) {
  return KINDS.map((kind) => set[kind]).filter((one) => one !== null);
}

/**
 * The set's named points as definitions name them: `cup.rim_lat`, `stem.stem_tip`, `head.centre` …
 * `stem.head_centre` is that of the head on the stem, or of neck length 0 without a head.
 * @param {ImplantSet} set
 * @returns {Record<string, Point>} image pixels
 */
export function implantPoints(set) {
  return Object.fromEntries(membersOf(set).flatMap(({ kind, points }) =>
    Object.entries(points).map(([name, point]) => [`${kind}.${name}`, point])));
}

/**
 * For each of the set's named points the origin that carries it. From there to the point an implant
 * is as large as it is made; a head on a stem, and the centre that it gives the stem, are carried by
 * the stem.
 * @param {ImplantSet} set
 * @returns {Record<string, Point>} image pixels
 */
export function implantOrigins(set) {
  return Object.fromEntries(membersOf(set).flatMap((member) => {
    const carrier = member.carriedBy !== null && set.stem ? set.stem : member;
    const origin = toFilm(carrier.matrix, [0, 0]);
    return Object.keys(member.points).map((name) => [`${member.kind}.${name}`, origin]);
  }));
}

/**
 * What of a set does not fit together.
 * @param {ImplantSet} set
 * @returns {Reason[]} `head_does_not_fit_liner`, `head_does_not_fit_taper`, `family_not_current`
 */
export function setProblems(set) {
  const problems = membersOf(set)
    .filter(({ family }) => family.status !== "current")
    .map(({ family: { name, status } }) => (
      new Reason("family_not_current", { family: name, status })));
  if (!set.head) return problems;
  const { liner: { diameter_mm: headMm }, taper } = set.head.variant.mating;
  const linerMm = set.cup ? set.cup.variant.mating.head.diameter_mm : headMm;
  if (linerMm !== headMm) {
    problems.push(new Reason("head_does_not_fit_liner", { head_mm: headMm, liner_mm: linerMm }));
  }
  if (set.stem && set.stem.variant.mating.taper.type !== taper.type) {
    problems.push(new Reason("head_does_not_fit_taper"));
  }
  return problems;
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

function lastBySide(placed, kind) {
  return new Map([...placed.values()]
    .filter((one) => !(one instanceof Reason) && one.kind === kind)
    .map((one) => [one.mirrored, one]));
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
