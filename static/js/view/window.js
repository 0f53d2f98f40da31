/**
 * From level values to grey: modality values, window or VOI look-up, inversion, padding.
 *
 * Windowing follows DICOM PS3.3 C.11.2.1.2 (LINEAR, LINEAR_EXACT) and C.11.2.1.3.1
 * (SIGMOID); inversion comes after it and is folded into the table, so it happens once.
 *
 * @typedef {{center: number, width: number, function?: 'LINEAR'|'LINEAR_EXACT'|'SIGMOID',
 *   name?: string}} Window
 */

const COUNT = 65536;
const WHITE = 255;
// So many screen pixels of drag change the window by all that the film holds.
const DRAG_RANGE_PX = 512;

/**
 * Modality value of every level value.
 *
 * @param {{value_offset?: number, slope?: number, intercept?: number,
 *   modality_lut?: {first: number, values: number[]}}} film
 * @returns {Float64Array} 65536 modality values.
 */
export function modalityValues(film) {
  const { value_offset: offset = 0, slope = 1, intercept = 0, modality_lut: lut } = film;
  const values = new Float64Array(COUNT);
  for (let v = 0; v < COUNT; v += 1) {
    values[v] = lut ? lookUp(lut, v + offset) : (v + offset) * slope + intercept;
  }
  return values;
}

function lookUp({ first, values }, input) {
  const index = Math.min(values.length - 1, Math.max(0, Math.round(input) - first));
  return values[index];
}

/**
 * @param {Window} window
 * @returns {(value: number) => number} Grey 0..255, not rounded, of a modality value.
 */
export function windowFunction({ center, width, function: kind = "LINEAR" }) {
  if (kind === "SIGMOID") {
    return (x) => WHITE / (1 + Math.exp((-4 * (x - center)) / width));
  }
  const exact = kind === "LINEAR_EXACT";
  const middle = exact ? center : center - 0.5;
  const span = exact ? width : width - 1;
  const low = middle - span / 2;
  const high = middle + span / 2;
  return (x) => {
    if (x <= low) return 0;
    if (x > high) return WHITE;
    return ((x - middle) / span + 0.5) * WHITE;
  };
}

/**
 * Grey of every level value.
 *
 * @param {object} film Film of the API: invert, padding, value_offset, voi_lut.
 * @param {Float64Array} modality From {@link modalityValues}.
 * @param {Window|string} window Or a table of the header: `voi_lut`, `voi_lut:1` and so on.
 * @param {boolean} [invertMore] What the person asked for on top of the film's own polarity.
 * @returns {Uint8Array} 65536 greys.
 */
export function greyTable(film, modality, window, invertMore = false) {
  const greys = new Uint8Array(COUNT);
  const grey = typeof window === "string" ? voiFunction(tableOf(film, window))
    : windowFunction(window);
  const invert = Boolean(film.invert) !== invertMore;
  for (let v = 0; v < COUNT; v += 1) {
    const value = Math.round(grey(modality[v]));
    greys[v] = invert ? WHITE - value : value;
  }
  if (film.padding) paintPadding(greys, film);
  return greys;
}

/** @returns {string[]} What the header's tables of greys are called as windows. */
export function tableWindows(film) {
  const tables = film.voi_lut ? [film.voi_lut, ...(film.more_voi_luts ?? [])] : [];
  return tables.map((_, index) => (index ? `voi_lut:${index}` : "voi_lut"));
}

/** @returns {{name: string}} The table that such a window names. */
export function tableOf(film, window) {
  const index = Number(window.split(":")[1] ?? 0);
  return index ? film.more_voi_luts[index - 1] : film.voi_lut;
}

function voiFunction(lut) {
  const white = 2 ** lut.bits - 1;
  return (x) => (lookUp(lut, x) / white) * WHITE;
}

/** Padding is no film: it stays black whichever way the film is shown. */
function paintPadding(greys, { padding, value_offset: offset = 0 }) {
  const first = Math.max(0, Math.min(...padding) - offset);
  const last = Math.min(COUNT - 1, Math.max(...padding) - offset);
  if (first <= last) greys.fill(0, first, last + 1);
}

/**
 * A window that shows nearly all of the film: from the 0.5th to the 99.5th percentile.
 *
 * @param {Uint16Array} values Level values of any level.
 * @param {object} film
 * @param {Float64Array} modality
 * @returns {Window}
 */
export function autoWindow(values, film, modality) {
  const counts = new Uint32Array(COUNT);
  for (let i = 0; i < values.length; i += 1) counts[values[i]] += 1;
  if (film.padding) {
    const isPadding = new Uint8Array(COUNT).fill(1);
    paintPadding(isPadding, film);
    for (let v = 0; v < COUNT; v += 1) if (!isPadding[v]) counts[v] = 0;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const ends = [0.005, 0.995].map((share) => modality[quantile(counts, share * total)]);
  const [low, high] = ends[0] <= ends[1] ? ends : ends.reverse();
  const width = Math.max(1, high - low);
  return { name: "auto", center: (low + high) / 2, width, function: "LINEAR_EXACT" };
}

function quantile(counts, target) {
  let seen = 0;
  for (let v = 0; v < COUNT; v += 1) {
    seen += counts[v];
    if (counts[v] && seen >= target) return v;
  }
  return 0;
}

/**
 * The window after a drag: right is wider, down is darker (a higher centre).
 *
 * @param {Window} window
 * @param {number} dx Screen pixels.
 * @param {number} dy Screen pixels.
 * @param {number} range Modality values between black and white of the film's own window.
 * @returns {Window}
 */
export function draggedWindow(window, dx, dy, range) {
  const step = range / DRAG_RANGE_PX;
  const smallest = window.function === "LINEAR" || !window.function ? 2 : range / 4096;
  return {
    ...window,
    name: "",
    center: window.center + dy * step,
    width: Math.max(smallest, window.width + dx * step),
  };
}
