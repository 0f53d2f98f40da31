/**
 * The ellipse with the least squared distances to five or more rim points.
 *
 * The shadow of a ball off the central ray is an ellipse whose short diameter calibrates; the rim
 * of a cup is one whose axes give its version.
 */

import { coveredArcDeg } from "./angles.js";
import { residualSigma } from "./circle_fit.js";
import { directEllipse } from "./ellipse_start.js";
import { nearestFoot } from "./ellipses.js";
import { minimise, normalMatrix, sumOfSquares } from "./least_squares.js";
import { invertMatrix } from "./linear_systems.js";
import { denormalize, normalize } from "./normalization.js";
import { Degenerate, Reason } from "./reasons.js";

/** @typedef {import("./points.js").Point} Point */
/** @typedef {import("./ellipses.js").Ellipse} Ellipse */
/**
 * Standard deviations of a fitted ellipse, in the unit of its points.
 * @typedef {{centreX: number, centreY: number, semiMajor: number, semiMinor: number}} EllipseErrors
 */
/**
 * A fitted ellipse and how well its points hold it: `arcDeg` is in eccentric angle, `dilution` the
 * errors for points with unit noise.
 * @typedef {{ellipse: Ellipse, count: number, residualRms: number, arcDeg: number,
 *   dilution: EllipseErrors}} EllipseFit
 */

/** Less than a half leaves one end of the long diameter unseen: its length would be a guess. */
export const MIN_ARC_DEG = 180;
const PARAMETERS = 5;
// Relative difference of the diameters below which the ellipse is a circle without direction.
const ROUND_RATIO = 1e-9;

/**
 * Fit an ellipse geometrically: minimise the squared distances to the nearest rim points.
 *
 * Starts from the direct algebraic fit and refines it by Levenberg-Marquardt steps. On a nearly
 * round shadow noise alone makes the long diameter longer and the short one shorter, by about the
 * standard deviation of either: where the shape is known to be round, fit a circle.
 * @param {readonly Point[]} points in a space with square units
 * @param {number} [minArcDeg] arc that the points must cover, in eccentric angle
 * @returns {EllipseFit | Reason} `too_few_points`, `not_finite`, `coincident_points`,
 *   `collinear_points`, `not_an_ellipse`, `arc_too_short` or `no_convergence`
 */
export function fitEllipse(points, minArcDeg = MIN_ARC_DEG) {
  const normalized = normalize(points, PARAMETERS);
  if (normalized instanceof Reason) return normalized;
  const start = directEllipse(normalized.points);
  if (start instanceof Reason) return start;
  const shape = minimise((parameters) => linearize(normalized.points, parameters), start);
  if (shape instanceof Reason) return shape;
  const axes = axesOf(shape);
  const arcDeg = coveredArcDeg(normalized.points.map((point) => {
    const foot = nearestFoot(inAxes(point, axes), axes.a, axes.b);
    return Math.atan2(foot.sin, foot.cos);
  }));
  if (arcDeg < minArcDeg) {
    return new Reason(Degenerate.ARC_TOO_SHORT, { arc_deg: arcDeg, needed_deg: minArcDeg });
  }
  return describe(shape, axes, normalized, arcDeg);
}

/** @param {EllipseFit} fit @returns {EllipseErrors | Reason} from the fit's own residuals */
export function ellipseErrors(fit) {
  const sigma = residualSigma(fit.residualRms, fit.count, PARAMETERS);
  return sigma instanceof Reason ? sigma : ellipseErrorsFor(fit, sigma);
}

/**
 * @param {EllipseFit} fit
 * @param {number} pointSigma known noise per coordinate
 * @returns {EllipseErrors}
 */
export function ellipseErrorsFor(fit, pointSigma) {
  return {
    centreX: pointSigma * fit.dilution.centreX,
    centreY: pointSigma * fit.dilution.centreY,
    semiMajor: pointSigma * fit.dilution.semiMajor,
    semiMinor: pointSigma * fit.dilution.semiMinor,
  };
}

/** Centre, semi-axes, and cosine and sine of the long axis and of twice its direction. */
function axesOf([centreX, centreY, meanRadius, stretchX, stretchY]) {
  const halfGap = Math.sqrt(stretchX * stretchX + stretchY * stretchY);
  const isRound = halfGap < ROUND_RATIO * meanRadius;
  const cos2 = isRound ? 1 : stretchX / halfGap;
  const sin2 = isRound ? 0 : stretchY / halfGap;
  let cos;
  let sin;
  if (cos2 >= 0) {
    cos = Math.sqrt((1 + cos2) / 2);
    sin = sin2 / (2 * cos);
  } else {
    sin = Math.sqrt((1 - cos2) / 2) * (sin2 >= 0 ? 1 : -1);
    cos = sin2 / (2 * sin);
  }
  const centre = [centreX, centreY];
  return { centre, a: meanRadius + halfGap, b: meanRadius - halfGap, cos, sin, cos2, sin2 };
}

function inAxes(p, axes) {
  const x = p[0] - axes.centre[0];
  const y = p[1] - axes.centre[1];
  return [x * axes.cos + y * axes.sin, y * axes.cos - x * axes.sin];
}

/**
 * Distances to the rim and their slopes in the five numbers of an EllipseShape. At the nearest rim
 * point only the motion of the rim along its normal changes the distance.
 */
function linearize(points, shape) {
  const axes = axesOf(shape);
  if (!(axes.b > 0)) return new Reason(Degenerate.NOT_AN_ELLIPSE);
  const residuals = [];
  const jacobian = [];
  for (const point of points) {
    const foot = nearestFoot(inAxes(point, axes), axes.a, axes.b);
    const alongX = axes.b * foot.cos;
    const alongY = axes.a * foot.sin;
    const norm = Math.sqrt(alongX * alongX + alongY * alongY);
    const normalX = alongX / norm;
    const normalY = alongY / norm;
    const grow = normalX * foot.cos + normalY * foot.sin;
    const widen = normalX * foot.cos - normalY * foot.sin;
    const turn = (2 * shape[2] * foot.sin * foot.cos) / norm;
    residuals.push(foot.distance);
    jacobian.push([
      axes.sin * normalY - axes.cos * normalX,
      -axes.sin * normalX - axes.cos * normalY,
      -grow,
      axes.sin2 * turn - axes.cos2 * widen,
      -axes.sin2 * widen - axes.cos2 * turn,
    ]);
  }
  return { residuals, jacobian };
}

function describe(shape, axes, normalized, arcDeg) {
  const linearized = linearize(normalized.points, shape);
  if (linearized instanceof Reason) return linearized;
  const covariance = invertMatrix(normalMatrix(linearized));
  if (covariance instanceof Reason) return covariance;
  const count = normalized.points.length;
  return {
    ellipse: {
      centre: denormalize(axes.centre, normalized),
      semiMajor: axes.a * normalized.spread,
      semiMinor: axes.b * normalized.spread,
      angleRad: Math.atan2(axes.sin, axes.cos) + 0,
    },
    count,
    residualRms: Math.sqrt(sumOfSquares(linearized) / count) * normalized.spread,
    arcDeg,
    dilution: dilutionOf(covariance, axes),
  };
}

/** Carry the covariance of (mean radius, stretch) over to a = m + e and b = m - e. */
function dilutionOf(covariance, { cos2, sin2 }) {
  const meanVariance = covariance[2][2];
  const gapVariance = cos2 * cos2 * covariance[3][3]
    + 2 * cos2 * sin2 * covariance[3][4]
    + sin2 * sin2 * covariance[4][4];
  const both = 2 * (cos2 * covariance[2][3] + sin2 * covariance[2][4]);
  return {
    centreX: Math.sqrt(covariance[0][0]),
    centreY: Math.sqrt(covariance[1][1]),
    semiMajor: Math.sqrt(Math.max(0, meanVariance + gapVariance + both)),
    semiMinor: Math.sqrt(Math.max(0, meanVariance + gapVariance - both)),
  };
}
