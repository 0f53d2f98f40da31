/**
 * Central projection of a radiograph: magnification, and the shadow of a ball.
 *
 * The focal spot is a point, the detector a plane perpendicular to the central ray. SID is the
 * distance from source to detector, SOD from source to the plane of the object, OID from object to
 * detector; all in millimetres. Whatever cannot be is `impossible_projection`.
 */

import { DEG_TO_RAD, RAD_TO_DEG, wrap90Deg } from "./angles.js";
import { length, scaled } from "./points.js";
import { Degenerate, Reason } from "./reasons.js";

/** @typedef {import("./points.js").Point} Point */
/** @typedef {import("./ellipses.js").Ellipse} Ellipse */

const impossible = () => new Reason(Degenerate.IMPOSSIBLE_PROJECTION);

/** @param {number} sidMm @param {number} sodMm @returns {number | Reason} SID / SOD */
export function magnification(sidMm, sodMm) {
  return sodMm > 0 && sodMm <= sidMm ? sidMm / sodMm : impossible();
}

/**
 * @param {number} shadowDiameterMm short diameter of the shadow at the detector plane
 * @param {number} trueDiameterMm of the ball itself
 * @returns {number | Reason} the magnification that a ball shows
 */
export function ballMagnification(shadowDiameterMm, trueDiameterMm) {
  if (!(shadowDiameterMm > 0 && trueDiameterMm > 0)) return impossible();
  return shadowDiameterMm / trueDiameterMm;
}

/**
 * The outline that a ball throws on the detector, about the central ray.
 *
 * The rays that touch a ball form a cone; the detector cuts it in an ellipse whose short semi-axis
 * SID R / sqrt(SOD^2 - R^2) does not depend on the offset, while the long one grows by
 * sqrt(1 + offset^2 / (SOD^2 - R^2)). The long axis points to the central ray.
 * @param {number} radiusMm of the ball
 * @param {Point} offsetMm its centre from the central ray, in its own plane
 * @param {number} sodMm
 * @param {number} sidMm
 * @returns {Ellipse | Reason}
 */
export function sphereShadow(radiusMm, offsetMm, sodMm, sidMm) {
  if (!(radiusMm > 0 && radiusMm < sodMm && sodMm <= sidMm)) return impossible();
  const depthSquared = sodMm * sodMm - radiusMm * radiusMm;
  const offset = length(offsetMm);
  const semiMinor = (sidMm * radiusMm) / Math.sqrt(depthSquared);
  const angleDeg = wrap90Deg(RAD_TO_DEG * Math.atan2(offsetMm[1], offsetMm[0]));
  return {
    centre: scaled(offsetMm, (sidMm * sodMm) / depthSquared),
    semiMajor: semiMinor * Math.sqrt(1 + (offset * offset) / depthSquared),
    semiMinor,
    angleRad: angleDeg * DEG_TO_RAD,
  };
}

/**
 * How far from the source a ball lies: the inverse of sphereShadow.
 * @param {number} radiusMm of the ball
 * @param {number} semiMinorMm half of the short diameter of its shadow at the detector
 * @param {number} sidMm
 * @returns {number | Reason}
 */
export function sphereSodMm(radiusMm, semiMinorMm, sidMm) {
  if (!(radiusMm > 0 && radiusMm < semiMinorMm)) return impossible();
  const reach = (sidMm * radiusMm) / semiMinorMm;
  const sodMm = Math.sqrt(reach * reach + radiusMm * radiusMm);
  return sodMm <= sidMm ? sodMm : impossible();
}

/**
 * The short semi-axis of a shadow from the circle fitted to it.
 *
 * Eight clicked rim points do not hold the two axes of an ellipse apart: noise alone makes the
 * short one shorter. Where the central ray is known, a circle and this correction are twice as
 * repeatable. Neglects (R / SOD)^2, that is 3e-6 of the radius.
 * @param {number} meanRadiusMm radius of the fitted circle, taken as (a + b) / 2
 * @param {number} offsetAtDetectorMm distance of its centre from the central ray, at the detector
 * @param {number} sidMm
 * @returns {number | Reason}
 */
export function shadowSemiMinorMm(meanRadiusMm, offsetAtDetectorMm, sidMm) {
  if (!(meanRadiusMm > 0 && sidMm > 0)) return impossible();
  const tangent = offsetAtDetectorMm / sidMm;
  return (2 * meanRadiusMm) / (1 + Math.sqrt(1 + tangent * tangent));
}

/**
 * The relative error of a size calibrated by a marker in another plane: exactly -d / (SID - OID).
 * -0.02 means that sizes read 2 % too small.
 * @param {number} sidMm
 * @param {number} oidAnatomyMm
 * @param {number} markerTowardsTubeMm positive where the marker lies nearer the tube
 * @returns {number | Reason}
 */
export function offPlaneSizeError(sidMm, oidAnatomyMm, markerTowardsTubeMm) {
  const sodMm = sidMm - oidAnatomyMm;
  if (!(sodMm > 0 && sodMm > markerTowardsTubeMm)) return impossible();
  return (0 - markerTowardsTubeMm) / sodMm;
}

/**
 * The magnification between two marker planes; 1/M is linear in depth.
 * @param {number} posterior
 * @param {number} anterior
 * @param {number} depthFraction from the posterior (0) to the anterior marker (1)
 * @returns {number | Reason}
 */
export function magnificationBetween(posterior, anterior, depthFraction) {
  const isInside = depthFraction >= 0 && depthFraction <= 1;
  if (!(posterior > 0 && anterior > 0 && isInside)) return impossible();
  return 1 / ((1 - depthFraction) / posterior + depthFraction / anterior);
}

/**
 * The SID at which two planes a known gap apart show these magnifications.
 * @param {number} lower of the plane nearer the detector
 * @param {number} higher of the plane nearer the tube
 * @param {number} gapMm between the planes
 * @returns {number | Reason}
 */
export function sidFromTwoDepthsMm(lower, higher, gapMm) {
  if (!(lower > 0 && lower < higher && gapMm > 0)) return impossible();
  return gapMm / (1 / lower - 1 / higher);
}
