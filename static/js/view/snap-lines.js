/** Where density falls along lines of a film's level, to a fraction of a pixel. No DOM. */

export const STEP_MM = 0.2;
const SMOOTHING_MM = 0.4;
// Fall of density over the window's range below which there is no edge to speak of.
const MIN_CONTRAST = 0.03;
const SIGMA = SMOOTHING_MM / STEP_MM;
const HALF = Math.ceil(2.5 * SIGMA);
const KERNEL = kernel();

/** How far beyond a window the lines must be read, in steps. */
export const MARGIN_STEPS = HALF;

function kernel() {
  const weights = [];
  let moment = 0;
  for (let lag = -HALF; lag <= HALF; lag += 1) {
    const weight = lag * Math.exp(-(lag * lag) / (2 * SIGMA * SIGMA));
    weights.push(weight);
    moment += weight * lag;
  }
  return weights.map((weight) => weight / moment);
}

/**
 * @typedef {{values: Uint16Array, columns: number, rows: number, mmPerPx: number,
 *   denseIsLow: boolean}} SnapLevel
 */

/** @param {number} startPx @param {number} stopPx @param {number} mm @returns {number[]} */
export function stepsOf(startPx, stopPx, mm) {
  const count = Math.floor((stopPx - startPx) / (STEP_MM / mm)) + 1;
  return Array.from({ length: count }, (_, index) => startPx + index * (STEP_MM / mm));
}

/**
 * @param {SnapLevel} level
 * @param {number} x corner based pixels of the level
 * @param {number} y
 * @returns {number} density between pixels, bilinear; NaN beyond the border
 */
export function densityAt({ values, columns, rows, denseIsLow }, x, y) {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  if (!(left >= 0 && top >= 0 && left + 1 < columns && top + 1 < rows)) return NaN;
  const s = x - 0.5 - left;
  const t = y - 0.5 - top;
  const at = top * columns + left;
  const upper = values[at] * (1 - s) + values[at + 1] * s;
  const lower = values[at + columns] * (1 - s) + values[at + columns + 1] * s;
  const found = upper * (1 - t) + lower * t;
  return denseIsLow ? -found : found;
}

/**
 * @param {number[][]} lines densities, all as long as `steps`
 * @param {number[]} steps
 * @param {number} mm
 * @param {number} peaks most per line
 * @returns {number[][]} of each line where density falls most, the strongest first
 */
export function falls(lines, steps, mm, peaks) {
  let high = -Infinity;
  let low = Infinity;
  for (const line of lines) {
    for (const value of line) {
      if (value > high) high = value;
      if (value < low) low = value;
    }
  }
  if (!(high >= low)) return lines.map(() => []);
  const least = (MIN_CONTRAST * (high - low)) / (2.5 * SIGMA);
  return lines.map((line) => fallsOf(slopeOf(line), least).slice(0, peaks)
    .map(({ place }) => steps[0] + (place + HALF) * (STEP_MM / mm)));
}

function slopeOf(line) {
  const slope = [];
  for (let at = HALF; at < line.length - HALF; at += 1) {
    let sum = 0;
    for (let lag = -HALF; lag <= HALF; lag += 1) sum += line[at + lag] * KERNEL[lag + HALF];
    slope.push(sum);
  }
  return slope;
}

function fallsOf(slope, least) {
  const found = [];
  for (let at = 1; at < slope.length - 1; at += 1) {
    const [before, here, after] = [slope[at - 1], slope[at], slope[at + 1]];
    if (here < before && here <= after && here < -least) {
      const shift = (before - after) / (2 * (before - 2 * here + after));
      found.push({ place: at + shift, slope: here });
    }
  }
  return found.sort((a, b) => a.slope - b.slope);
}
