/**
 * The short diameter of a ball's shadow from points on its rim.
 *
 * Off the central ray the shadow is an ellipse whose short diameter calibrates. Three shapes are
 * tried, and the evidence chooses: the `expected_ellipse` (its shape follows from source distance,
 * detector spacing and central ray; kept unless the points contradict it), the free `ellipse`
 * (six points all around; the narrowing expected from noise is taken off), the `circle` (where the
 * points cannot tell; the doubt goes into the error bar). The reasons stand in the Python twin.
 */

import { fitCircle } from "../geometry/circle_fit.js";
import { fitEllipse } from "../geometry/ellipse_fit.js";
import { add, distance, dot, scaled, subtract } from "../geometry/points.js";
import { Reason } from "../geometry/reasons.js";
import { imageToSquare } from "../geometry/spaces.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("../geometry/ellipses.js").Ellipse} Ellipse */
/**
 * Where a marker's pixels come from. `aspect` is pixel height over width, `detectorMm` the spacing
 * [row, column] at the detector or null, `sidMm` source to detector or null, `centralRayPx` where
 * the perpendicular ray meets the image or null.
 * @typedef {{aspect: number, detectorMm: readonly [number, number] | null, sidMm: number | null,
 *   centralRayPx: Point | null}} FilmGeometry
 */
/**
 * A ball's shadow: `outline` in square film pixels, `diameterPx` the short diameter, `residualPx`
 * the root mean square distance of the points used, `relativeSigma` of the diameter.
 * @typedef {{shape: "expected_ellipse" | "ellipse" | "circle", outline: Ellipse,
 *   diameterPx: number, residualPx: number, relativeSigma: number, used: number, given: number}}
 *   RimFit
 */

const CIRCLE_PARAMETERS = 3;
const ELLIPSE_PARAMETERS = 5;
const MIN_POINTS_FOR_ELLIPSE = 6;
const MIN_ARC_DEG = 120;
const MIN_ARC_FOR_ELLIPSE_DEG = 240;
const MAX_AXIS_RATIO = 1.06;
// 99.9 % of chi squared with the two degrees of freedom of an ellipse's shape.
const CONTRADICTION = 13.82;
const UNKNOWN_SHAPE_SIGMA = 0.005;
const SHAPE_ROUNDS = 4;
const RIM_CLICK_SIGMA_PX = 0.3;

/**
 * @param {readonly Point[]} pointsSq square film pixels, outliers removed
 * @param {FilmGeometry} film
 * @param {number} given points clicked, outliers included
 * @returns {RimFit | Reason} or why no circle fits
 */
export function fitRim(pointsSq, film, given) {
  const circle = fitCircle(pointsSq, MIN_ARC_DEG);
  if (circle instanceof Reason) return circle;
  const expected = fitExpected(pointsSq, circle.circle.centre, film);
  const ellipse = fitFree(pointsSq);
  if (expected !== null && (ellipse === null || !contradicts(ellipse, expected.fit))) {
    return rimOfExpected(expected, given);
  }
  return ellipse !== null ? rimOfEllipse(ellipse, given) : rimOfCircle(circle, given);
}

function clickSigmaPx(residualRms, count, parameters) {
  if (count <= parameters) return RIM_CLICK_SIGMA_PX;
  return Math.max(RIM_CLICK_SIGMA_PX, residualRms * Math.sqrt(count / (count - parameters)));
}

/** Stretch by `ratio` along the unit vector `along`, about `about`. */
function expectedStretch(centreSq, film) {
  if (film.detectorMm === null || film.sidMm === null || film.centralRayPx === null) return null;
  const footSq = imageToSquare(film.centralRayPx, film.aspect);
  const offPx = distance(footSq, centreSq);
  if (offPx < 1) return { along: [1, 0], ratio: 1, about: centreSq };
  const slope = (offPx * film.detectorMm[1]) / film.sidMm;
  const along = scaled(subtract(centreSq, footSq), 1 / offPx);
  return { along, ratio: Math.sqrt(1 + slope * slope), about: centreSq };
}

function unstretched(p, stretch) {
  const reach = dot(subtract(p, stretch.about), stretch.along);
  return add(p, scaled(stretch.along, reach / stretch.ratio - reach));
}

function fitExpected(pointsSq, startSq, film) {
  let centreSq = startSq;
  let fitted = null;
  for (let round = 0; round < SHAPE_ROUNDS; round += 1) {
    const stretch = expectedStretch(centreSq, film);
    if (stretch === null || stretch.ratio > MAX_AXIS_RATIO) return null;
    const fit = fitCircle(pointsSq.map((p) => unstretched(p, stretch)), MIN_ARC_DEG);
    if (fit instanceof Reason) return null;
    fitted = { fit, stretch };
    const reach = dot(subtract(fit.circle.centre, stretch.about), stretch.along);
    centreSq = add(fit.circle.centre, scaled(stretch.along, reach * stretch.ratio - reach));
  }
  return fitted;
}

function fitFree(pointsSq) {
  if (pointsSq.length < MIN_POINTS_FOR_ELLIPSE) return null;
  const fit = fitEllipse(pointsSq, MIN_ARC_FOR_ELLIPSE_DEG);
  if (fit instanceof Reason) return null;
  return fit.ellipse.semiMajor <= MAX_AXIS_RATIO * fit.ellipse.semiMinor ? fit : null;
}

function contradicts(ellipse, expected) {
  const sigmaPx = clickSigmaPx(ellipse.residualRms, ellipse.count, ELLIPSE_PARAMETERS);
  const worse = expected.residualRms * expected.residualRms;
  const better = ellipse.residualRms * ellipse.residualRms;
  return ellipse.count * (worse - better) > CONTRADICTION * sigmaPx * sigmaPx;
}

function rimOfExpected({ fit, stretch }, given) {
  const { radius } = fit.circle;
  // The long diameter has no sense; its direction is given in the right half plane.
  const sense = stretch.along[0] < 0 ? -1 : 1;
  const outline = {
    centre: stretch.about,
    semiMajor: radius * stretch.ratio,
    semiMinor: radius,
    angleRad: Math.atan2(sense * stretch.along[1], sense * stretch.along[0]),
  };
  const sigmaPx = clickSigmaPx(fit.residualRms, fit.count, CIRCLE_PARAMETERS);
  const relativeSigma = (fit.dilution.radius * sigmaPx) / radius;
  return rim("expected_ellipse", outline, radius, fit, relativeSigma, given);
}

function rimOfEllipse(fit, given) {
  const { centre, semiMajor, semiMinor, angleRad } = fit.ellipse;
  const sigmaPx = clickSigmaPx(fit.residualRms, fit.count, ELLIPSE_PARAMETERS);
  const mean = (semiMajor + semiMinor) / 2;
  const fittedGap = (semiMajor - semiMinor) / 2;
  // Two components of the shape, each with a variance of about 2 sigma^2 / n.
  const noise = (4 * sigmaPx * sigmaPx) / fit.count;
  const halfGap = Math.sqrt(Math.max(0, fittedGap * fittedGap - noise));
  const outline = { centre, semiMajor: mean + halfGap, semiMinor: mean - halfGap, angleRad };
  const relativeSigma = (fit.dilution.semiMinor * sigmaPx) / outline.semiMinor;
  return rim("ellipse", outline, outline.semiMinor, fit, relativeSigma, given);
}

function rimOfCircle(fit, given) {
  const { centre, radius } = fit.circle;
  const sigmaPx = clickSigmaPx(fit.residualRms, fit.count, CIRCLE_PARAMETERS);
  const byClicks = (fit.dilution.radius * sigmaPx) / radius;
  const relativeSigma = Math.sqrt(
    byClicks * byClicks + UNKNOWN_SHAPE_SIGMA * UNKNOWN_SHAPE_SIGMA,
  );
  const outline = { centre, semiMajor: radius, semiMinor: radius, angleRad: 0 };
  return rim("circle", outline, radius, fit, relativeSigma, given);
}

function rim(shape, outline, radiusPx, fit, relativeSigma, given) {
  return {
    shape,
    outline,
    diameterPx: 2 * radiusPx,
    residualPx: fit.residualRms,
    relativeSigma,
    used: fit.count,
    given,
  };
}
