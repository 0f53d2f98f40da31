/**
 * A level cut into pieces that a texture can hold. Pure.
 *
 * Pieces share one row and one column of pixels, so that every position between two pixel centres
 * lies within one piece.
 *
 * @typedef {{x: number, y: number, width: number, height: number, left: number, right: number,
 *   top: number, bottom: number}} Tile `x`, `y` is its first pixel in the level; `left` to `bottom`
 *   are the positions it answers for, in pixel centres counted from its own first pixel.
 */

// At the film's edge the outermost pixel goes on; no position lies further out than this.
const BEYOND_PX = 1e6;

/**
 * @param {{columns: number, rows: number}} level
 * @param {number} most Longest side of a texture.
 * @returns {Tile[]}
 */
export function tilesOf({ columns, rows }, most) {
  const down = pieces(rows, most);
  return pieces(columns, most).flatMap((across) => down.map((upright) => ({
    x: across.from, width: across.count, left: across.first, right: across.end,
    y: upright.from, height: upright.count, top: upright.first, bottom: upright.end,
  })));
}

function pieces(length, most) {
  const step = most - 1;
  const found = [];
  for (let from = 0; from === 0 || from < length - 1; from += step) {
    const isLast = from + most >= length;
    found.push({
      from,
      count: Math.min(most, length - from),
      first: from === 0 ? -BEYOND_PX : 0,
      end: isLast ? BEYOND_PX : step,
    });
    if (isLast) break;
  }
  return found;
}
