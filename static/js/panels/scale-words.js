/** What the badge, the card and the alert bar say about a scale. Pure. */

import { formatNumber } from "../measuring/formatting.js";
import { Templating } from "../measuring/scale.js";
import { Z_95 } from "../measuring/uncertainty.js";
import { METHODS, NOT_THE_PATIENT, words } from "../text/calibration.js";

/** @returns {number|null} Half of the 95 % interval in percent. */
export function errorPercent(scale) {
  const sigma = scale.relativeSigma ?? null;
  return sigma === null ? null : 100 * Z_95 * sigma;
}

/**
 * @param {object} scale Scale or NoScale.
 * @param {object|null} calibration Calibration of the API.
 * @returns {{text: string, tone: ""|"amber", value: string}} `value` is the magnification.
 */
export function badgeOf(scale, calibration) {
  if (!scale.calibrated) return { text: words.badgeNone, tone: "amber", value: "" };
  const method = METHODS[calibration?.method ?? scale.method]?.badge ?? scale.label;
  const percent = errorPercent(scale);
  const number = [
    scale.magnification ? `M ${formatNumber(scale.magnification, 2)}` : "",
    percent ? `±${formatNumber(percent, 1)} %` : "",
  ].filter(Boolean).join(" ");
  return {
    text: [number, method].filter(Boolean).join(" · "),
    tone: scale.templating === Templating.YES ? "" : "amber",
    value: scale.magnification ? String(scale.magnification) : "",
  };
}

/**
 * @param {object} scale Scale or NoScale.
 * @returns {{sentence: string, action?: string, reason?: string}|null} For the alert bar;
 *   `reason` is what is kept when the person takes the action.
 */
export function alertOf(scale) {
  switch (scale.templating) {
    case Templating.YES:
      return null;
    case Templating.CONFIRM:
      return {
        sentence: words.confirmAlert(scale.label), action: words.confirm, reason: words.confirmed,
      };
    case Templating.ACKNOWLEDGE:
      return {
        sentence: words.acknowledgeAlert(scale.label), action: words.acknowledge,
        reason: words.acknowledged,
      };
    default:
      return { sentence: scale.columnMm ? notThePatient(scale) : words.noScaleAlert };
  }
}

function notThePatient({ method }) {
  return [NOT_THE_PATIENT[method] ?? `${words.notCalibrated}.`, words.pressC].join(" ");
}
