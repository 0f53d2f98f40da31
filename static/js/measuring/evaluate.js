/**
 * From a definition and points on a film to a quantity with its error bar, or a reason. The twin
 * is `planning/measuring/evaluate.py`; values and error bars agree within 1e-9.
 */

import { Reason } from "../geometry/reasons.js";
import { compileConstruction, runSteps } from "./construction.js";
import { errorBar } from "./evaluate_error.js";
import { Kind } from "./primitives.js";
import { Quantity, Unit } from "./quantity.js";
import { NoScale } from "./scale.js";
import { CLICK_SIGMA_MM, FINE_CLICK_SIGMA_MM } from "./uncertainty.js";
import { paramValue, placedPoints, roleValue, workspaceFor } from "./workspace.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("./scale.js").Scale} Scale */
/** @typedef {import("./workspace.js").Workspace} Workspace */
/**
 * Everything that a construction gave: points of each role in the working plane, and the value of
 * every role, parameter and step by slot.
 * @typedef {{construction: object, workspace: Workspace, placed: Record<string, Point[]>,
 *   values: unknown[], resultSlot: number, side: string | null}} Evaluated
 */

const FINE = new Set(["loupe", "snap", "confirmed"]);
const prepared = new WeakMap();

/**
 * Measure.
 *
 * Reasons: those of geometry/reasons.js, `no_scale`, `missing_landmark` (role), `too_many_points`,
 * `missing_param` (param), `hanging_unknown`, `side_unknown`, `out_of_range`, `calibrated_film`,
 * `bad_param`.
 * Without an error bar: `not_calibrated`, `no_scale`, `scale_error_unknown`, `entered_values`,
 * `class_without_error`, `at_a_limit`.
 * @param {object} definition as the server hands it out
 * @param {Record<string, readonly Point[]>} points image points of each role by its name
 * @param {Scale | NoScale} scale
 * @param {{side?: string | null, params?: Record<string, unknown>,
 *   landmarkSigmaMm?: Record<string, number>, fixedMm?: Record<string, Point>}} [more] side "R" or "L" from the case or the surgeon;
 *   `hanging` is "AP" where the patient's right is on the film's left, "PA" on its right; the
 *   spread of a coordinate by role, see sigmaOfPlacedMm; `fixedMm` for roles that an implant plays:
 *   from its origin to the point, since an implant is as large as it is made, whatever the scale
 * @returns {Quantity | Reason}
 */
export function evaluate(definition, points, scale, more = {}) {
  const { side = null, params = {}, landmarkSigmaMm = {}, fixedMm = {} } = more;
  const plane = workspaceFor(definition, scale);
  if (plane instanceof Reason) return plane;
  const evaluated = compute(definition, points, plane, side, params);
  const { values, resultSlot, construction } = evaluated;
  for (const { role, optional } of definition.roles) {
    const value = values[construction.slots.get(role)];
    if (value instanceof Reason && optional !== true) return value;
  }
  const value = values[resultSlot];
  if (value instanceof Reason) return value;
  const { plusMinus95, plusMinusReason } = errorBar(
    definition, evaluated, landmarkSigmaMm, fixedMm,
  );
  const { unit } = definition.result;
  const quantity = { value, unit, plusMinus95, plusMinusReason };
  if (definition.needs === "nothing" || unit !== Unit.MM) return new Quantity(quantity);
  const { label, method, calibrated } = scale;
  return new Quantity({ ...quantity, label, method, calibrated });
}

/**
 * Run a definition's construction as far as it goes.
 * @param {object} definition
 * @param {Record<string, readonly Point[]>} points
 * @param {Workspace} plane
 * @param {string | null} side
 * @param {Record<string, unknown>} params
 * @returns {Evaluated}
 */
export function compute(definition, points, plane, side, params) {
  const construction = constructionOf(definition);
  const placed = {};
  const values = new Array(construction.slots.size);
  for (const role of definition.roles) {
    const slot = construction.slots.get(role.role);
    const found = placedPoints(role, points, plane);
    if (!(found instanceof Reason)) placed[role.role] = found;
    values[slot] = found instanceof Reason ? found : roleValue(role, found);
  }
  for (const param of definition.params) {
    values[construction.slots.get(param.param)] = paramValue(param, params, definition, plane);
  }
  runSteps(construction.steps, values, side);
  const resultSlot = construction.slots.get(definition.result.value);
  return { construction, workspace: plane, placed, values, resultSlot, side };
}

/**
 * @param {object} definition
 * @returns {import("./construction.js").Construction} made ready once for each definition
 * @throws {RangeError} for what this program does not know
 */
export function constructionOf(definition) {
  let construction = prepared.get(definition);
  if (construction === undefined) {
    construction = compileConstruction(definition.construction, [
      ...definition.roles.map(({ role, set }) => [role, kindOf(set)]),
      ...definition.params.map(({ param }) => [param, Kind.NUMBER]),
    ]);
    prepared.set(definition, construction);
  }
  return construction;
}

/**
 * @param {string} placed as the plan document says: free, loupe, snap, automatic, confirmed
 * @returns {number} standard deviation of the landmark's coordinates
 */
export function sigmaOfPlacedMm(placed) {
  return FINE.has(placed) ? FINE_CLICK_SIGMA_MM : CLICK_SIGMA_MM;
}

function kindOf(set) {
  if (set === undefined) return Kind.POINT;
  return set.as === "circle" ? Kind.CIRCLE : Kind.POINTS;
}
