/** What a result reads like: words instead of signs, as `planning/measuring/words.py` writes. */

import { formatNumber, formatValue, parseNumber } from "./formatting.js";
import { Unit } from "./quantity.js";

/** @typedef {import("./quantity.js").Quantity} Quantity */

/**
 * Write a result for people: "right 8 mm short", "2.5° varus".
 * @param {object} definition
 * @param {Quantity} quantity
 * @param {string | null} [side] whose view to take, "R" or "L": a right leg 8 mm short is a left
 *   one 8 mm long
 * @param {{short?: boolean}} [form] short: for narrow places, where the definition has one
 * @returns {string}
 */
export function displayed(definition, quantity, side = null, { short = false } = {}) {
  const { result } = definition;
  if (quantity.unit === Unit.CLASS) {
    const chosen = result.classes[Math.round(quantity.value) - 1];
    return short ? chosen.key : chosen.name;
  }
  const value = Math.max(quantity.value, result.floor ?? quantity.value);
  const templates = (short ? result.short_words : undefined) ?? result.words;
  if (templates === undefined) return formatValue(value, quantity.unit, result.decimals);
  const shown = formatValue(Math.abs(value), quantity.unit, result.decimals);
  const template = templates[signOf(value, result.decimals)];
  const chosen = typeof template === "string"
    ? template
    : template[side === "R" || side === "L" ? side : "none"];
  return chosen.replaceAll("{value}", shown);
}

/** @param {object} definition @param {Quantity} quantity @returns {string} the class's key */
export function classKey(definition, quantity) {
  return definition.result.classes[Math.round(quantity.value) - 1].key;
}

/**
 * @param {object} definition
 * @param {number} value
 * @returns {string | null} the band of the normal range that the value lies in, if one does
 */
export function bandName(definition, value) {
  const bands = definition.normal?.bands ?? [];
  const found = bands.find(({ from, to }) => (from === null || value >= from)
    && (to === null || value < to));
  return found?.name ?? null;
}

/** What reads as zero is neither one side nor the other. */
function signOf(value, decimals) {
  const read = parseNumber(formatNumber(value, decimals));
  if (read === 0) return "zero";
  return read > 0 ? "positive" : "negative";
}
