/**
 * The algebraic ellipse through scattered points: where the geometric fit starts.
 *
 * Direct least squares (Fitzgibbon, Pilu and Fisher 1999) in the stable form of Halir and Flusser
 * (1998): among conics with 4ac - b^2 = 1, which are all ellipses, the one with the least squared
 * algebraic distances.
 */

import { solve } from "./linear_systems.js";
import { Degenerate, Reason } from "./reasons.js";

/** @typedef {import("./points.js").Point} Point */
/**
 * An ellipse without the seam that an angle has where the ellipse is a circle: centre x and y,
 * (a + b) / 2, and (a - b) / 2 times the cosine and sine of twice the long axis' direction.
 * @typedef {[number, number, number, number, number]} EllipseShape
 */

const ROOT_STEPS = 100;
const THREE = [0, 1, 2];

/**
 * @param {readonly Point[]} points normalised
 * @returns {EllipseShape | Reason} `collinear_points` or `not_an_ellipse`
 */
export function directEllipse(points) {
  const { quadratic, mixed, linear } = scatter(points);
  const toLinear = [];
  for (const row of mixed) {
    const column = solve(linear, row.map((value) => -value));
    if (column instanceof Reason) return new Reason(Degenerate.COLLINEAR_POINTS);
    toLinear.push(column);
  }
  // toLinear[i] is what coefficient i of the quadratic part contributes to (d, e, f).
  const reduced = THREE.map((i) => THREE.map((j) => quadratic[i][j]
    + (mixed[i][0] * toLinear[j][0] + mixed[i][1] * toLinear[j][1] + mixed[i][2] * toLinear[j][2])));
  const system = [
    reduced[2].map((value) => value / 2),
    reduced[1].map((value) => -value),
    reduced[0].map((value) => value / 2),
  ];
  const [a, b, c] = eigenvector(system, largestEigenvalue(system));
  const [d, e, f] = THREE.map((k) => a * toLinear[0][k] + b * toLinear[1][k] + c * toLinear[2][k]);
  return shapeOfConic(a, b, c, d, e, f);
}

/** Sum the products of (x^2, xy, y^2) and (x, y, 1) with themselves and each other. */
function scatter(points) {
  const zeros = () => THREE.map(() => [0, 0, 0]);
  const sums = { quadratic: zeros(), mixed: zeros(), linear: zeros() };
  for (const [x, y] of points) {
    const second = [x * x, x * y, y * y];
    const first = [x, y, 1];
    for (const i of THREE) {
      for (const j of THREE) {
        sums.quadratic[i][j] += second[i] * second[j];
        sums.mixed[i][j] += second[i] * first[j];
        sums.linear[i][j] += first[i] * first[j];
      }
    }
  }
  return sums;
}

/**
 * The largest root of the characteristic cubic, all of whose roots are real. Newton's steps from
 * the Laguerre-Samuelson bound fall onto the largest root from above.
 */
function largestEigenvalue(m) {
  const trace = m[0][0] + m[1][1] + m[2][2];
  const minors = (m[0][0] * m[1][1] - m[0][1] * m[1][0])
    + (m[0][0] * m[2][2] - m[0][2] * m[2][0])
    + (m[1][1] * m[2][2] - m[1][2] * m[2][1]);
  const determinant = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
    - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
    + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  let root = trace / 3 + (2 / 3) * Math.sqrt(Math.max(0, trace * trace - 3 * minors));
  for (let count = 0; count < ROOT_STEPS; count += 1) {
    const value = ((root - trace) * root + minors) * root - determinant;
    const slope = (3 * root - 2 * trace) * root + minors;
    if (!(value > 0 && slope > 0)) break;
    root -= value / slope;
  }
  return root;
}

/** The longest cross product of two rows of `m - eigenvalue`: its null direction. */
function eigenvector(m, eigenvalue) {
  const rows = m.map((row, i) => row.map((value, j) => value - (i === j ? eigenvalue : 0)));
  const products = [[0, 1], [0, 2], [1, 2]].map(([i, j]) => cross3(rows[i], rows[j]));
  const lengths = products.map((p) => p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
  return products[lengths.indexOf(Math.max(...lengths))];
}

function cross3(p, q) {
  return [
    p[1] * q[2] - p[2] * q[1],
    p[2] * q[0] - p[0] * q[2],
    p[0] * q[1] - p[1] * q[0],
  ];
}

/** Turn a x^2 + b xy + c y^2 + d x + e y + f = 0 into centre and axes. */
function shapeOfConic(a, b, c, d, e, f) {
  const discriminant = 4 * a * c - b * b;
  if (!(discriminant > 0)) return new Reason(Degenerate.NOT_AN_ELLIPSE);
  const centreX = (b * e - 2 * c * d) / discriminant;
  const centreY = (b * d - 2 * a * e) / discriminant;
  const sign = a + c < 0 ? -1 : 1;
  const atCentre = sign * (f + (d * centreX + e * centreY) / 2);
  const halfSum = (sign * (a + c)) / 2;
  const halfDifference = (sign * (a - c)) / 2;
  const halfMixed = (sign * b) / 2;
  const spread = Math.sqrt(halfDifference * halfDifference + halfMixed * halfMixed);
  if (!(atCentre < 0 && halfSum > spread)) return new Reason(Degenerate.NOT_AN_ELLIPSE);
  const semiMajor = Math.sqrt(-atCentre / (halfSum - spread));
  const semiMinor = Math.sqrt(-atCentre / (halfSum + spread));
  const halfGap = (semiMajor - semiMinor) / 2;
  // The curvature is largest across the long axis, hence the minus signs.
  const cos2 = spread > 0 ? -halfDifference / spread : 1;
  const sin2 = spread > 0 ? -halfMixed / spread : 0;
  return [centreX, centreY, (semiMajor + semiMinor) / 2, halfGap * cos2, halfGap * sin2];
}
