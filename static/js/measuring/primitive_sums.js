/**
 * Primitives that compute with numbers; trigonometry is in degrees. The twin is
 * `planning/measuring/primitive_sums.py`.
 */

import { DEG_TO_RAD, RAD_TO_DEG } from "../geometry/angles.js";
import { Reason } from "../geometry/reasons.js";

export const OUT_OF_RANGE = "out_of_range";
const SMALLEST_DIVISOR = 1e-12;

/** A sum. */
export function add(of) {
  let total = 0;
  for (const value of of) total += value;
  return total;
}

/** A difference. */
export function subtract(of, minus) {
  return of - minus;
}

/** A product. */
export function multiply(of) {
  let product = 1;
  for (const value of of) product *= value;
  return product;
}

/** A quotient, or `out_of_range` where nothing can be divided by. */
export function divide(of, by) {
  return Math.abs(by) >= SMALLEST_DIVISOR ? of / by : new Reason(OUT_OF_RANGE);
}

/** A number without its sign. */
export const absolute = Math.abs;

/** A square root, or `out_of_range` below zero. */
export function root(of) {
  return of >= 0 ? Math.sqrt(of) : new Reason(OUT_OF_RANGE);
}

/** The sine of degrees. */
export function sine(of) {
  return Math.sin(of * DEG_TO_RAD);
}

/** The cosine of degrees. */
export function cosine(of) {
  return Math.cos(of * DEG_TO_RAD);
}

/** The tangent of degrees, or `out_of_range` at a right angle. */
export function tangent(of) {
  return divide(sine(of), cosine(of));
}

/** Degrees in -90..90, or `out_of_range` beyond -1..1. */
export function arcsine(of) {
  return of >= -1 && of <= 1 ? RAD_TO_DEG * Math.asin(of) : new Reason(OUT_OF_RANGE);
}

/** Degrees in -90..90. */
export function arctangent(of) {
  return RAD_TO_DEG * Math.atan(of);
}
