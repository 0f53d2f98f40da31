/** What every way to calibrate shows: figures, verdict, cautions, and the reason where needed. */

import { Reason } from "../geometry/reasons.js";
import { formatNumber } from "../measuring/formatting.js";
import { Z_95 } from "../measuring/uncertainty.js";
import {
  PLAUSIBILITY, WARNINGS, problem, reason as reasonWords, words,
} from "../text/calibration.js";
import { field, h } from "./dom.js";

/** @returns {boolean} Whether a calibration may be saved as it is. */
export const isReady = (fit) => Boolean(fit) && !(fit instanceof Reason) && fit.mayBeSaved;

/** What a magnification is judged by: the view's range, and the reason that was typed. */
export const judgedBy = ({ expected }, result) => ({ expected, reason: result.reason });

/** A field for a decimal number. */
export function numberField(id, value, onInput) {
  return h("input", {
    id, inputmode: "decimal", autocomplete: "off", value: value ?? "", oninput: onInput,
    data: { testid: id },
  });
}

/**
 * The figures that the points give so far, what they look like, and a reason where needed.
 * @param {{expected: object, region: string, heads?: (columnMm: number) => object[]}} geometry
 * @param {() => void} onInput
 * @param {{needed?: boolean}} [options]
 * @returns {object} `element`, `show(fit, warnings)`, `reason`, `focusReason()`
 */
export function createResult(geometry, onInput, { needed = false } = {}) {
  const value = h("span.value", { data: { testid: "calibration-magnification" } });
  const error = h("span.error", { data: { testid: "calibration-error" } });
  const residual = h("p.secondary", { data: { testid: "calibration-residual" } });
  const verdict = h("p.verdict", { data: { testid: "calibration-verdict" } });
  const text = h("input", {
    maxlength: "300", oninput: onInput, data: { testid: "calibration-reason" },
  });
  const why = field(needed ? reasonWords.needed : reasonWords.label, text,
    { help: reasonWords.hint });
  const cautions = h("div.stack", { data: { testid: "calibration-warnings" } });
  const figures = h("div.stack", {}, h("p", {}, value, " ", error), residual, cautions);

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
      magnification === null ? "" : formatNumber(magnification, 2), geometry,
    );
    verdict.dataset.tone = ["amber", "needs_reason"].includes(fit.plausibility) ? "amber" : "quiet";
  }

  /** What to know before trusting it, and how large marked femoral heads would be with it. */
  function showCautions(fit, warnings) {
    const heads = (geometry.heads?.(fit.columnMm) ?? []).filter((head) => !head.plausible);
    cautions.replaceChildren(
      ...warnings.map((code) => h("p.verdict", { data: { tone: "amber", code } }, WARNINGS[code])),
      ...heads.map(({ side, diameterMm }) => h("p.verdict", { data: { tone: "amber", code: "head" } },
        words.head(side, formatNumber(diameterMm, 0)))),
    );
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
    show(fit, warnings = []) {
      const isProblem = fit instanceof Reason;
      figures.hidden = !fit || isProblem;
      verdict.hidden = !fit;
      if (isProblem) showProblem(fit.code);
      else if (fit) {
        showFit(fit);
        showCautions(fit, warnings);
      }
      // Asked for where it is needed, and kept in sight once something is written.
      why.hidden = !needed && !text.value && fit?.plausibility !== "needs_reason";
    },
  };
}
