/** The scale that holds on the film: how it was found, how good it is, by whom. */

import { formatNumber } from "../measuring/formatting.js";
import { METHODS, words } from "../text/calibration.js";
import { dateAndTime } from "./dates.js";
import { h } from "./dom.js";
import { badgeOf, errorPercent } from "./scale-words.js";

/**
 * @param {{scale: object, calibration: object|null, mayCalibrate: boolean,
 *   onCalibrate: () => void}} options
 * @returns {HTMLElement}
 */
export function scaleCard({ scale, calibration, mayCalibrate, onCalibrate }) {
  return h("div.card.scale-card", { data: { testid: "scale-card" } },
    scale.calibrated ? figures(scale, calibration) : notCalibrated(scale),
    h("p.secondary", { data: { testid: "scale-label" } }, scale.columnMm ? scale.label : ""),
    h("p.secondary", {}, scale.columnMm ? pixelWords(scale) : aspectWords(scale)),
    calibration && provenance(calibration),
    ...(calibration?.warnings ?? []).map(({ code, sentence }) => h("p.verdict", {
      data: { tone: "amber", code, testid: "scale-warning" },
    }, sentence)),
    mayCalibrate
      ? h("button.calibrate", {
        class: scale.calibrated ? "calibrate" : "calibrate primary", onclick: onCalibrate,
        data: { testid: "calibrate" },
      }, scale.calibrated ? words.recalibrate : words.calibrate, h("kbd", {}, "C"))
      : h("p.secondary", {}, words.readOnly));
}

function notCalibrated(scale) {
  return h("p.value", {}, scale.columnMm ? words.notCalibrated : words.noScale);
}

function figures(scale, calibration) {
  const percent = errorPercent(scale);
  const { magnification } = scale;
  const number = magnification
    ? `M ${formatNumber(magnification, 2)}` : words.perPixel(formatNumber(scale.columnMm, 3));
  return h("p", { title: words.errorExplained },
    h("span.value", {
      data: { testid: "scale-value", value: magnification ?? scale.columnMm },
      title: String(magnification ?? scale.columnMm),
    }, number), " ",
    percent ? h("span.error", { data: { value: percent } },
      words.error(formatNumber(percent, 1))) : "",
    h("span.secondary", {}, ` ${METHODS[calibration?.method ?? scale.method]?.badge ?? ""}`));
}

const aspectWords = ({ aspect }) => (aspect === 1 ? "" : words.aspect(formatNumber(aspect, 3)));

const pixelWords = (scale) => words.pixel(
  formatNumber(scale.rowMm, 4), formatNumber(scale.columnMm, 4),
);

function provenance(calibration) {
  const residual = calibration.residual_px === null ? "" : words.residual(
    formatNumber(calibration.residual_px, 2),
    calibration.residual_mm === null ? "" : formatNumber(calibration.residual_mm, 2),
  );
  const when = dateAndTime(calibration.created_at);
  return h("p.secondary.provenance", {},
    [
      words.by(calibration.created_by), calibration.inputs?.detected ? words.detected : "", when,
      residual,
    ].filter(Boolean).join(" · "),
    calibration.reason && h("br"), calibration.reason && words.reason(calibration.reason));
}

/**
 * @param {object[]} calibrations All of the film, newest first.
 * @param {(json: object) => object} scaleOf Scale of the measuring layer from JSON.
 * @returns {HTMLElement|null} What was found before, for comparison.
 */
export function historyList(calibrations, scaleOf) {
  const earlier = calibrations.filter((one) => !one.current);
  if (!earlier.length) return null;
  return h("details.history", { data: { testid: "calibration-history" } },
    h("summary", {}, `${words.history} (${earlier.length})`),
    h("ol", { role: "list" }, ...earlier.map((one) => h("li", {},
      h("p", {}, badgeOf(scaleOf(one.scale), one).text), provenance(one)))));
}
