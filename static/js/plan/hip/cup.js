/**
 * Which cup to propose, where and how sure; and what a placed cup leaves and covers. The twin is
 * `planning/plans/hip/cup.py`.
 */

import { DEG_TO_RAD, RAD_TO_DEG } from "../../geometry/angles.js";
import { add, cross, dot, scaled, subtract } from "../../geometry/points.js";
import { Reason } from "../../geometry/reasons.js";
import { imageToMm } from "../../geometry/spaces.js";
import { Z_95 } from "../../measuring/uncertainty.js";
import { mirroredFor } from "../implant_sets.js";
import { defaultOptions } from "../implants.js";
import { contradiction, directions, headOf, mmOf, toPx } from "./facts.js";

/** @typedef {import("../../geometry/points.js").Point} Point */
/** @typedef {import("../implants.js").Placed} Placed */
/**
 * `sizes` is the range that the error of the reading leaves; `atPx` the shell's centre;
 * `rotationDeg` as seen on the unmirrored side. `source`: `bed` (the socket's border on the film),
 * `edges` (lateral edge and teardrop), `head`. `doubts`: `beyond_head_plus_8`,
 * `two_sizes_off_other_side`, `outside_usual_sizes`.
 * @typedef {{size: string, sizes: string[], options: Record<string, string>, atPx: Point,
 *   rotationDeg: number, mirrored: boolean, bedMm: number, plusMinus95Mm: number, source: string,
 *   doubts: string[]}} CupProposal
 */

export const INCLINATION_DEG = 40;
const GAP_MM = 1;
const HEAD_TO_CUP_MM = 6;
const HEAD_SPREAD_MM = 1.5;
const BED_SPREAD_MM = 0.6;
const EDGES_SPREAD_MM = 1.2;
const ABOVE_HEAD_MM = 8;
const USUAL_MM = [44, 62];

/**
 * A cup for the socket bed; between two sizes the smaller.
 * @param {import("./facts.js").HipFacts} facts
 * @param {"R" | "L"} side
 * @param {{family: object, hanging: "AP" | "PA", inclinationDeg?: number,
 *   bed?: {centre_px: Point, radius_px: number} | null, otherMm?: number | null}} of `bed` is the
 *   socket's border as read, `otherMm` the diameter read for the other side
 * @returns {CupProposal | Reason} `missing_landmark`, `sides_contradict`; `no_size_fits` where the
 *   smallest is too large
 */
export function cupProposal(facts, side, {
  family, hanging, inclinationDeg = INCLINATION_DEG, bed = null, otherMm = null,
}) {
  const found = directions(facts, side);
  const drop = mmOf(facts, "teardrop", side);
  const missing = [found, drop].find((one) => one instanceof Reason);
  if (missing) return missing;
  const mirrored = mirroredFor(side, hanging === "PA" ? "right" : "left");
  const contradicted = contradiction(facts, side, mirrored);
  if (contradicted) return contradicted;
  const read = readBed(facts, side, { found, drop, inclinationDeg, bed });
  if (read instanceof Reason) return read;
  const { source, bedMm, spreadMm } = read;
  const scaleMm = bedMm * (facts.scale.relativeSigma ?? 0);
  const barMm = Z_95 * Math.sqrt(spreadMm * spreadMm + scaleMm * scaleMm);
  const { sizes } = family;
  const most = (limitMm) => sizes.findLast((one) => diameterOf(one) <= limitMm) ?? null;
  const chosen = most(bedMm);
  if (chosen === null) return new Reason("no_size_fits", { level: "socket" });
  const from = sizes.indexOf(most(bedMm - barMm) ?? sizes[0]);
  const to = sizes.indexOf(most(bedMm + barMm));
  const centre = centreOf(facts, {
    found, drop, radiusMm: diameterOf(chosen) / 2, inclinationDeg, bed,
  });
  return {
    size: chosen.size,
    sizes: sizes.slice(from, to + 1).map(({ size }) => size),
    options: defaultOptions(family, chosen),
    atPx: toPx(facts, centre),
    rotationDeg: rotationOf(found, inclinationDeg, mirrored),
    mirrored,
    bedMm,
    plusMinus95Mm: barMm,
    source,
    doubts: doubtsOf(facts, side, diameterOf(chosen), otherMm),
  };
}

/**
 * Where a cup of any size begins at the anatomical centre: beside the teardrop. Neither the head nor
 * the border that it has worn counts: in a dysplastic hip both lie too high and too far out.
 * @param {import("./facts.js").HipFacts} facts
 * @param {"R" | "L"} side
 * @param {{diameterMm: number, hanging: "AP" | "PA", inclinationDeg?: number}} of
 * @returns {{atPx: Point, rotationDeg: number} | Reason} degrees as seen on the unmirrored side;
 *   `missing_landmark`, `sides_contradict`
 */
export function anatomicalPlace(facts, side, {
  diameterMm, hanging, inclinationDeg = INCLINATION_DEG,
}) {
  const mirrored = mirroredFor(side, hanging === "PA" ? "right" : "left");
  const found = directions(facts, side);
  const drop = mmOf(facts, "teardrop", side);
  const missing = [found, drop, contradiction(facts, side, mirrored)]
    .find((one) => one instanceof Reason);
  if (missing) return missing;
  const centre = centreOf(facts, {
    found, drop, radiusMm: diameterMm / 2, inclinationDeg, bed: null,
  });
  return { atPx: toPx(facts, centre), rotationDeg: rotationOf(found, inclinationDeg, mirrored) };
}

/**
 * What a placed cup leaves and covers: the gap between shell and teardrop along the pelvic line, the
 * share of its width under the lateral edge (null without that landmark), and how far shell and
 * liner centre lie from that of the head as it is: lateral and proximal, null without the head.
 * @param {import("./facts.js").HipFacts} facts
 * @param {"R" | "L"} side
 * @param {Placed} cup
 * @returns {{medialGapMm: number, lateralCoverPercent: number | null, shellShiftMm: Point | null,
 *   centreShiftMm: Point | null} | Reason}
 */
export function cupFit(facts, side, cup) {
  const found = directions(facts, side);
  const drop = mmOf(facts, "teardrop", side);
  const missing = [found, drop].find((one) => one instanceof Reason);
  if (missing) return missing;
  const mm = (name) => imageToMm(cup.points[name], facts.scale.rowMm, facts.scale.columnMm);
  const out = (p) => dot(subtract(p, drop), found.lateral);
  const shell = mm("centre");
  const radiusMm = diameterOf(cup.size) / 2;
  const edge = mmOf(facts, "acetabular_edge", side);
  const start = Math.min(out(mm("rim_med")), out(shell) - radiusMm);
  const share = edge instanceof Reason ? null
    : (out(edge) - start) / (out(mm("rim_lat")) - start);
  const head = headOf(facts, side);
  const shift = (p) => {
    if (head instanceof Reason) return null;
    const way = subtract(p, head.centre);
    return [dot(way, found.lateral), -dot(way, found.distal)];
  };
  return {
    medialGapMm: out(shell) - radiusMm,
    lateralCoverPercent: share === null ? null : 100 * Math.min(Math.max(share, 0), 1),
    shellShiftMm: shift(shell),
    centreShiftMm: shift(mm("liner_head_centre")),
  };
}

/**
 * The ellipse that a cup's rim would show at a radiographic version; half axes in millimetres, the
 * long one turned clockwise on the screen.
 * @param {Placed} cup
 * @param {number} versionDeg
 * @returns {{centrePx: Point, majorMm: number, minorMm: number, rotationRad: number}}
 */
export function rimEllipse(cup, versionDeg) {
  const radiusMm = diameterOf(cup.size) / 2;
  return {
    centrePx: cup.points.centre,
    majorMm: radiusMm,
    minorMm: radiusMm * Math.sin(Math.abs(versionDeg) * DEG_TO_RAD),
    rotationRad: cup.pose.rotation_rad,
  };
}

/** By what the bed was read, its diameter and the standard deviation of that. */
function readBed(facts, side, { found, drop, inclinationDeg, bed }) {
  if (bed !== null) {
    const bedMm = 2 * bed.radius_px * facts.scale.columnMm;
    return { source: "bed", bedMm, spreadMm: BED_SPREAD_MM };
  }
  const edge = mmOf(facts, "acetabular_edge", side);
  if (!(edge instanceof Reason)) {
    const wideMm = dot(subtract(edge, drop), found.lateral) - GAP_MM;
    const radiusMm = wideMm / (1 + Math.cos(inclinationDeg * DEG_TO_RAD));
    return { source: "edges", bedMm: 2 * radiusMm, spreadMm: EDGES_SPREAD_MM };
  }
  const head = headOf(facts, side);
  if (head instanceof Reason) return head;
  return { source: "head", bedMm: 2 * head.radius + HEAD_TO_CUP_MM, spreadMm: HEAD_SPREAD_MM };
}

/** Where the shell goes: in its bed, not beyond the ilio-ischial line. */
function centreOf(facts, { found, drop, radiusMm, inclinationDeg, bed }) {
  const leastMm = GAP_MM + radiusMm;
  if (bed !== null) {
    const p = imageToMm(bed.centre_px, facts.scale.rowMm, facts.scale.columnMm);
    const shortMm = leastMm - dot(subtract(p, drop), found.lateral);
    return add(p, scaled(found.lateral, Math.max(shortMm, 0)));
  }
  // The rim's lower end at the level of the teardrop.
  const highMm = radiusMm * Math.sin(inclinationDeg * DEG_TO_RAD);
  return add(drop, add(scaled(found.lateral, leastMm), scaled(found.distal, -highMm)));
}

/** The turn that gives this inclination against the pelvic line. */
function rotationOf({ lateral }, inclinationDeg, mirrored) {
  // On the unmirrored side the drawn rim runs along x, lateral to the left.
  const across = scaled(lateral, mirrored ? 1 : -1);
  const tiltDeg = Math.atan2(cross([1, 0], across), across[0]) * RAD_TO_DEG;
  return inclinationDeg + (mirrored ? -tiltDeg : tiltDeg);
}

function doubtsOf(facts, side, sizeMm, otherMm) {
  const head = headOf(facts, side);
  const isBeyond = !(head instanceof Reason) && sizeMm > 2 * head.radius + ABOVE_HEAD_MM;
  return [
    ...(isBeyond ? ["beyond_head_plus_8"] : []),
    ...(otherMm !== null && Math.abs(sizeMm - otherMm) >= 4 ? ["two_sizes_off_other_side"] : []),
    ...(sizeMm < USUAL_MM[0] || sizeMm > USUAL_MM[1] ? ["outside_usual_sizes"] : []),
  ];
}

const diameterOf = ({ dimensions }) => dimensions.diameter_mm;
