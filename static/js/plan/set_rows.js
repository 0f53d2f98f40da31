/** The values of a set as rows: both sides of a measurement beside each other, and how they differ. */

import { Reason } from "../geometry/reasons.js";
import { formatValue } from "../measuring/formatting.js";
import { Unit } from "../measuring/quantity.js";

/**
 * @param {object} set
 * @param {readonly {key: string, side: "R" | "L" | null, planned: object, definition: object,
 *   name: string}[]} results of its measurements
 * @returns {{name: string, right: object | null, left: object | null, both: object | null,
 *   difference: string | null}[]} in the order of the set; `both` is of no side, or compares them
 */
export function setRows(set, results) {
  return set.measurements.flatMap((key) => {
    const own = results.filter((result) => result.key === key);
    if (own.length === 0) return [];
    const of = (side) => own.find((result) => result.side === side) ?? null;
    const [right, left, both] = [of("R"), of("L"), of(null)];
    const { definition, name } = own[0];
    return [{ name, right, left, both, difference: differenceOf(definition, right, left) }];
  });
}

/** By how much two sides differ, whichever is more: a class and what is missing do not. */
function differenceOf(definition, right, left) {
  const values = [right, left].map((one) => one?.planned);
  if (values.some((value) => !value || value instanceof Reason)) return null;
  const { unit, decimals } = definition.result;
  if (unit === Unit.CLASS) return null;
  return formatValue(Math.abs(values[0].value - values[1].value), unit, decimals);
}
