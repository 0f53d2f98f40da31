/** Which of the clicked rim points agree with each other. */

import { fitCircle, residualSigma } from "../geometry/circle_fit.js";
import { distance } from "../geometry/points.js";
import { Reason } from "../geometry/reasons.js";

/** @typedef {import("../geometry/points.js").Point} Point */

const CIRCLE_PARAMETERS = 3;
const MIN_ARC_DEG = 90;
const MIN_POINTS_TO_JUDGE = 6;
const MAX_DROPPED = 0.3;
// Looser than the elliptic shape of any shadow, so that only slips of the hand are dropped.
const LEAST_DISTANCE_PX = 2;
const LEAST_DISTANCE_OF_RADIUS = 0.03;
const SIGMAS = 5;
// With nothing left to drop, points further off than this on average are no circle.
const MAX_RMS_OF_RADIUS = 0.03;
const MAX_RMS_PX = 2;

/**
 * Drop the points that all others contradict, one by one. A point is judged against the circle
 * through the others, since a circle through all leans towards the one that is wrong.
 * @param {readonly Point[]} pointsSq square film pixels
 * @returns {Point[] | Reason} `points_disagree` with `used` and `given`, or why no circle fits
 */
export function agreeingPoints(pointsSq) {
  const kept = [...pointsSq];
  const given = pointsSq.length;
  const most = Math.floor(MAX_DROPPED * given);
  while (kept.length >= MIN_POINTS_TO_JUDGE) {
    const worst = worstOutlier(kept);
    if (worst === null) break;
    kept.splice(worst, 1);
    if (given - kept.length > most) {
      return new Reason("points_disagree", { used: kept.length, given });
    }
  }
  const fit = fitCircle(kept, MIN_ARC_DEG);
  if (fit instanceof Reason) return fit;
  if (fit.residualRms > Math.max(MAX_RMS_PX, MAX_RMS_OF_RADIUS * fit.circle.radius)) {
    return new Reason("points_disagree", { used: kept.length, given });
  }
  return kept;
}

function worstOutlier(pointsSq) {
  let worst = null;
  let worstExcess = 1;
  pointsSq.forEach((point, index) => {
    const others = fitCircle(pointsSq.toSpliced(index, 1), MIN_ARC_DEG);
    if (others instanceof Reason) return;
    const excess = excessOf(point, others);
    if (excess > worstExcess) {
      worst = index;
      worstExcess = excess;
    }
  });
  return worst;
}

/** How far a point lies off the circle of the others, over the distance allowed. */
function excessOf(point, others) {
  const scatterPx = residualSigma(others.residualRms, others.count, CIRCLE_PARAMETERS);
  const allowedPx = Math.max(
    LEAST_DISTANCE_PX,
    LEAST_DISTANCE_OF_RADIUS * others.circle.radius,
    scatterPx instanceof Reason ? 0 : SIGMAS * scatterPx,
  );
  return Math.abs(distance(point, others.circle.centre) - others.circle.radius) / allowedPx;
}
