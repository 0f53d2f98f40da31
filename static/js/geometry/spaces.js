/**
 * Image pixels, square film pixels and millimetres, each way with its way back.
 *
 * Image pixels are continuous and corner based (DICOM PS3.3 C.10.5.1). Square film pixels stretch
 * y by the pixel's height over width, so that circles are round and rotations rigid on a film that
 * has a ratio but no scale. DICOM gives spacing as [row, column], that is vertical first.
 */

/** @typedef {import("./points.js").Point} Point */

/**
 * @param {Point} pPx image pixels
 * @param {number} aspect row spacing over column spacing
 * @returns {Point} square film pixels
 */
export function imageToSquare(pPx, aspect) {
  return [pPx[0], pPx[1] * aspect];
}

/** @param {Point} pSq @param {number} aspect @returns {Point} image pixels */
export function squareToImage(pSq, aspect) {
  return [pSq[0], pSq[1] / aspect];
}

/**
 * @param {Point} pPx image pixels
 * @param {number} rowMm
 * @param {number} columnMm
 * @returns {Point} millimetres from the film's top-left corner
 */
export function imageToMm(pPx, rowMm, columnMm) {
  return [pPx[0] * columnMm, pPx[1] * rowMm];
}

/** @param {Point} pMm @param {number} rowMm @param {number} columnMm @returns {Point} image px */
export function mmToImage(pMm, rowMm, columnMm) {
  return [pMm[0] / columnMm, pMm[1] / rowMm];
}

/** @param {Point} pSq @param {number} columnMm @returns {Point} millimetres */
export function squareToMm(pSq, columnMm) {
  return [pSq[0] * columnMm, pSq[1] * columnMm];
}

/** @param {Point} pMm @param {number} columnMm @returns {Point} square film pixels */
export function mmToSquare(pMm, columnMm) {
  return [pMm[0] / columnMm, pMm[1] / columnMm];
}
