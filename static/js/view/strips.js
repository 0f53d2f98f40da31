/**
 * The coding of a film level, read: difference to the left neighbour, zigzag, byte planes.
 *
 * The browser has undone the compression (Content-Encoding); what is left are strips of
 * `strip_rows` rows, plane after plane, each strip all high bytes and then all low bytes.
 * Runs in a worker for the full level and on the page for the quarter.
 */

const WEIGHT_PERIOD = 65521;

/** Bytes that are not the picture they claim to be. `code` names what is wrong. */
export class LevelError extends Error {
  /** @param {'level_length'|'level_checks'} code */
  constructor(code) {
    super(code);
    this.name = "LevelError";
    this.code = code;
  }
}

/**
 * Decode one level and prove that it is what the server made.
 *
 * @param {Uint8Array} bytes The decompressed answer.
 * @param {{columns: number, rows: number, planes?: number, strip_rows: number,
 *   checks: [number, number]}} level
 * @returns {Uint16Array} Level values, plane by plane, row by row.
 * @throws {LevelError} If length or checks differ.
 */
export function decodeLevel(bytes, level) {
  const decoder = createDecoder(level);
  decoder.push(bytes);
  return decoder.finish();
}

/**
 * The same while the bytes arrive: nothing but the strip under way is kept of them.
 *
 * @param {object} level As for {@link decodeLevel}.
 * @returns {{push: (bytes: Uint8Array) => void, finish: () => Uint16Array}} Both throw
 *   {@link LevelError}; values are given out only when all of them have been proved.
 */
export function createDecoder({ columns, rows, planes = 1, strip_rows: stripRows, checks }) {
  const count = columns * rows * planes;
  const values = new Uint16Array(count);
  const sums = createSums();
  const begun = new Uint8Array(2 * Math.min(stripRows, rows) * columns);
  let held = 0;
  let at = 0;

  const stripCount = () => {
    const row = (at / columns) % rows;
    return Math.min(stripRows, rows - row) * columns;
  };

  function take(bytes, from) {
    const size = stripCount();
    decodeStrip(bytes, from, values, at, size, columns);
    sums.add(values, at, at + size);
    at += size;
  }

  function push(bytes) {
    let from = 0;
    while (from < bytes.length) {
      if (at === count) throw new LevelError("level_length");
      const needed = 2 * stripCount();
      const part = Math.min(needed - held, bytes.length - from);
      if (part === needed) take(bytes, from);
      else {
        begun.set(bytes.subarray(from, from + part), held);
        held += part;
        if (held === needed) {
          held = 0;
          take(begun, 0);
        }
      }
      from += part;
    }
  }

  return {
    push,
    finish() {
      if (at !== count || held) throw new LevelError("level_length");
      const [sum, weighted] = sums.value();
      if (sum !== checks[0] || weighted !== checks[1]) throw new LevelError("level_checks");
      return values;
    },
  };
}

function decodeStrip(bytes, from, values, at, count, columns) {
  const low = from + count;
  for (let start = 0; start < count; start += columns) {
    let left = 0;
    for (let i = start; i < start + columns; i += 1) {
      const zigzag = (bytes[from + i] << 8) | bytes[low + i];
      left = (left + ((zigzag >>> 1) ^ -(zigzag & 1))) & 0xffff;
      values[at + i] = left;
    }
  }
}

/**
 * @param {Uint16Array} values
 * @returns {[number, number]} Sum, and sum weighted by (i mod 65521 + 1), both modulo 2^32.
 */
export function checksOf(values) {
  const sums = createSums();
  sums.add(values, 0, values.length);
  return sums.value();
}

function createSums() {
  const state = { sum: 0, weighted: 0, weight: 0 };
  return {
    add(values, from, to) {
      let { sum, weighted, weight } = state;
      for (let i = from; i < to; i += 1) {
        weight = weight === WEIGHT_PERIOD ? 1 : weight + 1;
        sum = (sum + values[i]) | 0;
        weighted = (weighted + Math.imul(weight, values[i])) | 0;
      }
      Object.assign(state, { sum, weighted, weight });
    },
    value: () => [state.sum >>> 0, state.weighted >>> 0],
  };
}

/**
 * Half the size: the mean of 2 x 2 pixels, of what there is at ragged edges, rounded half up.
 *
 * @param {{values: Uint16Array, columns: number, rows: number, planes?: number,
 *   factor: number}} level
 * @returns {{values: Uint16Array, columns: number, rows: number, planes: number,
 *   factor: number}}
 */
export function halve({ values, columns, rows, planes = 1, factor }) {
  const halfColumns = (columns + 1) >> 1;
  const halfRows = (rows + 1) >> 1;
  const half = new Uint16Array(halfColumns * halfRows * planes);
  let at = 0;
  for (let plane = 0; plane < planes; plane += 1) {
    for (let row = 0; row < rows; row += 2) {
      const top = (plane * rows + row) * columns;
      const bottom = row + 1 < rows ? top + columns : top;
      const pairs = columns >> 1;
      for (let x = 0; x < 2 * pairs; x += 2) {
        half[at] = (values[top + x] + values[top + x + 1]
          + values[bottom + x] + values[bottom + x + 1] + 2) >> 2;
        at += 1;
      }
      if (columns & 1) {
        half[at] = (values[top + columns - 1] + values[bottom + columns - 1] + 1) >> 1;
        at += 1;
      }
    }
  }
  return { values: half, columns: halfColumns, rows: halfRows, planes, factor: factor * 2 };
}
