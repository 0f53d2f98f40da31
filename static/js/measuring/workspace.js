/**
 * The plane in which a definition is computed: millimetres or square film pixels. Here points of
 * the film become the values of a definition's roles, and its parameters numbers. The twin is
 * `planning/measuring/workspace.py`.
 */

import { fitCircle } from "../geometry/circle_fit.js";
import { allFinite } from "../geometry/points.js";
import { Degenerate, Reason } from "../geometry/reasons.js";
import { imageToMm, imageToSquare, mmToImage, squareToImage } from "../geometry/spaces.js";
import { MISSING_LANDMARK } from "./construction.js";
import { NO_SCALE, noScaleReason } from "./film_points.js";
import { NoScale } from "./scale.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("./scale.js").Scale} Scale */
/**
 * How to get into the plane of a computation and out again.
 * @typedef {{scale: Scale | NoScale, inMm: boolean, enter: (pPx: Point) => Point,
 *   leave: (p: Point) => Point}} Workspace
 */

export const TOO_MANY_POINTS = "too_many_points";
export const CALIBRATED_FILM = "calibrated_film";
export const BAD_PARAM = "bad_param";
const LARGEST_PARAM = 1e9;
const MIN_ARC_DEG = 30;

/**
 * @param {Scale | NoScale} scale
 * @param {boolean} inMm
 * @returns {Workspace}
 */
export function workspace(scale, inMm) {
  const { rowMm, columnMm, aspect } = scale;
  return inMm
    ? {
      scale, inMm,
      enter: (pPx) => imageToMm(pPx, rowMm, columnMm),
      leave: (p) => mmToImage(p, rowMm, columnMm),
    }
    : {
      scale, inMm,
      enter: (pPx) => imageToSquare(pPx, aspect),
      leave: (p) => squareToImage(p, aspect),
    };
}

/**
 * @param {object} definition
 * @param {Scale | NoScale} scale
 * @returns {Workspace | Reason} where it is computed, or why it cannot be on this film
 */
export function workspaceFor(definition, scale) {
  if (definition.needs === "nothing") return workspace(scale, false);
  if (scale instanceof NoScale) return noScaleReason(scale);
  if (definition.needs === "detector_mm" && scale.calibrated) return new Reason(CALIBRATED_FILM);
  return workspace(scale, true);
}

/**
 * @param {object} role
 * @param {Record<string, readonly Point[]>} points image points by role
 * @param {Workspace} plane
 * @returns {Point[] | Reason} `missing_landmark`, `too_few_points`, `too_many_points` or
 *   `not_finite`, each naming the role
 */
export function placedPoints({ role, key, name, side, set }, points, plane) {
  const given = points[role] ?? [];
  if (given.length === 0) {
    return new Reason(MISSING_LANDMARK, { role, landmark: key, name, side });
  }
  const least = set?.min ?? 1;
  const most = set?.max ?? 1;
  if (!(set?.alone === true && given.length === 1)) {
    if (given.length < least) {
      const params = { needed: least, given: given.length, role };
      return new Reason(Degenerate.TOO_FEW_POINTS, params);
    }
    if (given.length > most) {
      return new Reason(TOO_MANY_POINTS, { allowed: most, given: given.length, role });
    }
  }
  if (!allFinite(given)) return new Reason(Degenerate.NOT_FINITE, { role });
  return given.map(plane.enter);
}

/**
 * @param {object} role
 * @param {Point[]} placed in the working plane
 * @returns {Point | Point[] | {centre: Point, radius: number} | Reason} what the points stand for
 */
export function roleValue({ set }, placed) {
  if (set === undefined) return placed[0];
  if (set.as !== "circle") return placed;
  // Only the centre was placed; who wants the radius asks for another source.
  if (placed.length === 1) return { centre: placed[0], radius: NaN };
  const fitted = fitCircle(placed, set.min_arc_deg ?? MIN_ARC_DEG);
  return fitted instanceof Reason ? fitted : fitted.circle;
}

/**
 * @param {object} param
 * @param {Record<string, unknown>} params
 * @param {object} definition
 * @param {Workspace} plane
 * @returns {number | Reason} its number, or the reason that it is not known here
 */
export function paramValue(param, params, definition, plane) {
  if (param.unit === "mm" && definition.needs !== "nothing" && !plane.inMm) {
    return new Reason(NO_SCALE, { param: param.param });
  }
  let given = params[param.param] ?? param.default ?? null;
  if (param.choices !== undefined) {
    given = Object.hasOwn(param.choices, given) ? param.choices[given] : null;
  }
  if (given === null) {
    return new Reason(param.missing ?? "missing_param", { param: param.param, name: param.name });
  }
  if (typeof given !== "number" || !(Math.abs(given) <= LARGEST_PARAM)) {
    return new Reason(BAD_PARAM, { param: param.param, name: param.name });
  }
  return given;
}
