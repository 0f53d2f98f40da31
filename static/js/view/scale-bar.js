/**
 * The scale bar: 50 mm where that fits, else the nearest round length; none without a scale.
 */

const LENGTHS_MM = [50, 100, 20, 200, 10, 5, 2, 1];
const SHORTEST_PX = 40;

/**
 * @param {import("../measuring/scale.js").Scale|import("../measuring/scale.js").NoScale} scale
 * @param {{scale: number}} view Screen pixels per image column.
 * @param {number} availablePx Room for the bar.
 * @returns {{lengthMm: number, lengthPx: number}|null}
 */
export function scaleBar(scale, view, availablePx) {
  if (!scale?.columnMm) return null;
  const pxPerMm = view.scale / scale.columnMm;
  const lengthMm = LENGTHS_MM.find(
    (mm) => mm * pxPerMm >= SHORTEST_PX && mm * pxPerMm <= availablePx,
  );
  return lengthMm ? { lengthMm, lengthPx: lengthMm * pxPerMm } : null;
}
