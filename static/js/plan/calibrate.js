/**
 * The scale that a person finds: by a ball, a line of known length, an entered factor.
 *
 * Computed here while the user clicks; the server computes it again from the same points, and its
 * result is the one that is kept.
 */

import { allFinite, distance } from "../geometry/points.js";
import { Reason } from "../geometry/reasons.js";
import { imageToSquare } from "../geometry/spaces.js";
import { FINE_CLICK_SIGMA_MM, Z_95 } from "../measuring/uncertainty.js";
import { fitRim } from "./rim_fit.js";
import { agreeingPoints } from "./rim_points.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("./rim_fit.js").FilmGeometry} FilmGeometry */
/** @typedef {import("./rim_fit.js").RimFit} RimFit */
/**
 * Magnifications of a view: usual, still possible with a warning, beyond that a typed reason.
 * @typedef {{least: number, usualFrom: number, usualTo: number, most: number}} PlausibleRange
 */
/**
 * `plausibility` is plausible, amber, needs_reason or no_detector_spacing; `magnification` is null
 * without a detector spacing; residuals and `rim` are null without a fit.
 * @typedef {{rowMm: number, columnMm: number, magnification: number | null,
 *   relativeSigma: number, plausibility: string, mayBeSaved: boolean, residualPx: number | null,
 *   residualMm: number | null, rim: RimFit | null}} MarkerCalibration
 */
/** @typedef {{depth95?: number, expected?: PlausibleRange, reason?: string}} Options */

/** Half width of the 95 % interval for a ball that does not lie at the joint's depth. */
export const BALL_DEPTH_95 = 0.025;
/** The same for a single ball on a standing film. */
export const STANDING_BALL_95 = 0.12;
/** @type {PlausibleRange} */
export const SUPINE_AP_PELVIS = Object.freeze({
  least: 1.05, usualFrom: 1.12, usualTo: 1.28, most: 1.35,
});

export const BALL_TOLERANCE_SIGMA = 0.003;
const FIXED_FACTOR_SIGMA = 0.02;
const BALL_LIMITS_MM = [1, 100];
const LENGTH_LIMITS_MM = [1, 2000];
const FACTOR_LIMITS = [1, 2];
const MIN_LENGTH_PX = 10;
const MAX_POINTS = 100;
const MAX_FIT_SIGMA = 0.05;

/**
 * @param {readonly Point[]} rimPointsPx three or more points on the shadow's rim, image pixels
 * @param {number} ballDiameterMm
 * @param {FilmGeometry} film
 * @param {Options} [options]
 * @returns {MarkerCalibration | Reason}
 */
export function fromBall(rimPointsPx, ballDiameterMm, film, options = {}) {
  const rim = roundShadow(rimPointsPx, ballDiameterMm, film);
  if (rim instanceof Reason) return rim;
  const relativeSigma = rootSumSquares(
    rim.relativeSigma, BALL_TOLERANCE_SIGMA, (options.depth95 ?? BALL_DEPTH_95) / Z_95,
  );
  return calibration(ballDiameterMm / rim.diameterPx, film, relativeSigma, options, rim);
}

/**
 * The shadow of a sphere of known size.
 * @param {readonly Point[]} rimPointsPx
 * @param {number} diameterMm
 * @param {FilmGeometry} film
 * @returns {RimFit | Reason}
 */
export function roundShadow(rimPointsPx, diameterMm, film) {
  const refused = outOfRange("ball_diameter_out_of_range", diameterMm, BALL_LIMITS_MM)
    ?? problemOfFilm(film) ?? problemOfPoints(rimPointsPx);
  if (refused) return refused;
  const agreeing = agreeingPoints(rimPointsPx.map((p) => imageToSquare(p, film.aspect)));
  if (agreeing instanceof Reason) return agreeing;
  const rim = fitRim(agreeing, film, rimPointsPx.length);
  if (rim instanceof Reason) return rim;
  if (rim.diameterPx < MIN_LENGTH_PX) {
    return new Reason("points_too_close", { diameter_px: rim.diameterPx });
  }
  return rim.relativeSigma > MAX_FIT_SIGMA ? new Reason("arc_too_short") : rim;
}

/**
 * @param {Point} aPx one end of a line whose length is known, image pixels
 * @param {Point} bPx
 * @param {number} lengthMm
 * @param {FilmGeometry} film
 * @param {Options} [options]
 * @returns {MarkerCalibration | Reason}
 */
export function fromKnownLength(aPx, bPx, lengthMm, film, options = {}) {
  const refused = outOfRange("length_out_of_range", lengthMm, LENGTH_LIMITS_MM)
    ?? problemOfFilm(film);
  if (refused) return refused;
  if (!allFinite([aPx, bPx])) return new Reason("not_finite");
  const lengthPx = distance(imageToSquare(aPx, film.aspect), imageToSquare(bPx, film.aspect));
  if (lengthPx < MIN_LENGTH_PX) {
    return new Reason("line_too_short", { length_px: lengthPx, needed_px: MIN_LENGTH_PX });
  }
  const relativeSigma = rootSumSquares(
    (FINE_CLICK_SIGMA_MM * Math.sqrt(2)) / lengthMm, (options.depth95 ?? BALL_DEPTH_95) / Z_95,
  );
  return calibration(lengthMm / lengthPx, film, relativeSigma, options, null);
}

/**
 * @param {number} factor detector distance over anatomy distance: 1.20 for 120 %
 * @param {FilmGeometry} film with a detector spacing, which the factor divides
 * @param {Options} options with a reason
 * @returns {MarkerCalibration | Reason}
 */
export function fromMagnification(factor, film, options) {
  const refused = outOfRange("magnification_out_of_range", factor, FACTOR_LIMITS)
    ?? problemOfFilm(film);
  if (refused) return refused;
  if (film.detectorMm === null) return new Reason("no_detector_spacing");
  if (!isTyped(options.reason)) return new Reason("reason_needed");
  return calibration(film.detectorMm[1] / factor, film, FIXED_FACTOR_SIGMA, options, null);
}

/**
 * @param {number | null} magnification
 * @param {PlausibleRange} expected
 * @returns {"plausible" | "amber" | "needs_reason" | "no_detector_spacing"}
 */
export function judge(magnification, expected) {
  if (magnification === null) return "no_detector_spacing";
  if (expected.usualFrom <= magnification && magnification <= expected.usualTo) return "plausible";
  return expected.least <= magnification && magnification <= expected.most
    ? "amber" : "needs_reason";
}

/**
 * Judge a found pixel width.
 * @param {number} columnMm
 * @param {FilmGeometry} film
 * @param {number} relativeSigma
 * @param {Options} options
 * @param {RimFit | null} rim
 * @returns {MarkerCalibration}
 */
export function calibration(columnMm, film, relativeSigma, options, rim) {
  const magnification = film.detectorMm === null ? null : film.detectorMm[1] / columnMm;
  const plausibility = judge(magnification, options.expected ?? SUPINE_AP_PELVIS);
  return {
    rowMm: columnMm * film.aspect,
    columnMm,
    magnification,
    relativeSigma,
    plausibility,
    mayBeSaved: plausibility !== "needs_reason" || isTyped(options.reason),
    residualPx: rim && rim.residualPx,
    residualMm: rim && rim.residualPx * columnMm,
    rim,
  };
}

function isTyped(reason) {
  return (reason ?? "").trim() !== "";
}

/** @param {FilmGeometry} film @returns {Reason | null} what makes its numbers unusable */
export function problemOfFilm(film) {
  const numbers = [film.aspect, ...(film.detectorMm ?? [])];
  if (film.sidMm !== null) numbers.push(film.sidMm);
  const usable = numbers.every((value) => Number.isFinite(value) && value > 0);
  return usable ? null : new Reason("invalid_film_geometry");
}

function problemOfPoints(pointsPx) {
  const given = pointsPx.length;
  if (given < 3) return new Reason("too_few_points", { needed: 3, given });
  if (given > MAX_POINTS) return new Reason("too_many_points", { allowed: MAX_POINTS, given });
  return allFinite(pointsPx) ? null : new Reason("not_finite");
}

/** @returns {Reason | null} that a number lies beyond its limits, if it does */
export function outOfRange(code, value, [from, to]) {
  return from <= value && value <= to ? null : new Reason(code, { from, to });
}

/** @param {...number} values @returns {number} independent standard deviations together */
export function rootSumSquares(...values) {
  let total = 0;
  for (const value of values) total += value * value;
  return Math.sqrt(total);
}
