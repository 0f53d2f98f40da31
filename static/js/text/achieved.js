/** What the planner says of a later film beside the signed plan. */

import { formatNumber, formatPlusMinus, formatValue, parseNumber } from "../measuring/formatting.js";
import { NO_ERROR_BAR, reasonWords, sided } from "./results.js";

const SIDES = { R: "right", L: "left", B: "both sides" };

const WARNINGS = {
  signed_not_intact: "What was signed has been changed since. Tell your administrator.",
  signed_after_film: "This plan was signed after the day of this film, so it was no plan for what "
    + "the film shows.",
};

const REASONS = {
  not_planned: "The signed plan has no such value.",
  not_measured: "Not measured on this film yet.",
  unchanged_by_plan: "Nothing in the signed plan changes this, so there was no aim.",
  planned_without_value: "It had no value in the signed plan.",
  other_side: "Measured on the other side than the one that was planned.",
  other_version: "The definition has changed since the plan was signed, so the two are not alike.",
  planned_not_calibrated: "The plan's film had no calibration, so its millimetres are not the "
    + "patient's.",
  not_calibrated: "This film has no calibration. Press C: the implant's head, whose diameter is "
    + "known, is the best measure.",
};

export const words = {
  head: ({ operation, side, number, signed_by: by, film_date: film }) => [
    [operation, SIDES[side]].filter(Boolean).join(", "), `version ${number}, signed by ${by}`,
    `film of ${film}`,
  ].filter(Boolean).join(" · "),
  open: "Open the plan's film",
  title: ({ name, side }) => sided(name, side),
  planned: "planned",
  achieved: "achieved",
  none: "no value",
  note: "± is the 95 % interval of measurement error; that of a difference takes both films as "
    + "independent. Rotation, tilt and contracture are not in it.",
  begin: "Measure this film with the Post-operative hip set (press M). The head of the implant, "
    + "whose diameter is known, gives the scale (press C).",
  failed: "What was planned could not be compared. It is tried again with the next change.",
  warning: (code) => WARNINGS[code] ?? code,
};

/** @param {{code: string, params: object}} reason @returns {string} Why there is no difference. */
export const whyNot = (reason) => REASONS[reason.code] ?? reasonWords(reason);

/**
 * The difference as people say it, seen from the operated side; no sign.
 * @param {object} row Of the API.
 * @param {string} operated R, L, B or nothing.
 * @returns {string} "left 3 mm longer than planned", "6° more than planned", "as planned"
 */
export function differenceWords({ difference, unit, decimals, compares_sides: sides }, operated) {
  const seen = operated === "L" ? "L" : "R";
  const value = sides && seen === "L" ? -difference.value : difference.value;
  if (parseNumber(formatNumber(value, decimals)) === 0) return "as planned";
  const size = formatValue(Math.abs(value), unit, decimals);
  if (sides) return `${SIDES[seen]} ${size} ${value > 0 ? "longer" : "shorter"} than planned`;
  return `${size} ${value > 0 ? "more" : "less"} than planned`;
}

/** @param {object} row Of the API. @returns {string} "± 4", or nothing. */
export function errorWords({ difference, decimals }) {
  const { plus_minus_95: bar } = difference;
  return bar === null ? "" : formatPlusMinus(bar, decimals);
}

/** @param {object} row Of the API. @returns {string} What the error says of the difference. */
export function errorNote({ difference }) {
  if (difference.within_error) return "No more than measurement error explains.";
  if (difference.plus_minus_95 === null) return NO_ERROR_BAR[difference.plus_minus_reason] ?? "";
  return "";
}

/** @param {object | null} part Of a row. @param {number} decimals @returns {string} "46° ± 2" */
export function partWords(part, decimals) {
  if (!part || part.result.kind !== "quantity") return words.none;
  const bar = part.result.plus_minus_95;
  return [part.text, bar === null ? "" : formatPlusMinus(bar, decimals)].filter(Boolean).join(" ");
}
