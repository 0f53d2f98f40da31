/**
 * Which size of a stem to propose, where, and the level that keeps the next one out: the largest
 * size that does not cross the inner wall of the canal at the metaphysis, the lesser trochanter, 30
 * and 60 mm below it. The twin is `planning/plans/hip/stem.py`.
 */

import { RAD_TO_DEG } from "../../geometry/angles.js";
import { subtract } from "../../geometry/points.js";
import { Reason } from "../../geometry/reasons.js";
import { imageToMm } from "../../geometry/spaces.js";
import { mirroredFor } from "../implant_sets.js";
import { defaultOptions, toFilm, variantOf } from "../implants.js";
import { NEEDED, canalOf, fitsOf, ofFilm, onFilm, outlineOf } from "./canal.js";
import { contradiction, mmOf, toPx } from "./facts.js";
import { readHip } from "./readings.js";

/** @typedef {import("../../geometry/points.js").Point} Point */
/** @typedef {import("./canal.js").CanalReading} CanalReading */
/** @typedef {import("./canal.js").Fit} Fit */
/**
 * `atPx` is where the anchor comes to lie, `rotationDeg` as seen on the unmirrored side (both as
 * `addImplant` takes them). `cutAboveMm`: the cut's inner end above the lesser trochanter's corner
 * or apex, whichever was placed. `limit`: `limited_at` with `level`, `size` (the next one) and
 * `by_mm`; `largest_size`.
 * @typedef {{size: string, options: Record<string, string>, atPx: Point, rotationDeg: number,
 *   mirrored: boolean, cutAboveMm: number, cutFrom: "corner" | "apex", fits: Fit[],
 *   limit: Reason}} StemProposal
 */

const CUT_ABOVE_MM = [["corner", 12], ["apex", 20]];

/**
 * @param {import("./facts.js").HipFacts} facts
 * @param {"R" | "L"} side
 * @param {{family: object, canal: CanalReading, hanging: "AP" | "PA",
 *   options?: Record<string, string> | null}} of `options` are the family's usual ones without them
 * @returns {StemProposal | Reason} `missing_landmark`, `sides_contradict`, `canal_not_read`,
 *   `no_size_fits` with `level`
 */
export function stemProposal(facts, side, { family, canal: reading, hanging, options = null }) {
  const mirrored = mirroredFor(side, hanging === "PA" ? "right" : "left");
  const canal = contradiction(facts, side, mirrored) ?? canalOf(facts, side, reading);
  if (canal instanceof Reason) return canal;
  if (!NEEDED.every((key) => canal.levels.some((level) => level.key === key))) {
    return new Reason("canal_not_read");
  }
  const seat = seatOf(facts, side, canal);
  if (seat instanceof Reason) return seat;
  let chosen = null;
  let limit = new Reason("largest_size");
  for (const size of family.sizes) {
    const wanted = options ?? defaultOptions(family, size);
    const variant = variantOf(family, size, wanted);
    if (variant instanceof Reason) continue;
    const placed = seated(canal, variant, seat.cutMm);
    if (placed.overlapMm > 0) {
      limit = new Reason("limited_at", {
        level: placed.level, size: size.name, by_mm: placed.overlapMm,
      });
      break;
    }
    if (placed.fits.length > 0) chosen = { size, wanted, placed };
  }
  if (chosen === null) {
    return limit.code === "limited_at"
      ? new Reason("no_size_fits", { level: limit.params.level }) : new Reason("canal_not_read");
  }
  const leanDeg = Math.atan2(-canal.distal[0], canal.distal[1]) * RAD_TO_DEG;
  return {
    size: chosen.size.size,
    options: { ...chosen.wanted },
    atPx: toPx(facts, onFilm(canal, chosen.placed.anchor)),
    rotationDeg: mirrored ? -leanDeg : leanDeg,
    mirrored,
    cutAboveMm: seat.aboveMm,
    cutFrom: seat.from,
    fits: chosen.placed.fits,
    limit,
  };
}

/**
 * How a placed stem lies in its bone.
 * @param {import("./readings.js").HipReader} reader of the hips as filmed: `straight` is empty
 * @param {"R" | "L"} side
 * @param {import("../implants.js").Placed} stem in the bone as filmed (`inBone` of `posedBodies`)
 * @param {CanalReading | null} reading where the canal was read
 * @returns {{varus: object, neckCut: object, fits: Fit[]}} Quantity or Reason of the angle to the
 *   shaft and of the cut's inner end above the corner of the lesser trochanter
 */
export function stemFit(reader, side, stem, reading) {
  const { scale } = reader.facts;
  const originPx = toFilm(stem.matrix, [0, 0]);
  const played = (name) => {
    const px = stem.points[name];
    return { px, fixedMm: imageToMm(subtract(px, originPx), scale.rowMm, scale.columnMm) };
  };
  const canal = reading === null ? null : canalOf(reader.facts, side, reading);
  const outline = () => outlineOf(stem.variant).map((p) => {
    const px = toFilm(stem.matrix, p);
    return ofFilm(canal, imageToMm(px, scale.rowMm, scale.columnMm));
  });
  return {
    varus: readHip(reader, "stem_varus_angle", side, {
      stem_prox: played("stem_prox"), stem_tip: played("stem_tip"),
    }),
    neckCut: readHip(reader, "neck_resection_level", side, { calcar_cut: played("calcar") }),
    fits: canal === null || canal instanceof Reason ? [] : fitsOf(canal, outline()),
  };
}

/** What the cut is measured from, its level in the canal's frame and its height. */
function seatOf(facts, side, canal) {
  for (const [from, aboveMm] of CUT_ABOVE_MM) {
    const found = mmOf(facts, `lesser_troch_${from}`, side);
    if (!(found instanceof Reason)) {
      return { from, cutMm: ofFilm(canal, found)[1] - aboveMm, aboveMm };
    }
  }
  return new Reason("missing_landmark", { role: `lesser_troch_apex_${side}` });
}

/** Lay a stem along the canal, its cut at a level, as far from both walls as it can be. */
function seated(canal, variant, cutMm) {
  const alongMm = cutMm - variant.points.calcar[1];
  const fits = fitsOf(canal, outlineOf(variant).map(([x, y]) => [x, y + alongMm]));
  if (fits.length === 0) return { anchor: [0, alongMm], fits, overlapMm: 0, level: "" };
  const least = (sizeOf) => fits.reduce((one, fit) => (sizeOf(fit) < sizeOf(one) ? fit : one));
  const inner = least(({ medialMm }) => medialMm);
  const outer = least(({ lateralMm }) => lateralMm);
  const narrowest = least(({ medialMm, lateralMm }) => medialMm + lateralMm);
  const shiftMm = (inner.medialMm - outer.lateralMm) / 2;
  const isTooWide = narrowest.medialMm + narrowest.lateralMm < 0;
  return {
    anchor: [shiftMm, alongMm],
    fits: fits.map((fit) => ({
      ...fit, medialMm: fit.medialMm - shiftMm, lateralMm: fit.lateralMm + shiftMm,
    })),
    overlapMm: -(inner.medialMm + outer.lateralMm) / 2,
    level: (isTooWide ? narrowest : outer).key,
  };
}
