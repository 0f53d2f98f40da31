/**
 * Overlays as bits: from the words that travel to one plane, smaller planes, and the screen.
 *
 * A word holds sixteen pixels of a row, the first in its lowest bit. Halving keeps a bit that
 * any of its four pixels has, so that a thin line is seen however small the film is. Pure.
 *
 * @typedef {{words: Uint16Array, columns: number, rows: number, perRow: number,
 *   factor: number}} BitPlane `perRow` words make a row of `columns` pixels.
 */

const WORD_BITS = 16;
const SMALLEST_PX = 16;

/**
 * @param {{values: Uint16Array, columns: number, rows: number, planes: number}} level As it
 *   came: its columns are words.
 * @param {number} columns Columns of the film.
 * @returns {BitPlane[]} One for each overlay.
 */
export function bitPlanes({ values, columns: perRow, rows, planes }, columns) {
  const size = perRow * rows;
  return Array.from({ length: planes }, (_, plane) => ({
    words: values.subarray(plane * size, (plane + 1) * size), columns, rows, perRow, factor: 1,
  }));
}

/** @param {BitPlane[]} planes @returns {BitPlane|null} All that any of them draws. */
export function merged(planes) {
  if (!planes.length) return null;
  const words = planes[0].words.slice();
  for (const plane of planes.slice(1)) {
    for (let i = 0; i < words.length; i += 1) words[i] |= plane.words[i];
  }
  return { ...planes[0], words };
}

/** @param {BitPlane} plane Of a region. @returns {BitPlane} Only its pixels at the border. */
export function outlined(plane) {
  const { words, perRow, rows } = plane;
  const border = new Uint16Array(words.length);
  const at = (row, i) => (row < 0 || row >= rows ? 0 : words[row * perRow + i]);
  for (let row = 0; row < rows; row += 1) {
    for (let i = 0; i < perRow; i += 1) {
      const own = at(row, i);
      if (!own) continue;
      const before = i ? at(row, i - 1) >>> (WORD_BITS - 1) : 0;
      const after = i + 1 < perRow ? (at(row, i + 1) & 1) << (WORD_BITS - 1) : 0;
      const within = ((own << 1) | before) & ((own >>> 1) | after) & at(row - 1, i)
        & at(row + 1, i);
      border[row * perRow + i] = own & ~within;
    }
  }
  return { ...plane, words: border };
}

/** @param {BitPlane} plane @returns {BitPlane} Half as wide and high. */
export function halved({ words, columns, rows, perRow, factor }) {
  const halfRows = (rows + 1) >> 1;
  const halfPerRow = (perRow + 1) >> 1;
  const half = new Uint16Array(halfRows * halfPerRow);
  for (let row = 0; row < halfRows; row += 1) {
    const top = 2 * row * perRow;
    const bottom = 2 * row + 1 < rows ? top + perRow : top;
    for (let i = 0; i < halfPerRow; i += 1) {
      const low = pairs(words[top + 2 * i] | words[bottom + 2 * i]);
      const hasMore = 2 * i + 1 < perRow;
      const high = hasMore ? pairs(words[top + 2 * i + 1] | words[bottom + 2 * i + 1]) : 0;
      half[row * halfPerRow + i] = low | (high << 8);
    }
  }
  return {
    words: half, columns: (columns + 1) >> 1, rows: halfRows, perRow: halfPerRow,
    factor: 2 * factor,
  };
}

/** Eight bits: one for each pair of the sixteen. */
function pairs(word) {
  let bits = (word | (word >>> 1)) & 0x5555;
  bits = (bits | (bits >>> 1)) & 0x3333;
  bits = (bits | (bits >>> 2)) & 0x0f0f;
  return (bits | (bits >>> 4)) & 0x00ff;
}

/** @param {BitPlane} plane @returns {BitPlane[]} The plane and its halves, finest first. */
export function pyramid(plane) {
  const levels = [plane];
  while (Math.max(levels.at(-1).columns, levels.at(-1).rows) > SMALLEST_PX) {
    levels.push(halved(levels.at(-1)));
  }
  return levels;
}

/**
 * Which screen pixels are drawn on.
 *
 * @param {BitPlane[]} levels From {@link pyramid}.
 * @param {number[]} inverse Matrix from screen pixels to image pixels.
 * @param {number} width
 * @param {number} height
 * @returns {Uint8Array} 1 where a bit is set, 0 elsewhere, row by row.
 */
export function sampled(levels, inverse, width, height) {
  const [a, b, c, d, e, f] = inverse;
  // A cell at least this wide holds the middle of some screen pixel, however the film is
  // turned, so that no set bit falls between two of them.
  const reach = Math.max(Math.abs(a) + Math.abs(c), Math.abs(b) + Math.abs(d));
  const level = levels.findLast(({ factor }) => factor <= 1 || factor < 2 * reach);
  const mask = new Uint8Array(width * height);
  const { words, columns, rows, perRow, factor } = level;
  for (let row = 0; row < height; row += 1) {
    let x = (a * 0.5 + c * (row + 0.5) + e) / factor;
    let y = (b * 0.5 + d * (row + 0.5) + f) / factor;
    for (let i = row * width; i < (row + 1) * width; i += 1) {
      if (x >= 0 && y >= 0 && x < columns && y < rows) {
        const column = x | 0;
        mask[i] = (words[(y | 0) * perRow + (column >> 4)] >>> (column & 15)) & 1;
      }
      x += a / factor;
      y += b / factor;
    }
  }
  return mask;
}

/**
 * White where the mask is, and beside it a dark casing that keeps it readable on white bone.
 *
 * @param {Uint8Array} mask
 * @param {number} width
 * @param {number} height
 * @param {{ink: number, casing: number}} colours RGBA words, little endian.
 * @param {Uint32Array} pixels Of an image; what is not drawn stays as it is.
 */
export function paintMask(mask, width, height, { ink, casing }, pixels) {
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      if (!mask[at]) continue;
      pixels[at] = ink;
      for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y += 1) {
        for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x += 1) {
          const beside = y * width + x;
          if (!mask[beside]) pixels[beside] = casing;
        }
      }
    }
  }
}
