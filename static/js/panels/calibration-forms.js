/** The four ways to say what a millimetre is: ball, known length, factor, header. */

import { Reason } from "../geometry/reasons.js";
import { formatNumber } from "../measuring/formatting.js";
import { Z_95 } from "../measuring/uncertainty.js";
import { fromBall, fromKnownLength, fromMagnification } from "../plan/calibrate.js";
import {
  PLAUSIBILITY, ball, factor, header, known, problem, reason as reasonWords, words,
} from "../text/calibration.js";
import { field, h, typedNumber } from "./dom.js";

/**
 * What every form gives: `element`, `refresh(points)` which computes and shows, `input()` the
 * request to the server, or null while something is missing, `outline` of the fitted ball.
 *
 * @param {{geometry: object, diameterMm: number|null, onInput: () => void,
 *   onClear: () => void}} options
 */
export function createBallForm({ geometry, diameterMm, onInput, onClear }) {
  const diameter = numberField("ball-diameter", diameterMm, onInput);
  const help = diameterMm ? undefined : ball.noDiameter;
  const result = createResult(onInput);
  const clear = h("button.bare", { onclick: onClear }, ball.clear);
  const agree = h("p", { data: { testid: "calibration-agree" } });
  let points = [];
  let fit = null;
  return {
    element: h("div.stack", {}, h("p.secondary", {}, ball.steps),
      field(ball.diameter, diameter, { help }), h("div.row", {}, agree, clear), result.element),
    refresh(next) {
      points = next;
      clear.hidden = points.length === 0;
      const size = typedNumber(diameter.value);
      fit = fromBall(points, size ?? NaN, geometry, { reason: result.reason });
      agree.textContent = agreeWords(fit, points.length);
      agree.dataset.value = fit instanceof Reason ? "" : `${fit.rim.used}/${fit.rim.given}`;
      result.show(points.length < 3 ? null : fit);
    },
    input: () => (isReady(fit) ? {
      method: "ball", rim_points_px: points, ball_diameter_mm: typedNumber(diameter.value),
      reason: result.reason,
    } : null),
    get outline() { return fit instanceof Reason ? null : fit?.rim?.outline ?? null; },
    focus: () => (diameterMm ? null : diameter.focus()),
  };
}

function agreeWords(fit, count) {
  if (!(fit instanceof Reason)) return ball.agree(fit.rim.used, fit.rim.given);
  return count < 3 ? `${ball.points(count)}, ${ball.needed(3 - count)}` : ball.points(count);
}

/** @param {{geometry: object, onInput: () => void}} options @returns {object} See above. */
export function createKnownForm({ geometry, onInput }) {
  const length = numberField("known-length", null, onInput);
  const result = createResult(onInput);
  let points = [];
  let fit = null;
  return {
    element: h("div.stack", {}, h("p.secondary", {}, known.steps), field(known.length, length),
      result.element),
    refresh(next) {
      points = next;
      const size = typedNumber(length.value);
      fit = points.length === 2
        ? fromKnownLength(...points, size ?? NaN, geometry, { reason: result.reason }) : null;
      result.show(fit);
    },
    input: () => (isReady(fit) ? {
      method: "known_length", points_px: points, length_mm: typedNumber(length.value),
      reason: result.reason,
    } : null),
    focus: () => {},
  };
}

/** @param {{geometry: object, onInput: () => void}} options @returns {object} See above. */
export function createFactorForm({ geometry, onInput }) {
  const magnification = numberField("magnification", null, onInput);
  const result = createResult(onInput, { needed: true });
  const possible = geometry.detectorMm !== null;
  let fit = null;
  return {
    element: h("div.stack", {}, h("p.secondary", {}, factor.steps),
      possible ? field(factor.magnification, magnification)
        : h("p.notice", { data: { tone: "amber" } }, factor.noDetector),
      possible && result.element),
    refresh() {
      const value = typedNumber(magnification.value);
      const given = { reason: result.reason };
      fit = possible && value !== null ? fromMagnification(value, geometry, given) : null;
      result.show(fit);
    },
    input: () => (isReady(fit) ? {
      method: "entered_magnification", magnification: typedNumber(magnification.value),
      reason: result.reason,
    } : null),
    focus: () => magnification.focus(),
  };
}

/** @param {{headerScale: object, onInput: () => void}} options @returns {object} See above. */
export function createHeaderForm({ headerScale, onInput }) {
  const result = createResult(onInput, { needed: true });
  const offered = headerScale.offer?.magnification;
  return {
    element: h("div.stack", {}, h("p.secondary", {}, header.steps(headerScale.label)),
      offered && h("p.notice", { data: { tone: "amber" } },
        header.offer(formatNumber(offered, 3))), result.element),
    refresh: () => result.show(null),
    input: () => (result.reason ? { method: "accepted_header", reason: result.reason } : null),
    focus: () => result.focusReason(),
  };
}

const isReady = (fit) => Boolean(fit) && !(fit instanceof Reason) && fit.mayBeSaved;

function numberField(id, value, onInput) {
  return h("input", {
    id, inputmode: "decimal", autocomplete: "off", value: value ?? "", oninput: onInput,
    data: { testid: id },
  });
}

/** The figures that the points give so far, what they look like, and a reason where needed. */
function createResult(onInput, { needed = false } = {}) {
  const value = h("span.value", { data: { testid: "calibration-magnification" } });
  const error = h("span.error", { data: { testid: "calibration-error" } });
  const residual = h("p.secondary", { data: { testid: "calibration-residual" } });
  const verdict = h("p.verdict", { data: { testid: "calibration-verdict" } });
  const text = h("input", {
    maxlength: "300", oninput: onInput, data: { testid: "calibration-reason" },
  });
  const why = field(needed ? reasonWords.needed : reasonWords.label, text,
    { help: reasonWords.hint });
  const figures = h("div", {}, h("p", {}, value, " ", error), residual);

  function showFit(fit) {
    const { magnification, columnMm, rowMm, relativeSigma } = fit;
    value.textContent = magnification === null
      ? words.pixel(formatNumber(rowMm, 4), formatNumber(columnMm, 4))
      : `M ${formatNumber(magnification, 3)}`;
    value.dataset.value = magnification ?? columnMm;
    error.textContent = words.error(formatNumber(100 * Z_95 * relativeSigma, 1));
    error.dataset.value = 100 * Z_95 * relativeSigma;
    residual.textContent = fit.residualPx === null ? "" : words.residual(
      formatNumber(fit.residualPx, 2), formatNumber(fit.residualMm, 2),
    );
    residual.dataset.value = fit.residualPx ?? "";
    verdict.dataset.code = fit.plausibility;
    verdict.textContent = PLAUSIBILITY[fit.plausibility](
      magnification === null ? "" : formatNumber(magnification, 2),
    );
    verdict.dataset.tone = ["amber", "needs_reason"].includes(fit.plausibility) ? "amber" : "quiet";
  }

  function showProblem(code) {
    delete value.dataset.value;
    verdict.dataset.code = code;
    verdict.dataset.tone = "amber";
    verdict.textContent = problem(code);
  }

  return {
    element: h("div.stack.result", {}, figures, verdict, why),
    get reason() { return text.value.trim(); },
    focusReason: () => text.focus(),
    show(fit) {
      const isProblem = fit instanceof Reason;
      figures.hidden = !fit || isProblem;
      verdict.hidden = !fit;
      if (isProblem) showProblem(fit.code);
      else if (fit) showFit(fit);
      // Asked for where it is needed, and kept in sight once something is written.
      why.hidden = !needed && !text.value && fit?.plausibility !== "needs_reason";
    },
  };
}
