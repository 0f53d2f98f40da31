/**
 * The scale bar: 50 mm where that fits, else the nearest round length; none without a scale.
 */

const LENGTHS_MM = [50, 100, 20, 200, 10, 5, 2, 1];
const SHORTEST_PX = 40;

/**
 * @param {{unit: string, column_mm: number}} scale
 * @param {{scale: number}} view Screen pixels per image column.
 * @param {number} available_px Room for the bar.
 * @returns {{length_mm: number, length_px: number}|null}
 */
export function scaleBar(scale, view, available_px) {
  if (scale?.unit !== 'mm') return null;
  const px_per_mm = view.scale / scale.column_mm;
  const length_mm = LENGTHS_MM.find(
    (mm) => mm * px_per_mm >= SHORTEST_PX && mm * px_per_mm <= available_px,
  );
  return length_mm ? { length_mm, length_px: length_mm * px_per_mm } : null;
}
