/** A square root of the covariance of fitted parameters. */

/**
 * Columns c with sum of c c^T = (J^T J)^-1, for points of unit noise: uncorrelated directions in
 * which the parameters may lie, a standard deviation long. With J^T J = L L^T (Cholesky), the
 * columns are the rows of L^-1.
 * @param {number[][]} jacobian of full rank, which a fit that succeeded has
 * @returns {number[][]}
 */
export function covarianceRoot(jacobian) {
  const size = jacobian[0].length;
  const lower = square(size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let rest = 0;
      for (const row of jacobian) rest += row[i] * row[j];
      for (let k = 0; k < j; k += 1) rest -= lower[i][k] * lower[j][k];
      lower[i][j] = i === j ? Math.sqrt(rest) : rest / lower[j][j];
    }
  }
  return rowsOfInverse(lower);
}

function rowsOfInverse(lower) {
  const inverse = square(lower.length);
  for (let i = 0; i < lower.length; i += 1) {
    inverse[i][i] = 1 / lower[i][i];
    for (let j = 0; j < i; j += 1) {
      let rest = 0;
      for (let k = j; k < i; k += 1) rest -= lower[i][k] * inverse[k][j];
      inverse[i][j] = rest / lower[i][i];
    }
  }
  return inverse;
}

function square(size) {
  return Array.from({ length: size }, () => new Array(size).fill(0));
}
