/**
 * What every head on every offset of the stem would give, side by side. The twin is
 * `planning/plans/hip/outcomes.py`; values and error bars agree within 1e-9.
 */

import { add, scaled, subtract } from "../../geometry/points.js";
import { Reason } from "../../geometry/reasons.js";
import { imageToMm, imageToSquare } from "../../geometry/spaces.js";
import { posedBodies } from "../bodies.js";
import { fragmentOf } from "../fragments.js";
import { workingVariant } from "../implant_bench.js";
import { mirroredFor } from "../implant_sets.js";
import { toFilm, variantOf } from "../implants.js";
import { lastBySide } from "../joining.js";
import { IDENTITY, applyPose } from "../poses.js";
import { OTHER, otherSideTrusted, ownSideTrusted, targetsOf } from "../procedure.js";
import { lengthAim, offsetAim } from "./aims.js";
import { propose } from "./choice.js";
import { contradiction, headOf, hipFacts, pxOf, toPx } from "./facts.js";
import { readHip, straightPx } from "./readings.js";

/** @typedef {import("../../measuring/quantity.js").Quantity} Quantity */
/** @typedef {import("./aims.js").Aim} Aim */
/**
 * One head on one offset. `values` by the names of `COLUMNS`; `length_difference` is right less
 * left. Errors are against the aims, too long or too much positive. `current`: what the plan has.
 * @typedef {{offset: string | null, increment: string, incrementMm: number, skirted: boolean,
 *   current: boolean, values: Record<string, Quantity | Reason>, lengthErrorMm: number | null,
 *   offsetErrorMm: number | null, warnings: string[]}} Cell
 */
/**
 * `before` and `other` by the names of `BEFORE`: with the femur in the pose that the plan puts it in
 * before it is reduced; and of the other side. `common` is the largest 95 % error of each column: the
 * heads differ exactly, the film does not.
 * @typedef {{ids: {cup: string, stem: string, head: string},
 *   before: Record<string, Quantity | Reason>, other: Record<string, Quantity | Reason>,
 *   cells: Cell[], common: Record<string, number | null>, aims: {offset: Aim, length: Aim},
 *   proposal: import("./choice.js").Proposal | Reason}} Outcomes
 */

/** The definition that each value of a cell is read by. */
export const COLUMNS = Object.freeze({
  length_change: "THA_leg_length_change",
  femoral_offset_change: "THA_femoral_offset_change",
  acetabular_offset_change: "THA_cor_mediolateral_shift",
  global_offset_change: "THA_global_offset_change",
  length_difference: "LLD_lesser_trochanter",
  global_offset: "global_offset",
});
export const BEFORE = Object.freeze({
  length_difference: "LLD_lesser_trochanter",
  femoral_offset: "femoral_offset",
  acetabular_offset: "acetabular_offset",
  global_offset: "global_offset",
});
const LONG_FROM_MM = 30;
const NECK_MM = 20;

/**
 * @param {import("../implant_bench.js").Bench} bench the working variant counts; whether it is
 *   reduced does not matter
 * @param {{viewId: string, side: "R" | "L", definitions: ReadonlyMap<string, object>,
 *   hanging: "AP" | "PA" | null}} of the AP film of the pelvis, and the hip that is operated on
 * @returns {Outcomes | Reason} `hanging_unknown`, `no_scale`, `sides_contradict`, `no_cup`,
 *   `no_stem`, `no_head`; a value that cannot be read is a Reason in its place
 */
export function hipOutcomes(bench, { viewId, side, definitions, hanging }) {
  const { document, families, scale } = bench;
  if (hanging === null) return new Reason("hanging_unknown");
  const facts = hipFacts(document, { viewId, scale });
  if (facts instanceof Reason) return facts;
  const variantId = workingVariant(bench)?.id ?? null;
  const posed = posedBodies(document, { viewId, variantId, families, scale });
  const mirrored = mirroredFor(side, hanging === "PA" ? "right" : "left");
  const contradicted = contradiction(facts, side, mirrored);
  if (contradicted) return contradicted;
  const [cup, stem, head] = ["cup", "stem", "head"]
    .map((kind) => lastBySide(posed.inBone, kind).get(mirrored) ?? new Reason(`no_${kind}`));
  const missing = [cup, stem, head].find((one) => one instanceof Reason);
  if (missing) return missing;
  const straight = straightPoses(document, viewId, side, facts, posed);
  const joint = {
    side, cup, stem, head, scale, reader: { facts, definitions, hanging, straight },
    otherTrochanter: reducedTrochanter(document, viewId, OTHER[side], facts, posed),
  };
  const readAll = (of) => Object.fromEntries(
    Object.entries(BEFORE).map(([name, key]) => [name, readHip(joint.reader, key, of)]),
  );
  const [before, other] = [readAll(side), readAll(OTHER[side])];
  const targets = targetsOf(document, side);
  const trusted = otherSideTrusted(document, side);
  const current = ownSideTrusted(document) ? before.global_offset : new Reason("own_side_broken");
  const known = { trusted, other: other.global_offset, current };
  const aims = { offset: offsetAim(targets, known), length: lengthAim(targets, { trusted }) };
  const cells = cellsOf(joint, aims);
  return {
    ids: { cup: cup.implant.id, stem: stem.implant.id, head: head.implant.id },
    before,
    other,
    cells,
    common: Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, largest(cells, name)])),
    aims,
    proposal: propose(cells),
  };
}

/** How each femur is put straight about its head; without an aim as its own pose says. */
function straightPoses(document, viewId, side, facts, posed) {
  const poses = new Map(posed.straight);
  const body = fragmentOf(document, viewId, side);
  const head = headOf(facts, side);
  if (body && !poses.has(side)) {
    const pose = posed.standing.get(body.id) ?? IDENTITY;
    const aboutSq = head instanceof Reason
      ? pose.anchor_px : imageToSquare(toPx(facts, head.centre), facts.scale.aspect);
    poses.set(side, {
      ...IDENTITY, anchor_px: aboutSq, rotation_rad: pose.rotation_rad, translation_px: [0, 0],
    });
  }
  return poses;
}

/** The trochanter of a femur that the same plan has reduced already, else null. */
function reducedTrochanter(document, viewId, side, facts, posed) {
  const body = fragmentOf(document, viewId, side);
  const found = pxOf(facts, "lesser_troch_apex", side).at(-1);
  const fixedMm = body && posed.fixedMm.get(body.id);
  if (!fixedMm || !found) return null;
  const px = applyPose(posed.poses.get(body.id), found, facts.scale.aspect);
  return { px, fixedMm, ofLandmark: true };
}

function cellsOf(joint, aims) {
  const bearing = played(joint, joint.cup, joint.cup.points.liner_head_centre, null);
  return stemsOf(joint.stem).flatMap(([offset, stem]) => headsOf(joint.head)
    .filter(([, head]) => head.mating.taper.type === stem.mating.taper.type)
    .map(([increment, head]) => {
      const { increment_mm: incrementMm } = head.mating.taper;
      const values = valuesOf(joint, bearing, headCentre(joint, stem, incrementMm));
      const length = values.length_change;
      const skirted = head.flags.includes("skirted");
      const isLong = !(length instanceof Reason) && length.value > LONG_FROM_MM;
      return {
        offset, increment, incrementMm, skirted,
        current: head === joint.head.variant && stem === joint.stem.variant,
        values,
        lengthErrorMm: lengthError(values, aims.length, joint.side),
        offsetErrorMm: less(values.global_offset, aims.offset.valueMm),
        warnings: [
          ...(skirted ? ["skirted"] : []), ...(isLong ? ["lengthening_over_30"] : []),
        ],
      };
    }));
}

/** Where a head's centre lies on the stem in the straight femur, and a point of its neck. */
function headCentre(joint, { mating: { taper } }, incrementMm) {
  const centre = add(taper.point, scaled(taper.axis, incrementMm));
  const neck = add(centre, scaled(taper.axis, -NECK_MM));
  const straight = joint.reader.straight.get(joint.side) ?? null;
  const [head, below] = [centre, neck]
    .map((p) => played(joint, joint.stem, toFilm(joint.stem.matrix, p), straight));
  return { head, neck: below };
}

function played({ scale }, implant, pointPx, pose) {
  const move = (p) => (pose ? applyPose(pose, p, scale.aspect) : p);
  const [px, originPx] = [pointPx, toFilm(implant.matrix, [0, 0])].map(move);
  return { px, fixedMm: imageToMm(subtract(px, originPx), scale.rowMm, scale.columnMm) };
}

function valuesOf({ reader, side, otherTrochanter }, bearing, { head, neck }) {
  const stem = { stem_head0: head, stem_neck_axis_pt: neck };
  const both = { cup_centre_new: bearing, ...stem };
  const trochanter = straightPx(reader, "lesser_troch_apex", side).at(-1);
  const moved = !trochanter ? {} : {
    [`lesser_troch_${side}`]: {
      px: add(trochanter, subtract(bearing.px, head.px)),
      fixedMm: subtract(bearing.fixedMm, head.fixedMm),
      ofLandmark: true,
    },
  };
  if (otherTrochanter) moved[`lesser_troch_${OTHER[side]}`] = otherTrochanter;
  const given = {
    length_change: both,
    femoral_offset_change: stem,
    acetabular_offset_change: { cup_centre_new: bearing },
    global_offset_change: both,
    length_difference: moved,
    global_offset: { cup_head: bearing, stem_head: head },
  };
  return Object.fromEntries(
    Object.entries(COLUMNS).map(([name, key]) => [name, readHip(reader, key, side, given[name])]),
  );
}

/** Each offset that the stem comes with in this size, all else as it is, from small to large. */
function stemsOf({ family, size, implant }) {
  const values = family.options.offset ? Object.keys(family.options.offset.values) : [null];
  return values
    .map((value) => [value, variantOf(family, size, {
      ...implant.options, ...(value === null ? {} : { offset: value }),
    })])
    .filter(([, variant]) => !(variant instanceof Reason))
    .sort(([, a], [, b]) => a.mating.taper.point[0] - b.mating.taper.point[0]);
}

/** Each neck length that the head comes with in this size, from short to long. */
function headsOf({ family, size, implant }) {
  return Object.keys(family.options.increment.values)
    .map((value) => [value, variantOf(family, size, { ...implant.options, increment: value })])
    .filter(([, variant]) => !(variant instanceof Reason))
    .sort(([, a], [, b]) => a.mating.taper.increment_mm - b.mating.taper.increment_mm);
}

function lengthError(values, { of, valueMm }, side) {
  if (of === "length_change") return less(values.length_change, valueMm);
  const found = values.length_difference;
  if (found instanceof Reason || valueMm === null) return null;
  return (side === "R" ? found.value : -found.value) - valueMm;
}

const less = (found, aimMm) => (
  found instanceof Reason || aimMm === null ? null : found.value - aimMm);

function largest(cells, name) {
  const bars = cells.map(({ values }) => values[name])
    .filter((one) => !(one instanceof Reason) && one.plusMinus95 !== null)
    .map((one) => one.plusMinus95);
  return bars.length ? Math.max(...bars) : null;
}
