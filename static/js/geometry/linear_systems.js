/** Small dense systems of linear equations (up to a handful of unknowns). */

import { Degenerate, Reason } from "./reasons.js";

/** A pivot this much smaller than the largest entry carries no digit of its own. */
export const PIVOT_RATIO = 1e-14;

/**
 * Solve `matrix x = right` by Gaussian elimination with partial pivoting.
 * @param {readonly (readonly number[])[]} matrix
 * @param {readonly number[]} right
 * @returns {number[] | Reason} `singular` where there is no single solution
 */
export function solve(matrix, right) {
  const size = right.length;
  const rows = matrix.map((row, index) => [...row, right[index]]);
  const limit = PIVOT_RATIO * Math.max(...matrix.flat().map(Math.abs));
  for (let column = 0; column < size; column += 1) {
    const pivot = pivotRow(rows, column);
    if (!(Math.abs(rows[pivot][column]) > limit)) return new Reason(Degenerate.SINGULAR);
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    eliminateBelow(rows, column);
  }
  return substituteBack(rows);
}

/**
 * @param {readonly (readonly number[])[]} matrix
 * @returns {number[] | Reason} the diagonal of the inverse: the variances of an information
 */
export function inverseDiagonal(matrix) {
  const inverse = invertMatrix(matrix);
  if (inverse instanceof Reason) return inverse;
  return inverse.map((row, index) => row[index]);
}

/**
 * @param {readonly (readonly number[])[]} matrix
 * @returns {number[][] | Reason} the inverse as rows, or `singular`
 */
export function invertMatrix(matrix) {
  const columns = [];
  for (let index = 0; index < matrix.length; index += 1) {
    const column = solve(matrix, matrix.map((_, row) => (row === index ? 1 : 0)));
    if (column instanceof Reason) return column;
    columns.push(column);
  }
  return matrix.map((_, row) => columns.map((column) => column[row]));
}

function pivotRow(rows, column) {
  let pivot = column;
  for (let row = column + 1; row < rows.length; row += 1) {
    if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
  }
  return pivot;
}

function eliminateBelow(rows, column) {
  for (let row = column + 1; row < rows.length; row += 1) {
    const factor = rows[row][column] / rows[column][column];
    for (let index = column; index < rows[row].length; index += 1) {
      rows[row][index] -= factor * rows[column][index];
    }
  }
}

function substituteBack(rows) {
  const size = rows.length;
  const solution = new Array(size).fill(0);
  for (let row = size - 1; row >= 0; row -= 1) {
    let total = rows[row][size];
    for (let column = row + 1; column < size; column += 1) {
      total -= rows[row][column] * solution[column];
    }
    solution[row] = total / rows[row][row];
  }
  return solution;
}
