/** The shape of an implant on the film for hands: what lies under a point, where its ring is. */

import { distance, subtract, add, scaled, length } from "../geometry/points.js";
import { imageToSquare, squareToImage } from "../geometry/spaces.js";
import { outlinePx, toFilm } from "../plan/implants.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("../plan/implants.js").Placed} Placed */
/** `centrePx` and `knobPx` in image pixels, the radius in square film pixels (columns).
 *  @typedef {{centrePx: Point, knobPx: Point, radiusPx: number}} Ring */

const BODY = "outline";
const RING_BEYOND_MM = 12;
// A ring around a whole stem would lie off the screen at working zoom.
const RING_MOST_MM = 68;

/** @param {Placed} placed @returns {Point} image pixels: what stays when the size changes */
export const anchorOf = ({ points, family }) => points[family.placement.anchor];

/**
 * The ring that turns an implant about its anchor, and the knob on it: against the implant's axis,
 * so that it lies proximal of a stem and beyond the dome of a cup.
 * @param {Placed} placed
 * @param {{aspect: number, columnMm: number}} scale
 * @param {number} [leastPx] smallest radius, square film pixels
 * @returns {Ring}
 */
export function ringOf(placed, scale, leastPx = 0) {
  const { variant, family, matrix } = placed;
  const anchorMm = variant.points[family.placement.anchor];
  const reachMm = Math.max(...variant.outline.filter(({ role }) => role === BODY)
    .flatMap(({ polyline }) => polyline.map((point) => distance(point, anchorMm))));
  const radiusPx = Math.max(
    Math.min(reachMm + RING_BEYOND_MM, RING_MOST_MM) / scale.columnMm, leastPx,
  );
  const [start, end] = variant.axis;
  const back = subtract(start, end);
  const knobMm = add(anchorMm, scaled(back, (radiusPx * scale.columnMm) / length(back)));
  return { centrePx: anchorOf(placed), knobPx: toFilm(matrix, knobMm), radiusPx };
}

/**
 * @param {readonly Placed[]} placed
 * @param {Point} pointPx image pixels
 * @param {string | null} preferred an implant that is taken if the point is in it at all
 * @returns {Placed | null} the implant under a point, the smallest where several are
 */
export function implantAt(placed, pointPx, preferred = null) {
  const under = placed
    .map((one) => ({ one, bodies: bodiesOf(one).filter((body) => contains(body, pointPx)) }))
    .filter(({ bodies }) => bodies.length > 0);
  const wanted = under.find(({ one }) => one.implant.id === preferred);
  if (wanted) return wanted.one;
  const sizes = under.map(({ bodies }) => Math.max(...bodies.map(area)));
  return under[sizes.indexOf(Math.min(...sizes))]?.one ?? null;
}

/**
 * @param {Point} centrePx image pixels
 * @param {Point} fromPx
 * @param {Point} toPx
 * @param {number} aspect
 * @returns {number} degrees from one direction to the other, clockwise on the film, within ±180
 */
export function turnDeg(centrePx, fromPx, toPx, aspect) {
  const [from, to] = [fromPx, toPx].map((point) => {
    const [x, y] = imageToSquare(subtract(point, centrePx), aspect);
    return Math.atan2(y, x);
  });
  const turn = ((to - from) * 180) / Math.PI;
  return turn - 360 * Math.round(turn / 360);
}

/**
 * @param {Point} directionPx a direction on the film, image pixels
 * @param {number} lengthMm
 * @param {{aspect: number, columnMm: number}} scale
 * @returns {Point} image pixels
 */
export function stepPx(directionPx, lengthMm, scale) {
  const sq = imageToSquare(directionPx, scale.aspect);
  return squareToImage(scaled(sq, lengthMm / scale.columnMm / length(sq)), scale.aspect);
}

const bodiesOf = (placed) => outlinePx(placed).filter(({ role }) => role === BODY)
  .map(({ points }) => points);

/** Even-odd rule. */
function contains(polygon, [x, y]) {
  let isInside = false;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at, at += 1) {
    const [[x1, y1], [x2, y2]] = [polygon[at], polygon[before]];
    if ((y1 > y) !== (y2 > y) && x < x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)) isInside = !isInside;
  }
  return isInside;
}

function area(polygon) {
  return Math.abs(polygon.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = polygon[(at + 1) % polygon.length];
    return sum + x * nextY - nextX * y;
  }, 0)) / 2;
}
