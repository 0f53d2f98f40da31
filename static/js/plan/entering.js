/** Values that a person enters for measurements, as change sets of the plan document. */

import { Reason } from "../geometry/reasons.js";
import { enteredParams, enteredProblem } from "../measuring/entered.js";
import { find } from "./items.js";

/** @typedef {import("./changes.js").Change} Change */

/**
 * Enter a value, or take it back. What is the same for all measurements of a film, such as where
 * the patient's front is, is entered for all of them.
 * @param {object} document
 * @param {Map<string, object>} definitions by key
 * @param {{id: string, param: string, value: number | string | null}} entered `id` of the
 *   measurement; null takes the value back, so that the usual one counts
 * @returns {Change[] | Reason} no changes where the measurement is gone; a reason why it may not be
 *   entered, see `enteredProblem`
 */
export function enterValue(document, definitions, { id, param, value }) {
  const item = find(document, "measurements", id);
  if (!item) return [];
  const definition = definitions.get(item.definition);
  const problem = value === null ? null : enteredProblem(definition, param, value);
  if (problem) return problem;
  const isShared = isOfFilm(definition, param);
  const takers = document.measurements.filter((one) => one.id === id || (
    isShared && one.view_id !== undefined && one.view_id === item.view_id
    && isOfFilm(definitions.get(one.definition), param)));
  return takers.filter((one) => (one.params?.[param] ?? null) !== value)
    .map((one) => ({ op: "upsert", collection: "measurements", item: withValue(one, param, value) }));
}

const isOfFilm = (definition, name) => Boolean(definition && enteredParams(definition)
  .some(({ param, shared }) => param === name && shared === true));

function withValue(item, param, value) {
  const { params: before, ...rest } = item;
  const params = Object.fromEntries(
    Object.entries({ ...before, [param]: value }).filter(([, one]) => one !== null),
  );
  return Object.keys(params).length ? { ...rest, params } : rest;
}
