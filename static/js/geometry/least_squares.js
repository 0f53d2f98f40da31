/** Non-linear least squares for fits with a few parameters. */

import { solve } from "./linear_systems.js";
import { Degenerate, Reason } from "./reasons.js";

/**
 * Residuals at some parameters and their derivatives, one row per residual.
 * @typedef {{residuals: number[], jacobian: number[][]}} Linearized
 */

const FIRST_DAMPING = 1e-3;
const MAX_STEPS = 200;
// Parameters are of order 1 (fits normalise their points), so this is relative as well.
const STEP_TOLERANCE = 1e-13;
// Near the minimum the sum of squares changes by less than its own rounding. Steps that raise it
// by no more are taken, or the last digits of the parameters would never be reached.
const ROUNDING = 1e-13;

/** @param {Linearized} linearized @returns {number} what is being minimised */
export function sumOfSquares({ residuals }) {
  let total = 0;
  for (const residual of residuals) total += residual * residual;
  return total;
}

/** @param {Linearized} linearized @returns {number[][]} J^T J, the information of unit noise */
export function normalMatrix({ jacobian }) {
  const size = jacobian[0].length;
  const normal = Array.from({ length: size }, () => new Array(size).fill(0));
  for (const row of jacobian) {
    for (let i = 0; i < size; i += 1) {
      for (let j = 0; j < size; j += 1) normal[i][j] += row[i] * row[j];
    }
  }
  return normal;
}

/**
 * Minimise a sum of squares by Levenberg-Marquardt steps (Marquardt 1963).
 * @param {(parameters: readonly number[]) => Linearized | Reason} evaluate a Reason outside the
 *   domain of the model
 * @param {readonly number[]} start of order 1
 * @returns {number[] | Reason} `no_convergence` where no minimum is reached
 */
export function minimise(evaluate, start) {
  let parameters = [...start];
  let here = evaluate(parameters);
  let damping = FIRST_DAMPING;
  for (let count = 0; count < MAX_STEPS; count += 1) {
    if (here instanceof Reason) return here;
    const step = dampedStep(here, damping);
    if (step instanceof Reason) {
      damping *= 10;
      continue;
    }
    const candidate = parameters.map((value, index) => value + step[index]);
    const there = evaluate(candidate);
    const isSmall = Math.max(...step.map(Math.abs)) <= STEP_TOLERANCE;
    if (isBetter(there, here)) {
      parameters = candidate;
      here = there;
      damping /= 10;
    } else {
      damping *= 10;
    }
    if (isSmall) return parameters;
  }
  return new Reason(Degenerate.NO_CONVERGENCE);
}

function dampedStep(here, damping) {
  const normal = normalMatrix(here);
  normal.forEach((row, index) => {
    row[index] *= 1 + damping;
  });
  return solve(normal, gradient(here).map((value) => -value));
}

function gradient({ residuals, jacobian }) {
  const sums = new Array(jacobian[0].length).fill(0);
  jacobian.forEach((row, which) => {
    row.forEach((value, index) => {
      sums[index] += value * residuals[which];
    });
  });
  return sums;
}

function isBetter(there, here) {
  if (there instanceof Reason) return false;
  return sumOfSquares(there) <= sumOfSquares(here) * (1 + ROUNDING) + ROUNDING * ROUNDING;
}
