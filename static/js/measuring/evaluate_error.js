/**
 * The error bar of an evaluated definition: linear propagation with numeric derivatives.
 *
 * Every coordinate of every landmark is moved a little either way and what depends on it computed
 * again. A fitted circle is moved instead of its rim points, along the principal directions of its
 * covariance, sigma^2 (J^T J)^-1. The scale counts where the result is in its millimetres: it
 * stretches what the film shows, and of an implant only where it lies. The twin is
 * `planning/measuring/evaluate_error.py`.
 */

import { distance } from "../geometry/points.js";
import { Reason } from "../geometry/reasons.js";
import { runSteps } from "./construction.js";
import { covarianceRoot } from "./covariance.js";
import { NO_SCALE } from "./film_points.js";
import { NOT_CALIBRATED, SCALE_ERROR_UNKNOWN } from "./length.js";
import { Unit } from "./quantity.js";
import { NoScale } from "./scale.js";
import { CLICK_SIGMA_MM, Z_95 } from "./uncertainty.js";

export const ENTERED_VALUES = "entered_values";
export const CLASS_WITHOUT_ERROR = "class_without_error";
export const AT_A_LIMIT = "at_a_limit";

// Far below what a hand resolves, far above what arithmetic rounds: millimetres or pixels.
const STEP = 0.01;
const SCALE_STEP = 1e-4;
const NOTHING_FIXED = [0, 0];

/**
 * @param {object} definition
 * @param {object} evaluated of `evaluate.js`; named in words, since hashing file names reads imports in
 *   comments too, and would see a cycle
 * @param {Record<string, number>} landmarkSigmaMm
 * @param {Record<string, readonly [number, number]>} fixedMm
 * @returns {{plusMinus95: number | null, plusMinusReason: string | null}} half-width of the 95 %
 *   interval, or the code that says why there is none
 */
export function errorBar(definition, evaluated, landmarkSigmaMm, fixedMm) {
  const missing = whyNone(definition, evaluated);
  if (missing !== null) return { plusMinus95: null, plusMinusReason: missing };
  const variance = landmarksVariance(definition, evaluated, landmarkSigmaMm)
    + scaleVariance(definition, evaluated, fixedMm);
  if (Number.isNaN(variance)) return { plusMinus95: null, plusMinusReason: AT_A_LIMIT };
  return { plusMinus95: Z_95 * Math.sqrt(variance), plusMinusReason: null };
}

function whyNone(definition, { workspace: { scale }, placed }) {
  if (definition.result.unit === Unit.CLASS) return CLASS_WITHOUT_ERROR;
  if (Object.keys(placed).length === 0) return ENTERED_VALUES;
  if (scale instanceof NoScale) return NO_SCALE;
  if (!scale.calibrated) return NOT_CALIBRATED;
  if (definition.needs !== "nothing" && scale.relativeSigma === null) return SCALE_ERROR_UNKNOWN;
  return null;
}

/** What the landmarks add to the variance, NaN where a derivative does not exist. */
function landmarksVariance(definition, evaluated, landmarkSigmaMm) {
  const { scale, inMm } = evaluated.workspace;
  let variance = 0;
  for (const role of definition.roles) {
    const placed = evaluated.placed[role.role];
    const sigmaMm = landmarkSigmaMm[role.role] ?? CLICK_SIGMA_MM;
    if (placed === undefined || sigmaMm === 0) continue;
    const sigma = inMm ? sigmaMm : sigmaMm / scale.columnMm;
    let total = 0;
    const slot = evaluated.construction.slots.get(role.role);
    for (const moved of movements(role, placed, evaluated.values[slot])) {
      const slope = slopeOf(evaluated, role.role, slot, moved);
      total += slope * slope;
    }
    variance += total * sigma * sigma;
  }
  return variance;
}

/** Pairs of values a step ahead and behind, in uncorrelated directions. */
function movements({ set }, placed, value) {
  if (set === undefined) return about(placed[0]);
  if (set.as !== "circle") {
    return placed.flatMap((point, index) => about(point).map(
      (pair) => pair.map((moved) => placed.with(index, moved)),
    ));
  }
  if (placed.length === 1) {
    return about(placed[0]).map((pair) => pair.map((centre) => ({ centre, radius: value.radius })));
  }
  return aboutCircle(value, placed);
}

function about([x, y]) {
  return [[[x + STEP, y], [x - STEP, y]], [[x, y + STEP], [x, y - STEP]]];
}

function aboutCircle(circle, rim) {
  const jacobian = rim.map((point) => {
    const reach = distance(circle.centre, point);
    const perReach = reach > 0 ? 1 / reach : 0;
    return [(point[0] - circle.centre[0]) * perReach, (point[1] - circle.centre[1]) * perReach, 1];
  });
  return covarianceRoot(jacobian).map(
    (column) => [shifted(circle, column, STEP), shifted(circle, column, -STEP)],
  );
}

function shifted({ centre: [x, y], radius }, [dx, dy, dr], step) {
  return { centre: [x + step * dx, y + step * dy], radius: radius + step * dr };
}

/**
 * The size of the derivative, as the quadratic mean of both sides' differences: a difference
 * across both sides would vanish at the kink of an absolute value, where an angle or a distance is
 * exactly zero.
 */
function slopeOf({ construction, values, resultSlot, side }, name, slot, moved) {
  const copy = values.slice();
  const results = moved.map((value) => {
    copy[slot] = value;
    runSteps(construction.after.get(name), copy, side);
    return copy[resultSlot];
  });
  return meanSlope(results, values[resultSlot], STEP);
}

function meanSlope([ahead, behind], here, step) {
  if (ahead instanceof Reason || behind instanceof Reason) return NaN;
  const forwards = ahead - here;
  const backwards = here - behind;
  return Math.sqrt((forwards * forwards + backwards * backwards) / 2) / step;
}

/** What the doubt about the scale adds, where the result is in its millimetres. */
function scaleVariance(definition, evaluated, fixedMm) {
  const { construction, workspace, values, resultSlot, side } = evaluated;
  if (!workspace.inMm) return 0;
  const results = [1 + SCALE_STEP, 1 - SCALE_STEP].map((factor) => {
    const copy = values.slice();
    for (const { role } of definition.roles) {
      const slot = construction.slots.get(role);
      copy[slot] = stretched(copy[slot], factor, fixedMm[role] ?? NOTHING_FIXED);
    }
    runSteps(construction.steps, copy, side);
    return copy[resultSlot];
  });
  const slope = meanSlope(results, values[resultSlot], SCALE_STEP);
  return slope * slope * workspace.scale.relativeSigma * workspace.scale.relativeSigma;
}

function stretched(value, factor, fixed) {
  if (value instanceof Reason) return value;
  if (!Array.isArray(value)) {
    return { centre: stretched(value.centre, factor, fixed), radius: value.radius * factor };
  }
  if (Array.isArray(value[0])) return value.map((point) => stretched(point, factor, fixed));
  return value.map((part, axis) => (part - fixed[axis]) * factor + fixed[axis]);
}
