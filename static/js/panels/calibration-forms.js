/** The plain ways to say what a millimetre is: ball, known length, factor, header. */

import { Reason } from "../geometry/reasons.js";
import { formatNumber } from "../measuring/formatting.js";
import {
  BALL_DEPTH_95, STANDING_BALL_95, fromBall, fromKnownLength, fromMagnification,
} from "../plan/calibrate.js";
import { markerWarnings } from "../plan/marker_warnings.js";
import { ball, factor, header, known } from "../text/calibration.js";
import { createResult, isReady, judgedBy, numberField } from "./calibration-result.js";
import { field, h, typedNumber } from "./dom.js";

/**
 * What every form gives: `element`, `refresh(points)` which computes and shows, `input()` the
 * request to the server, or null while something is missing, `outline` of the fitted ball.
 *
 * @param {{geometry: object, diameterMm: number|null, onInput: () => void,
 *   onClear: () => void, onLook: (diameterMm: number) => void,
 *   onAdjust: (points: Array<[number, number]>) => void}} options `onLook`: look for the ball;
 *   `onAdjust`: make what was found points to be dragged
 * @returns {object} Besides, `propose(words, points)`: what the search says, null while it is under
 *   way, and the rim it found; `waits`: whether that is what would be saved. Clicking overrules it.
 */
export function createBallForm({
  geometry, diameterMm, onInput, onClear, onLook, onAdjust,
}) {
  const diameter = numberField("ball-diameter", diameterMm, onInput);
  const help = diameterMm ? undefined : ball.noDiameter;
  const result = createResult(geometry, onInput);
  const clear = h("button.bare", { onclick: onClear }, ball.clear);
  const agree = h("p", { data: { testid: "calibration-agree" } });
  const proposal = h("p.notice", { data: { testid: "calibration-proposal" }, hidden: true });
  const look = h("button", { onclick: () => onLook(size()), data: { testid: "ball-look" } },
    ball.look);
  const adjust = h("button", {
    onclick: () => onAdjust(proposed), data: { testid: "ball-adjust" },
  }, ball.adjust);
  const standing = h("input", {
    id: "ball-standing", type: "checkbox", onchange: onInput, checked: geometry.standing,
    data: { testid: "ball-standing" },
  });
  let points = [];
  let proposed = null;
  let fit = null;
  const size = () => typedNumber(diameter.value);
  const isProposed = () => proposed !== null && points.length === 0;
  const chosen = () => (isProposed() ? proposed : points);
  return {
    element: h("div.stack", {}, h("p.secondary", {}, ball.steps),
      field(ball.diameter, diameter, { help }), proposal,
      h("div.row", {}, agree, clear, look, adjust),
      h("label.row", { for: "ball-standing" }, standing, ball.standing), result.element),
    refresh(next) {
      points = next;
      clear.hidden = points.length === 0;
      look.hidden = points.length > 0 || isProposed();
      look.disabled = size() === null;
      adjust.hidden = !isProposed();
      proposal.hidden = points.length > 0 || !proposal.textContent;
      const depth95 = standing.checked ? STANDING_BALL_95 : BALL_DEPTH_95;
      const options = { ...judgedBy(geometry, result), depth95 };
      fit = fromBall(chosen(), size() ?? NaN, geometry, options);
      agree.textContent = isProposed() ? "" : agreeWords(fit, points.length);
      agree.dataset.value = fit instanceof Reason ? "" : `${fit.rim.used}/${fit.rim.given}`;
      const about = { region: geometry.region, standing: standing.checked };
      result.show(chosen().length < 3 ? null : fit,
        fit instanceof Reason ? [] : markerWarnings("ball", fit.magnification, about));
    },
    propose(said, found = null) {
      proposed = found;
      proposal.textContent = said ?? ball.looking;
      onInput();
    },
    get waits() { return isProposed(); },
    get diameterMm() { return size(); },
    input: () => (isReady(fit) ? {
      method: "ball", rim_points_px: chosen(), ball_diameter_mm: size(), reason: result.reason,
      ...(standing.checked === geometry.standing ? {} : { standing: standing.checked }),
      ...(isProposed() ? { detected: true } : {}),
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
  const result = createResult(geometry, onInput);
  let points = [];
  let fit = null;
  return {
    element: h("div.stack", {}, h("p.secondary", {}, known.steps), field(known.length, length),
      result.element),
    refresh(next) {
      points = next;
      const size = typedNumber(length.value);
      fit = points.length === 2
        ? fromKnownLength(...points, size ?? NaN, geometry, judgedBy(geometry, result)) : null;
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
  const result = createResult(geometry, onInput, { needed: true });
  const possible = geometry.detectorMm !== null;
  let fit = null;
  return {
    element: h("div.stack", {}, h("p.secondary", {}, factor.steps),
      possible ? field(factor.magnification, magnification)
        : h("p.notice", { data: { tone: "amber" } }, factor.noDetector),
      possible && result.element),
    refresh() {
      const value = typedNumber(magnification.value);
      const given = judgedBy(geometry, result);
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

/** @param {{geometry: object, headerScale: object, onInput: () => void}} options @returns {object} See above. */
export function createHeaderForm({ geometry, headerScale, onInput }) {
  const result = createResult(geometry, onInput, { needed: true });
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
