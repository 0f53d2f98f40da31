/** Ellipses: points on them, and distances to them. Fits are in ellipse_fit. */

import { add, distance, rotate, subtract } from "./points.js";

/** @typedef {import("./points.js").Point} Point */
/**
 * An ellipse in a space with square units. `angleRad` is the direction of the long diameter in
 * (-pi/2, pi/2], clockwise positive on the screen; 0 for a circle.
 * @typedef {{centre: Point, semiMajor: number, semiMinor: number, angleRad: number}} Ellipse
 */
/**
 * The point of an axis-aligned, centred ellipse that is nearest to another: cosine and sine of its
 * eccentric angle, and the distance, positive outside.
 * @typedef {{cos: number, sin: number, distance: number}} EllipseFoot
 */

const FOOT_STEPS = 100;
const FOOT_TOLERANCE = 1e-15;

/**
 * @param {Ellipse} ellipse
 * @param {number} eccentricAngleRad
 * @returns {Point} (a cos t, b sin t), turned and shifted with the ellipse
 */
export function pointOnEllipse(ellipse, eccentricAngleRad) {
  const local = [
    ellipse.semiMajor * Math.cos(eccentricAngleRad),
    ellipse.semiMinor * Math.sin(eccentricAngleRad),
  ];
  return add(ellipse.centre, rotate(local, ellipse.angleRad));
}

/** @param {Point} p @param {Ellipse} ellipse @returns {number} from the rim, positive outside */
export function distanceOutsideEllipse(p, ellipse) {
  const local = rotate(subtract(p, ellipse.centre), -ellipse.angleRad);
  return nearestFoot(local, ellipse.semiMajor, ellipse.semiMinor).distance;
}

/**
 * The nearest rim point of `(x/a)^2 + (y/b)^2 = 1`, in its own frame.
 * @param {Point} local
 * @param {number} semiMajor
 * @param {number} semiMinor not above semiMajor
 * @returns {EllipseFoot}
 */
export function nearestFoot(local, semiMajor, semiMinor) {
  const x = Math.abs(local[0]);
  const y = Math.abs(local[1]);
  const [cos, sin] = y > 0
    ? footOffAxis(x, y, semiMajor, semiMinor)
    : footOnMajorAxis(x, semiMajor, semiMinor);
  const u = x / semiMajor;
  const v = y / semiMinor;
  const reach = distance([semiMajor * cos, semiMinor * sin], [x, y]);
  return {
    cos: local[0] < 0 ? -cos : cos,
    sin: local[1] < 0 ? -sin : sin,
    distance: u * u + v * v >= 1 ? reach : -reach,
  };
}

/**
 * Solve (u / (w + k))^2 + (v / w)^2 = 1 for the largest w: cosine and sine of the foot. The left
 * side falls and is convex for w > 0, so Newton's steps from the left of the root reach it without
 * overshooting.
 */
function footOffAxis(x, y, a, b) {
  const k = ((a - b) * (a + b)) / (b * b);
  const u = (a * x) / (b * b);
  const v = y / b;
  let w = v;
  for (let count = 0; count < FOOT_STEPS; count += 1) {
    const cosW = u / (w + k);
    const sinW = v / w;
    const slope = 2 * ((cosW * cosW) / (w + k) + (sinW * sinW) / w);
    const step = (cosW * cosW + sinW * sinW - 1) / slope;
    w += step;
    if (step <= FOOT_TOLERANCE * w) break;
  }
  const cos = u / (w + k);
  const sin = v / w;
  const norm = Math.sqrt(cos * cos + sin * sin);
  return [cos / norm, sin / norm];
}

/** Inside the evolute the nearest rim point leaves the axis; outside, it is the vertex. */
function footOnMajorAxis(x, a, b) {
  const focalSquared = (a - b) * (a + b);
  if (a * x < focalSquared) {
    const cos = (a * x) / focalSquared;
    return [cos, Math.sqrt(1 - cos * cos)];
  }
  return [1, 0];
}
