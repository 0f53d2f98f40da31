/**
 * From a level to the screen's pixels, still 16 bit: the intermediate that window and level
 * look up. Pure; the same for the film and for the loupe.
 *
 * @typedef {{values: Uint16Array, columns: number, rows: number, planes: number,
 *   factor: number}} Level
 * @typedef {{width: number, height: number, planes: number, values: Uint16Array,
 *   spans: Int32Array}} Screen `spans` holds first and end column of the film in each row.
 */

const BLACK = 0xff000000;

/**
 * The smallest level that need not be magnified.
 *
 * @param {Level[]} levels
 * @param {number} footprint Image pixels per screen pixel.
 * @returns {Level}
 */
export function chooseLevel(levels, footprint) {
  const fine = [...levels].sort((a, b) => b.factor - a.factor);
  return fine.find((level) => level.factor <= footprint + 1e-9) ?? fine.at(-1);
}

/** @returns {number} Image pixels per screen pixel, of a matrix from screen to image. */
export function footprintOf([a, b, c, d]) {
  return Math.sqrt(Math.abs(a * d - b * c));
}

/** @returns {Screen} An empty intermediate. */
export function createScreen(width, height, planes) {
  return {
    width, height, planes,
    values: new Uint16Array(width * height * planes),
    spans: new Int32Array(2 * height),
  };
}

/**
 * Fill the intermediate by bilinear interpolation between pixel centres.
 *
 * @param {Level} level
 * @param {{columns: number, rows: number}} film Size of the full image.
 * @param {number[]} inverse Matrix from screen pixels to pixels of the full image.
 * @param {Screen} screen
 */
export function resample(level, film, inverse, screen) {
  const [a, b, c, d, e, f] = inverse;
  const upright = b === 0 && c === 0;
  const across = upright ? columnsOf(level, a, e, screen.width) : null;
  for (let row = 0; row < screen.height; row += 1) {
    // Positions of the middle of the row's first pixel, in pixels of the full image.
    const x = a * 0.5 + c * (row + 0.5) + e;
    const y = b * 0.5 + d * (row + 0.5) + f;
    const [from, to] = spanInside(x, y, a, b, film, screen.width);
    screen.spans[2 * row] = from;
    screen.spans[2 * row + 1] = to;
    for (let plane = 0; plane < level.planes && from < to; plane += 1) {
      const source = plane * level.columns * level.rows;
      const target = (plane * screen.height + row) * screen.width;
      if (upright) uprightRow(level, source, y, across, screen.values, target, from, to);
      else obliqueRow(level, source, x, y, a, b, screen.values, target, from, to);
    }
  }
}

/** First and end screen column whose middle lies on the film; on a line that is one piece. */
function spanInside(x, y, a, b, film, width) {
  let [from, to] = [0, width];
  for (const [start, step, limit] of [[x, a, film.columns], [y, b, film.rows]]) {
    if (step === 0) {
      if (start < 0 || start >= limit) return [0, 0];
      continue;
    }
    const ends = [(0 - start) / step, (limit - start) / step].sort((p, q) => p - q);
    from = Math.max(from, Math.ceil(ends[0]));
    to = Math.min(to, Math.ceil(ends[1]));
  }
  return from < to ? [from, to] : [0, 0];
}

function columnsOf(level, a, e, width) {
  const left = new Int32Array(width);
  const right = new Int32Array(width);
  const part = new Float32Array(width);
  for (let i = 0; i < width; i += 1) {
    const u = (a * (i + 0.5) + e) / level.factor - 0.5;
    const floor = Math.floor(u);
    left[i] = clamp(floor, level.columns);
    right[i] = clamp(floor + 1, level.columns);
    part[i] = u - floor;
  }
  return { left, right, part };
}

function uprightRow(level, source, y, across, out, target, from, to) {
  const { values, columns, rows, factor } = level;
  const { left, right, part } = across;
  const v = y / factor - 0.5;
  const floor = Math.floor(v);
  const down = v - floor;
  const top = source + clamp(floor, rows) * columns;
  const bottom = source + clamp(floor + 1, rows) * columns;
  for (let i = from; i < to; i += 1) {
    const l = left[i];
    const r = right[i];
    const p = part[i];
    const upper = values[top + l] + (values[top + r] - values[top + l]) * p;
    const lower = values[bottom + l] + (values[bottom + r] - values[bottom + l]) * p;
    out[target + i] = upper + (lower - upper) * down + 0.5;
  }
}

function obliqueRow(level, source, x, y, a, b, out, target, from, to) {
  const { values, columns, rows, factor } = level;
  const [u0, v0, du, dv] = [x / factor - 0.5, y / factor - 0.5, a / factor, b / factor];
  for (let i = from; i < to; i += 1) {
    const u = u0 + du * i;
    const v = v0 + dv * i;
    const column = Math.floor(u);
    const row = Math.floor(v);
    const l = column < 0 ? 0 : column;
    const r = column + 1 < columns ? column + 1 : columns - 1;
    const top = source + (row < 0 ? 0 : row) * columns;
    const bottom = source + (row + 1 < rows ? row + 1 : rows - 1) * columns;
    const p = u - column;
    const upper = values[top + l] + (values[top + r] - values[top + l]) * p;
    const lower = values[bottom + l] + (values[bottom + r] - values[bottom + l]) * p;
    out[target + i] = upper + (lower - upper) * (v - row) + 0.5;
  }
}

function clamp(index, count) {
  return index < 0 ? 0 : index >= count ? count - 1 : index;
}

/**
 * Look the intermediate up: grey, or one table for red, green and blue.
 *
 * @param {Screen} screen
 * @param {Uint32Array} table RGBA (little endian) of 65536 values, from {@link pixelTable}.
 * @param {Uint32Array} pixels Of the canvas. Beside the film it is black.
 */
export function lookUpPixels(screen, table, pixels) {
  const { width, height, planes, values, spans } = screen;
  const count = width * height;
  for (let row = 0; row < height; row += 1) {
    const line = row * width;
    const start = line + spans[2 * row];
    const end = line + spans[2 * row + 1];
    pixels.fill(BLACK, line, start);
    pixels.fill(BLACK, end, line + width);
    if (planes === 3) lookUpColour(values, count, table, pixels, start, end);
    else for (let i = start; i < end; i += 1) pixels[i] = table[values[i]];
  }
}

function lookUpColour(values, count, table, pixels, start, end) {
  for (let i = start; i < end; i += 1) {
    pixels[i] = BLACK
      | (table[values[i]] & 0x0000ff)
      | (table[values[i + count]] & 0x00ff00)
      | (table[values[i + 2 * count]] & 0xff0000);
  }
}

/** @returns {Uint32Array} Opaque grey pixels of 65536 greys. */
export function pixelTable(greys) {
  const table = new Uint32Array(greys.length);
  for (let v = 0; v < greys.length; v += 1) table[v] = BLACK | (greys[v] * 0x010101);
  return table;
}
