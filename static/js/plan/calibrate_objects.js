/**
 * Further ways to find a scale: an implant head, two markers, distances, another film.
 *
 * The server computes each again from the same inputs; formulas and sources stand in the Python
 * twin, `planning/calibration/from_objects.py`.
 */

import { Reason } from "../geometry/reasons.js";
import { Z_95 } from "../measuring/uncertainty.js";
import {
  BALL_TOLERANCE_SIGMA, calibration, fromKnownLength, outOfRange, problemOfFilm, rootSumSquares,
  roundShadow,
} from "./calibrate.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("./rim_fit.js").FilmGeometry} FilmGeometry */
/** @typedef {import("./calibrate.js").MarkerCalibration} MarkerCalibration */
/** @typedef {import("./calibrate.js").Options} Options */
/** @typedef {{rimPointsPx: readonly Point[], diameterMm: number}} Marker */

const HEAD_LIMITS_MM = [20, 66];
const SHARE_LIMITS = [0, 1];
const SID_LIMITS_MM = [500, 5000];
const OBJECT_LIMITS_MM = [0, 600];
const MAX_OBJECT_SHARE = 0.5;
const MAX_MARKER_RATIO = 1.6;
const HEAD_DEPTH_95 = 0.01;
const HEAD_TOLERANCE_SIGMA = 0.001;
const TWO_MARKERS_95 = 0.02;
const DEPTH_SHARE_SIGMA = 0.05;
const MEASURED_DISTANCE_SIGMA_MM = 10;

/** Of the way from the marker behind to the one in front at which a hip lies. */
export const DEFAULT_SHARE = 0.45;

/**
 * @param {readonly Point[]} rimPointsPx image pixels
 * @param {number} headDiameterMm
 * @param {FilmGeometry} film
 * @param {Options} [options]
 * @returns {MarkerCalibration | Reason}
 */
export function fromImplantHead(rimPointsPx, headDiameterMm, film, options = {}) {
  const refused = outOfRange("head_diameter_out_of_range", headDiameterMm, HEAD_LIMITS_MM);
  const rim = refused ?? roundShadow(rimPointsPx, headDiameterMm, film);
  if (rim instanceof Reason) return rim;
  const relativeSigma = rootSumSquares(
    rim.relativeSigma, HEAD_TOLERANCE_SIGMA, HEAD_DEPTH_95 / Z_95,
  );
  return calibration(headDiameterMm / rim.diameterPx, film, relativeSigma, options, rim);
}

/**
 * @param {Marker} behind nearer to the detector
 * @param {Marker} front nearer to the tube
 * @param {FilmGeometry} film
 * @param {Options & {share?: number}} [options] `share` of the way from behind to front
 * @returns {MarkerCalibration | Reason} its `rim` is that of the marker behind, `rimFront` the other
 */
export function fromTwoMarkers(behind, front, film, options = {}) {
  const share = options.share ?? DEFAULT_SHARE;
  const refused = outOfRange("depth_share_out_of_range", share, SHARE_LIMITS);
  const far = refused ?? roundShadow(behind.rimPointsPx, behind.diameterMm, film);
  if (far instanceof Reason) return far;
  const near = roundShadow(front.rimPointsPx, front.diameterMm, film);
  if (near instanceof Reason) return near;
  const farMm = behind.diameterMm / far.diameterPx;
  const nearMm = front.diameterMm / near.diameterPx;
  if (nearMm >= farMm) return new Reason("markers_in_wrong_order");
  if (farMm / nearMm > MAX_MARKER_RATIO) {
    return new Reason("markers_disagree", { ratio: farMm / nearMm });
  }
  const columnMm = (1 - share) * farMm + share * nearMm;
  const fits = rootSumSquares(
    (((1 - share) * farMm) / columnMm) * rootSumSquares(far.relativeSigma, BALL_TOLERANCE_SIGMA),
    ((share * nearMm) / columnMm) * rootSumSquares(near.relativeSigma, BALL_TOLERANCE_SIGMA),
  );
  const depth = Math.max((DEPTH_SHARE_SIGMA * (farMm - nearMm)) / columnMm, TWO_MARKERS_95 / Z_95);
  const used = far.used + near.used;
  const residualPx = Math.sqrt(
    (far.used * far.residualPx ** 2 + near.used * near.residualPx ** 2) / used,
  );
  const both = { ...far, residualPx, used, given: far.given + near.given };
  const found = calibration(columnMm, film, rootSumSquares(fits, depth), options, both);
  return { ...found, rimFront: near };
}

/**
 * @param {number} sidMm source to detector
 * @param {number} objectMm bone to detector
 * @param {FilmGeometry} film with a detector spacing
 * @param {Options} [options]
 * @returns {MarkerCalibration | Reason}
 */
export function fromDistances(sidMm, objectMm, film, options = {}) {
  const most = Math.min(OBJECT_LIMITS_MM[1], MAX_OBJECT_SHARE * sidMm);
  const refused = outOfRange("sid_out_of_range", sidMm, SID_LIMITS_MM)
    ?? outOfRange("object_distance_out_of_range", objectMm, [OBJECT_LIMITS_MM[0], most])
    ?? problemOfFilm(film);
  if (refused) return refused;
  if (film.detectorMm === null) return new Reason("no_detector_spacing");
  const sourceObjectMm = sidMm - objectMm;
  const relativeSigma = rootSumSquares(
    MEASURED_DISTANCE_SIGMA_MM / sourceObjectMm,
    (MEASURED_DISTANCE_SIGMA_MM * objectMm) / (sidMm * sourceObjectMm),
  );
  const columnMm = (film.detectorMm[1] * sourceObjectMm) / sidMm;
  return calibration(columnMm, film, relativeSigma, options, null);
}

/**
 * @param {Point} aPx one end of an object that another film shows too, image pixels
 * @param {Point} bPx
 * @param {number} lengthMm as measured on the other film
 * @param {FilmGeometry} film
 * @param {Options & {otherSigma: number | null}} options `otherSigma` of the other film's scale
 * @returns {MarkerCalibration | Reason}
 */
export function fromOtherFilm(aPx, bPx, lengthMm, film, options) {
  if (options.otherSigma === null) return new Reason("other_film_not_calibrated");
  const found = fromKnownLength(aPx, bPx, lengthMm, film, options);
  if (found instanceof Reason) return found;
  return { ...found, relativeSigma: rootSumSquares(found.relativeSigma, options.otherSigma) };
}
