/** The distance between two points of a film: the first measurement that is read live. */

import { MIN_LENGTH, allFinite } from "../geometry/points.js";
import { Degenerate, Reason } from "../geometry/reasons.js";
import { NO_SCALE, lengthMm, lengthSquarePx } from "./film_points.js";
import { Quantity, Unit } from "./quantity.js";
import { NoScale } from "./scale.js";
import { CLICK_SIGMA_MM, lengthPlusMinus95Mm } from "./uncertainty.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("./scale.js").Scale} Scale */

export const NOT_CALIBRATED = "not_calibrated";
export const SCALE_ERROR_UNKNOWN = "scale_error_unknown";

/**
 * Measure the distance between two image points.
 *
 * Always with the scale's label. Without an error bar where the scale is not that of the patient
 * (`not_calibrated`), where its own error is not known (`scale_error_unknown`), or where there is
 * none (`no_scale`) and the length is in square film pixels. Two points in one place are
 * `coincident_points`, not a length of zero.
 * @param {Point} aPx
 * @param {Point} bPx
 * @param {Scale | NoScale} scale
 * @param {number} [landmarkSigmaMm] standard deviation of each landmark's coordinates
 * @returns {Quantity | Reason}
 */
export function evaluateLength(aPx, bPx, scale, landmarkSigmaMm = CLICK_SIGMA_MM) {
  if (!allFinite([aPx, bPx])) return new Reason(Degenerate.NOT_FINITE);
  const measuredPx = lengthSquarePx(aPx, bPx, scale);
  if (measuredPx < MIN_LENGTH) return new Reason(Degenerate.COINCIDENT_POINTS);
  if (scale instanceof NoScale) {
    return new Quantity({
      value: measuredPx,
      unit: Unit.PX,
      plusMinus95: null,
      plusMinusReason: NO_SCALE,
      label: scale.label,
    });
  }
  const measuredMm = lengthMm(aPx, bPx, scale);
  const missing = whyNoErrorBar(scale);
  return new Quantity({
    value: measuredMm,
    unit: Unit.MM,
    plusMinus95: missing === null
      ? lengthPlusMinus95Mm(measuredMm, scale.relativeSigma, landmarkSigmaMm)
      : null,
    plusMinusReason: missing,
    label: scale.label,
    method: scale.method,
    calibrated: scale.calibrated,
  });
}

function whyNoErrorBar(scale) {
  if (!scale.calibrated) return NOT_CALIBRATED;
  return scale.relativeSigma === null ? SCALE_ERROR_UNKNOWN : null;
}
