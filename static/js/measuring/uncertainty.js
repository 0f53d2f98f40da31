/**
 * Error bars: half-widths of the 95 % interval of measurement error.
 *
 * They cover the scale and the hand that places the landmarks. They do not cover rotation, tilt or
 * contracture of the patient, and the page says so once.
 */

/** Standard deviation of a landmark's coordinate, placed freely. */
export const CLICK_SIGMA_MM = 1;
/** The same after loupe or snap. */
export const FINE_CLICK_SIGMA_MM = 0.5;
/** Normal distribution: 95 % lies within this many standard deviations. */
export const Z_95 = 1.96;

/**
 * Standard deviation of a distance between two landmarks:
 * sigma_L^2 = L^2 (sigma_scale / scale)^2 + 2 sigma_landmark^2.
 * @param {number} measuredMm
 * @param {number} relativeSigma of the scale, relative to itself
 * @param {number} [landmarkSigmaMm] per coordinate
 * @returns {number}
 */
export function lengthSigmaMm(measuredMm, relativeSigma, landmarkSigmaMm = CLICK_SIGMA_MM) {
  const fromScaleMm = measuredMm * relativeSigma;
  return Math.sqrt(fromScaleMm * fromScaleMm + 2 * landmarkSigmaMm * landmarkSigmaMm);
}

/**
 * @param {number} measuredMm
 * @param {number} relativeSigma
 * @param {number} [landmarkSigmaMm]
 * @returns {number} half-width of the 95 % interval of a distance
 */
export function lengthPlusMinus95Mm(measuredMm, relativeSigma, landmarkSigmaMm = CLICK_SIGMA_MM) {
  return Z_95 * lengthSigmaMm(measuredMm, relativeSigma, landmarkSigmaMm);
}
