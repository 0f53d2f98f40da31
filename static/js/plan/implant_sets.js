/** The implants of a plan together: what lies on each side, and whether it fits. */

import { Reason } from "../geometry/reasons.js";
import { posedBodies } from "./bodies.js";
import { toFilm } from "./implants.js";
import { lastBySide } from "./joining.js";

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
export function placedImplants(document, of) {
  return posedBodies(document, of).implants;
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
