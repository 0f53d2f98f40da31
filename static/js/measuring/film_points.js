/** Image points in millimetres or square film pixels, as far as the film's scale allows. */

import { angleBetweenDeg } from "../geometry/angles.js";
import { distance, subtract } from "../geometry/points.js";
import { Reason } from "../geometry/reasons.js";
import { imageToMm, imageToSquare, mmToImage } from "../geometry/spaces.js";
import { NoScale } from "./scale.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("./scale.js").Scale} Scale */

export const NO_SCALE = "no_scale";

/**
 * @param {Point} pPx
 * @param {Scale | NoScale} scale
 * @returns {Point | Reason} millimetres from the film's corner, or `no_scale`
 */
export function toMm(pPx, scale) {
  if (scale instanceof NoScale) return noScaleReason(scale);
  return imageToMm(pPx, scale.rowMm, scale.columnMm);
}

/** @param {Point} pMm @param {Scale | NoScale} scale @returns {Point | Reason} image pixels */
export function fromMm(pMm, scale) {
  if (scale instanceof NoScale) return noScaleReason(scale);
  return mmToImage(pMm, scale.rowMm, scale.columnMm);
}

/** @param {Point} pPx @param {Scale | NoScale} scale @returns {Point} square film pixels */
export function toSquarePx(pPx, scale) {
  return imageToSquare(pPx, scale.aspect);
}

/**
 * @param {Point} aPx
 * @param {Point} bPx
 * @param {Scale | NoScale} scale
 * @returns {number | Reason} millimetres between two image points, or `no_scale`
 */
export function lengthMm(aPx, bPx, scale) {
  const aMm = toMm(aPx, scale);
  const bMm = toMm(bPx, scale);
  if (aMm instanceof Reason) return aMm;
  if (bMm instanceof Reason) return bMm;
  return distance(aMm, bMm);
}

/** @param {Point} aPx @param {Point} bPx @param {Scale | NoScale} scale @returns {number} */
export function lengthSquarePx(aPx, bPx, scale) {
  return distance(toSquarePx(aPx, scale), toSquarePx(bPx, scale));
}

/**
 * The angle between two directions on the film, 0..180. Needs no scale but the pixel's aspect: an
 * angle read off oblong pixels is wrong.
 * @param {[Point, Point]} firstPx start and end in image pixels
 * @param {[Point, Point]} secondPx
 * @param {Scale | NoScale} scale
 * @returns {number | Reason}
 */
export function angleBetweenLinesDeg(firstPx, secondPx, scale) {
  const [first, second] = [firstPx, secondPx].map(
    ([start, end]) => subtract(toSquarePx(end, scale), toSquarePx(start, scale)),
  );
  return angleBetweenDeg(first, second);
}

/** @param {NoScale} scale @returns {Reason} naming why the film has no scale */
export function noScaleReason(scale) {
  return new Reason(NO_SCALE, { why: scale.reason });
}
