/**
 * Values that a person enters for a measurement: which, and what they may be. The twin is
 * `planning/measuring/entered.py`.
 */

import { Reason } from "../geometry/reasons.js";
import { MINUS } from "./formatting.js";

/** Parameters that are known of the film, confirmed there, and not entered. */
const OF_THE_FILM = ["hanging"];
const UNITS = { mm: " mm", deg: "°", percent: " %" };

/** @param {object} definition @returns {object[]} The parameters that a person enters. */
export const enteredParams = ({ params }) => (
  params.filter(({ param }) => !OF_THE_FILM.includes(param)));

/**
 * What a measurement was computed with, as people read it.
 * @param {object} definition
 * @param {Record<string, unknown>} params what was entered
 * @returns {{param: string, name: string, text: string, usual: boolean}[]} `usual` where nobody
 *   entered anything and the definition's own value counts
 */
export function toldValues(definition, params) {
  return enteredParams(definition).flatMap(({ param, name, unit, default: usual }) => {
    const entered = params[param] ?? null;
    const value = entered ?? usual ?? null;
    if (value === null) return [];
    const text = typeof value === "string" ? value : numberText(value) + (UNITS[unit] ?? "");
    return [{ param, name, text, usual: entered === null }];
  });
}

const numberText = (value) => String(value).replace("-", MINUS);

/**
 * @param {object} definition
 * @param {string} name
 * @param {unknown} value
 * @returns {Reason | null} why it may not be entered: `unknown_param`, `param_not_a_choice`, or
 *   `param_out_of_range` with the limits
 */
export function enteredProblem(definition, name, value) {
  const param = enteredParams(definition).find((one) => one.param === name);
  if (param === undefined) {
    return new Reason("unknown_param", { definition: definition.key, param: name });
  }
  const { choices, min, max, name: title } = param;
  if (choices !== undefined) {
    const fits = typeof value === "string" && Object.hasOwn(choices, value);
    return fits ? null : new Reason("param_not_a_choice", { name: title });
  }
  const [low, high] = [min ?? -Infinity, max ?? Infinity];
  if (typeof value === "number" && low <= value && value <= high) return null;
  const limits = min === undefined || max === undefined ? {} : { low, high };
  return new Reason("param_out_of_range", { name: title, ...limits });
}
