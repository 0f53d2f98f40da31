/**
 * How numbers are written, in the same digits as `planning/measuring/formatting.py`.
 *
 * One rule: round half away from zero on the shortest decimal that stands for the number. 0.285 is
 * written 0.29, although its binary neighbour is a little below; people round what they read. The
 * decimal sign is always a point, thousands are not grouped, a negative number carries the true
 * minus sign (U+2212, which screen readers speak) and nothing is ever "-0". These strings are for
 * eyes; exports and `data-value` carry the unrounded number.
 */

import { Unit } from "./quantity.js";

/** @typedef {import("./quantity.js").Quantity} Quantity */

export const MINUS = "\u2212";
export const PLUS_MINUS = "\u00b1";
export const MAX_DECIMALS = 12;

/** Whole millimetres and degrees are what a surgeon reads; callers ask for more where it helps. */
export const DEFAULT_DECIMALS = Object.freeze({
  [Unit.MM]: 0, [Unit.PX]: 0, [Unit.DEG]: 0, [Unit.RATIO]: 2, [Unit.PERCENT]: 1,
  [Unit.CLASS]: 0,
});

// A degree sign follows its number at once, other units after a space (SI brochure 5.4.3).
const SUFFIXES = Object.freeze({
  [Unit.MM]: " mm", [Unit.PX]: " px", [Unit.DEG]: "°", [Unit.RATIO]: "", [Unit.PERCENT]: " %",
  [Unit.CLASS]: "",
});

/**
 * Write a number with a fixed count of decimals.
 * @param {number} value
 * @param {number} decimals 0 to 12
 * @returns {string}
 * @throws {RangeError} if the value is not finite or the decimals are out of range
 */
export function formatNumber(value, decimals) {
  if (!Number.isFinite(value)) {
    throw new RangeError(`only a finite number can be written, not ${value}`);
  }
  if (!(Number.isInteger(decimals) && decimals >= 0 && decimals <= MAX_DECIMALS)) {
    throw new RangeError(`decimals run from 0 to ${MAX_DECIMALS}, not ${decimals}`);
  }
  const [whole, fraction] = plainDigits(Math.abs(value));
  const kept = whole + fraction.slice(0, decimals).padEnd(decimals, "0");
  const rounded = fraction.charAt(decimals) >= "5" ? increment(kept) : kept;
  const split = rounded.length - decimals;
  const digits = decimals === 0
    ? rounded
    : `${rounded.slice(0, split)}.${rounded.slice(split)}`;
  return value < 0 && /[1-9]/.test(rounded) ? MINUS + digits : digits;
}

/**
 * Read what formatNumber wrote.
 * @param {string} text
 * @returns {number}
 * @throws {RangeError} if the text is not a plain decimal number
 */
export function parseNumber(text) {
  const plain = text.replace(MINUS, "-");
  if (!/^-?\d+(\.\d+)?$/.test(plain)) {
    throw new RangeError(`not a number as this program writes it: ${text}`);
  }
  return Number(plain);
}

/**
 * Write an error bar: "± 4". One that would read 0 gets as many decimals as its first digit needs:
 * nothing is measured without error.
 * @param {number} halfWidth
 * @param {number} decimals
 * @returns {string}
 */
export function formatPlusMinus(halfWidth, decimals) {
  let shown = decimals;
  while (halfWidth > 0 && shown < MAX_DECIMALS && readsZero(halfWidth, shown)) shown += 1;
  return `${PLUS_MINUS} ${formatNumber(halfWidth, shown)}`;
}

/**
 * Write a number with its unit: "52 mm", "42°", "2.5 %", "0.98".
 * @param {number} value
 * @param {string} unit
 * @param {number} decimals
 * @returns {string}
 */
export function formatValue(value, unit, decimals) {
  return formatNumber(value, decimals) + SUFFIXES[unit];
}

/**
 * Write a quantity with its error bar, where it has one: "52 ± 1 mm".
 * @param {Quantity} quantity
 * @param {number} [decimals] without it, those of DEFAULT_DECIMALS for the unit
 * @returns {string}
 */
export function formatQuantity(quantity, decimals = DEFAULT_DECIMALS[quantity.unit]) {
  const number = formatNumber(quantity.value, decimals);
  const errorBar = quantity.plusMinus95 === null
    ? ""
    : ` ${formatPlusMinus(quantity.plusMinus95, decimals)}`;
  return number + errorBar + SUFFIXES[quantity.unit];
}

/**
 * Write a quantity with the words of its scale, which every length carries. A label that begins
 * with the unit continues the number ("52 mm at detector plane (not calibrated)"); another follows
 * after a dot ("52 ± 1 mm · calibrated (user: 25.4 mm ball)").
 * @param {Quantity} quantity
 * @param {number} [decimals]
 * @returns {string}
 */
export function formatLabelled(quantity, decimals = DEFAULT_DECIMALS[quantity.unit]) {
  const written = formatQuantity(quantity, decimals);
  const { label, unit } = quantity;
  if (label === "" || label === unit) return written;
  if (label.startsWith(`${unit} `) || label.startsWith(`${unit},`)) {
    return written + label.slice(unit.length);
  }
  return `${written} · ${label}`;
}

/** Split the shortest decimal of a positive number at its point, without exponent. */
function plainDigits(magnitude) {
  const [mantissa, exponentText = "0"] = String(magnitude).split("e");
  const [head, tail = ""] = mantissa.split(".");
  const digits = head + tail;
  const point = head.length + Number(exponentText);
  if (point <= 0) return ["0", "0".repeat(-point) + digits];
  return [digits.slice(0, point).padEnd(point, "0"), digits.slice(point)];
}

/** Add one in the last place of a string of digits. */
function increment(digits) {
  let index = digits.length - 1;
  while (index >= 0 && digits[index] === "9") index -= 1;
  const zeros = "0".repeat(digits.length - 1 - index);
  if (index < 0) return `1${zeros}`;
  return digits.slice(0, index) + String(Number(digits[index]) + 1) + zeros;
}

function readsZero(value, decimals) {
  return parseNumber(formatNumber(value, decimals)) === 0;
}
