/** With what size and where a new implant begins, from what is known of the hip. */

import { fitCircle } from "../geometry/circle_fit.js";
import { Reason } from "../geometry/reasons.js";
import { imageToSquare, squareToImage } from "../geometry/spaces.js";
import { landmarksOf } from "../plan/landmarks.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("../plan/implant_sets.js").ImplantSet} ImplantSet */

const HEAD_RIM = "head_rim";
/** A shell is some 4 to 6 mm larger than the head that was there. */
const CUP_BEYOND_HEAD_MM = 5;

/**
 * @param {object} document
 * @param {string} bodyId of the film
 * @param {"R" | "L"} side
 * @param {number} aspect
 * @returns {Point | null} centre of the femoral head, image pixels, where its rim was marked
 */
export function headCentrePx(document, bodyId, side, aspect) {
  const rim = landmarksOf(document, bodyId, HEAD_RIM, side);
  const fitted = fitCircle(rim.map(({ point_px: point }) => imageToSquare(point, aspect)));
  return fitted instanceof Reason ? null : squareToImage(fitted.circle.centre, aspect);
}

/**
 * @param {{kind: string, sizes: {size: string}[], placement: {size: string}}} family
 * @param {{headMm?: number | null, set?: ImplantSet | null}} known `headMm` is the measured
 *   diameter of the femoral head, `set` what lies on this side already
 * @returns {string} the size to begin with; the family's usual one where nothing is known
 */
export function sizeToBegin({ kind, sizes, placement }, { headMm = null, set = null }) {
  const wantedMm = {
    cup: headMm && headMm + CUP_BEYOND_HEAD_MM,
    head: set?.cup?.variant.mating.head.diameter_mm,
  }[kind];
  if (!wantedMm) return placement.size;
  const off = ({ size }) => Math.abs(Number(size) - wantedMm);
  return sizes.reduce((best, one) => (off(one) < off(best) ? one : best)).size;
}

/**
 * @param {string} kind
 * @param {{headPx: Point | null, middlePx: Point, set?: ImplantSet | null}} known
 * @returns {{atPx: Point, point: string | null}} where, and which of its points lies there; its
 *   anchor for null
 */
export function placeToBegin(kind, { headPx, middlePx, set = null }) {
  const centrePx = headPx ?? (kind === "cup" ? null : set?.cup?.points.liner_head_centre ?? null);
  if (!centrePx) return { atPx: middlePx, point: null };
  return { atPx: centrePx, point: kind === "stem" ? "head_centre" : null };
}
