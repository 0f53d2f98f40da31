/** The circle with the least squared distances to three or more rim points. */

import { coveredArcDeg } from "./angles.js";
import { circumcircle, radialResiduals } from "./circles.js";
import { minimise, normalMatrix, sumOfSquares } from "./least_squares.js";
import { inverseDiagonal, solve } from "./linear_systems.js";
import { denormalize, normalize } from "./normalization.js";
import { distance, scaled, subtract } from "./points.js";
import { Degenerate, Reason } from "./reasons.js";

/** @typedef {import("./points.js").Point} Point */
/** @typedef {import("./circles.js").Circle} Circle */
/**
 * Standard deviations of a fitted circle, in the unit of its points.
 * @typedef {{centreX: number, centreY: number, radius: number}} CircleErrors
 */
/**
 * A fitted circle and how well its points hold it: `residualRms` is the root mean square distance
 * from the rim, `arcDeg` the arc covered, `dilution` the errors for points with unit noise.
 * @typedef {{circle: Circle, count: number, residualRms: number, arcDeg: number,
 *   dilution: CircleErrors}} CircleFit
 */

/** A 30 degree arc of a 24 mm femoral head bulges by 0.8 mm, which a hand can resolve. */
export const MIN_ARC_DEG = 30;
const PARAMETERS = 3;

/**
 * Fit a circle geometrically: minimise the sum of (|p - c| - r)^2.
 *
 * Starts from the algebraic fit of Kasa (1976), which alone shrinks short arcs, and refines it by
 * Levenberg-Marquardt steps. Three points give their circumcircle.
 * @param {readonly Point[]} points in a space with square units
 * @param {number} [minArcDeg] arc that the points must cover
 * @returns {CircleFit | Reason} `too_few_points`, `not_finite`, `coincident_points`,
 *   `collinear_points`, `arc_too_short` or `no_convergence`
 */
export function fitCircle(points, minArcDeg = MIN_ARC_DEG) {
  const normalized = normalize(points, PARAMETERS);
  if (normalized instanceof Reason) return normalized;
  const fitted = bestCircle(normalized.points);
  if (fitted instanceof Reason) return fitted;
  const directionsRad = normalized.points.map(([x, y]) => Math.atan2(y - fitted[1], x - fitted[0]));
  const arcDeg = coveredArcDeg(directionsRad);
  if (arcDeg < minArcDeg) {
    return new Reason(Degenerate.ARC_TOO_SHORT, { arc_deg: arcDeg, needed_deg: minArcDeg });
  }
  return describe(fitted, normalized, arcDeg);
}

/**
 * @param {number} residualRms
 * @param {number} count points
 * @param {number} parameters of the fit
 * @returns {number | Reason} the noise per point that the residuals betray; `too_few_points`
 *   where the points only just determine the parameters
 */
export function residualSigma(residualRms, count, parameters) {
  if (count <= parameters) {
    return new Reason(Degenerate.TOO_FEW_POINTS, { needed: parameters + 1, given: count });
  }
  return residualRms * Math.sqrt(count / (count - parameters));
}

/** @param {CircleFit} fit @returns {CircleErrors | Reason} from the fit's own residuals */
export function circleErrors(fit) {
  const sigma = residualSigma(fit.residualRms, fit.count, PARAMETERS);
  return sigma instanceof Reason ? sigma : circleErrorsFor(fit, sigma);
}

/**
 * @param {CircleFit} fit
 * @param {number} pointSigma known noise per coordinate
 * @returns {CircleErrors}
 */
export function circleErrorsFor(fit, pointSigma) {
  return {
    centreX: pointSigma * fit.dilution.centreX,
    centreY: pointSigma * fit.dilution.centreY,
    radius: pointSigma * fit.dilution.radius,
  };
}

function bestCircle(points) {
  if (points.length === PARAMETERS) {
    const exact = circumcircle(points[0], points[1], points[2]);
    return exact instanceof Reason ? exact : [...exact.centre, exact.radius];
  }
  const start = kasa(points);
  if (start instanceof Reason) return start;
  return minimise((parameters) => linearize(points, parameters), start);
}

/** Solve x^2 + y^2 = 2 cx x + 2 cy y + k for points whose mean is the origin. */
function kasa(points) {
  let [xx, xy, yy, xz, yz] = [0, 0, 0, 0, 0];
  for (const [x, y] of points) {
    const z = x * x + y * y;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xz += x * z;
    yz += y * z;
  }
  // Of unit spread, the determinant over count^2 is the flatness of the cloud, at most 1/4.
  if (xx * yy - xy * xy <= 1e-12 * points.length * points.length) {
    return new Reason(Degenerate.COLLINEAR_POINTS);
  }
  const centre = solve([[xx, xy], [xy, yy]], [xz / 2, yz / 2]);
  if (centre instanceof Reason) return new Reason(Degenerate.COLLINEAR_POINTS);
  return [...centre, Math.sqrt(centre[0] * centre[0] + centre[1] * centre[1] + 1)];
}

function linearize(points, parameters) {
  const circle = { centre: [parameters[0], parameters[1]], radius: parameters[2] };
  const jacobian = points.map((point) => {
    const reach = distance(circle.centre, point);
    // At the centre itself the distance has no slope; any other point decides.
    const perReach = reach > 0 ? 1 / reach : 0;
    return [...scaled(subtract(circle.centre, point), perReach), -1];
  });
  return { residuals: radialResiduals(circle, points), jacobian };
}

function describe(fitted, normalized, arcDeg) {
  const linearized = linearize(normalized.points, fitted);
  const variances = inverseDiagonal(normalMatrix(linearized));
  if (variances instanceof Reason) return variances;
  const count = normalized.points.length;
  return {
    circle: {
      centre: denormalize([fitted[0], fitted[1]], normalized),
      radius: Math.abs(fitted[2]) * normalized.spread,
    },
    count,
    residualRms: Math.sqrt(sumOfSquares(linearized) / count) * normalized.spread,
    arcDeg,
    dilution: {
      centreX: Math.sqrt(variances[0]),
      centreY: Math.sqrt(variances[1]),
      radius: Math.sqrt(variances[2]),
    },
  };
}
