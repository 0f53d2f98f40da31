/**
 * From a rough click to the edge: the femoral head's circle, a bone's border. No DOM.
 *
 * The same steps as the Python twin, `planning/calibration/snap.py`, where the sources stand.
 */

import { fitCircle } from "../geometry/circle_fit.js";
import { Reason } from "../geometry/reasons.js";
import { MARGIN_STEPS, STEP_MM, densityAt, falls, stepsOf } from "./snap-lines.js";

/** @typedef {import("./snap-lines.js").SnapLevel} SnapLevel */
/** @typedef {[number, number]} Point */

const RAYS = 180;
const PEAKS = 3;
const HEAD_RADII_MM = [17, 33];
const TOLERANCE_MM = 0.6;
const MAX_SHIFT_MM = 8;
const ROUNDS = 4;
const LATER_REACH = 0.12;
const MIN_SHARE = 0.5;
const SHELL_MM = 0.15;
const HALF_HEIGHT_MM = 8;
const HALF_REACH_MM = 6;
const LINE_STEP_MM = 0.5;

/**
 * What `snapHead` and `snapEdge` look at.
 * @param {{values: Uint16Array, columns: number, rows: number, factor: number}} level of a film view
 * @param {{columnMm: number | null, invert: boolean}} about millimetres per full pixel, about right
 * @returns {SnapLevel & {factor: number}}
 */
export function snapLevel({ values, columns, rows, factor }, { columnMm, invert }) {
  return { values, columns, rows, factor, mmPerPx: columnMm * factor, denseIsLow: invert };
}

/**
 * Fit the circle of a femoral head about a click near its centre.
 * @param {SnapLevel & {factor?: number}} level
 * @param {Point} point image pixels, within some millimetres of the centre
 * @returns {{centre: Point, radius: number, agree: number, of: number} | Reason} image pixels;
 *   `no_edge` with `agree` and `of` where less than half of the rays agree
 */
export function snapHead(level, point) {
  const { mmPerPx: mm, factor = 1 } = level;
  const start = point.map((value) => value / factor);
  const [low, high] = HEAD_RADII_MM.map((radius) => radius / mm);
  const found = bestCircle(rayEdges(level, start, [low, high], PEAKS), start, mm);
  if (!found) return new Reason("no_edge", { agree: 0, of: RAYS });
  const { circle, agree } = refined(level, found, mm);
  const isFar = Math.hypot(circle.x - start[0], circle.y - start[1]) > MAX_SHIFT_MM / mm;
  const isHead = low <= circle.radius && circle.radius <= high;
  if (agree < MIN_SHARE * RAYS || isFar || !isHead) return new Reason("no_edge", { agree, of: RAYS });
  return {
    centre: [circle.x * factor, circle.y * factor],
    radius: (circle.radius + SHELL_MM / mm) * factor, agree, of: RAYS,
  };
}

function refined(level, found, mm) {
  let circle = found;
  let agree = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const window = [(1 - LATER_REACH) * circle.radius, (1 + LATER_REACH) * circle.radius];
    const chosen = agreeing(rayEdges(level, [circle.x, circle.y], window, 1), circle, mm);
    agree = chosen.length;
    const fit = fitCircle(chosen);
    if (fit instanceof Reason) break;
    circle = { x: fit.circle.centre[0], y: fit.circle.centre[1], radius: fit.circle.radius };
  }
  return { circle, agree };
}

/**
 * Move a point onto the border of a bone.
 * @param {SnapLevel & {factor?: number}} level
 * @param {Point} point image pixels, within some millimetres of the border
 * @param {Point} direction out of the bone, across its border; need not be exact
 * @returns {{point: Point, agree: number, of: number} | Reason} `no_edge` where less than half of
 *   the scan lines agree
 */
export function snapEdge(level, point, direction) {
  const { mmPerPx: mm, factor = 1 } = level;
  const [x, y] = point.map((value) => value / factor);
  const size = Math.hypot(...direction);
  if (!(size > 0)) return new Reason("no_edge", { agree: 0, of: 0 });
  const out = direction.map((value) => value / size);
  const count = Math.round((2 * HALF_HEIGHT_MM) / LINE_STEP_MM) + 1;
  const offsets = Array.from({ length: count },
    (_, index) => (index - (count - 1) / 2) * (LINE_STEP_MM / mm));
  const steps = stepsOf(-HALF_REACH_MM / mm, HALF_REACH_MM / mm, mm);
  const lines = offsets.map((offset) => steps.map((step) => densityAt(
    level, x - offset * out[1] + step * out[0], y + offset * out[0] + step * out[1],
  )));
  const edges = falls(lines, steps, mm, 1).map(([edge]) => edge ?? NaN);
  const border = bestLine(offsets, edges, mm);
  const agree = border?.agree ?? 0;
  if (agree < MIN_SHARE * count) return new Reason("no_edge", { agree, of: count });
  const { shift } = border;
  return {
    point: [(x + shift * out[0]) * factor, (y + shift * out[1]) * factor], agree, of: count,
  };
}

function rayEdges(level, [x, y], [from, to], peaks) {
  const mm = level.mmPerPx;
  const margin = (MARGIN_STEPS * STEP_MM) / mm;
  const steps = stepsOf(Math.max(from - margin, 0), to + margin, mm);
  const units = Array.from({ length: RAYS }, (_, ray) => {
    const angle = (ray * 2 * Math.PI) / RAYS;
    return [Math.cos(angle), Math.sin(angle)];
  });
  const lines = units.map(([cos, sin]) => (
    steps.map((step) => densityAt(level, x + cos * step, y + sin * step))));
  return falls(lines, steps, mm, peaks).map((radii, ray) => (
    radii.map((radius) => [x + radius * units[ray][0], y + radius * units[ray][1]])));
}

function bestCircle(edges, start, mm) {
  let best = null;
  let most = -1;
  const gaps = [[RAYS / 3, RAYS / 3], [RAYS / 4, RAYS], [(2 * RAYS) / 9, RAYS]];
  for (const [gap, count] of gaps) {
    for (let ray = 0; ray < count; ray += 1) {
      const three = [0, 1, 2].map((place) => edges[(ray + place * gap) % RAYS]);
      for (const circle of circlesThrough(three)) {
        if (!isHead(circle, start, mm)) continue;
        const agree = countOn(edges, circle, TOLERANCE_MM / mm);
        if (agree > most) [best, most] = [circle, agree];
      }
    }
  }
  return best;
}

function isHead({ x, y, radius }, start, mm) {
  return Math.hypot(x - start[0], y - start[1]) <= MAX_SHIFT_MM / mm
    && radius >= HEAD_RADII_MM[0] / mm && radius <= HEAD_RADII_MM[1] / mm;
}

function countOn(edges, { x, y, radius }, tolerance) {
  let count = 0;
  for (const ray of edges) {
    for (const [px, py] of ray) {
      if (Math.abs(Math.hypot(px - x, py - y) - radius) < tolerance) {
        count += 1;
        break;
      }
    }
  }
  return count;
}

function* circlesThrough([first, second, third]) {
  for (const p of first) {
    for (const q of second) {
      for (const r of third) {
        const [ux, uy, vx, vy] = [q[0] - p[0], q[1] - p[1], r[0] - p[0], r[1] - p[1]];
        const cross = 2 * (ux * vy - uy * vx);
        const [uu, vv] = [ux * ux + uy * uy, vx * vx + vy * vy];
        const cx = (vy * uu - uy * vv) / cross;
        const cy = (ux * vv - vx * uu) / cross;
        yield { x: p[0] + cx, y: p[1] + cy, radius: Math.hypot(cx, cy) };
      }
    }
  }
}

/** Of each ray the edge nearest to the circle, if it lies on it. */
function agreeing(edges, { x, y, radius }, mm) {
  const off = ([px, py]) => Math.abs(Math.hypot(px - x, py - y) - radius);
  return edges.map((ray) => ray.reduce(
    (nearest, point) => (nearest === null || off(point) < off(nearest) ? point : nearest), null,
  )).filter((point) => point !== null && off(point) < TOLERANCE_MM / mm);
}

/** The border as edge = level + tilt * offset: most lines agree, then least squares. */
function bestLine(offsets, edges, mm) {
  const known = edges.flatMap((edge, index) => (Number.isFinite(edge) ? [index] : []));
  const isOn = (level, tilt) => (index) => (
    Math.abs(edges[index] - level - tilt * offsets[index]) < TOLERANCE_MM / mm);
  let best = [];
  for (const i of known) {
    for (const j of known) {
      if (offsets[j] - offsets[i] < 3 / mm) continue;
      const tilt = (edges[j] - edges[i]) / (offsets[j] - offsets[i]);
      if (Math.abs(tilt) > 0.5) continue;
      const on = known.filter(isOn(edges[i] - tilt * offsets[i], tilt));
      if (on.length > best.length) best = on;
    }
  }
  if (best.length < 3) return null;
  const mean = (values) => best.reduce((sum, index) => sum + values[index], 0) / best.length;
  const [u, e] = [mean(offsets), mean(edges)];
  let product = 0;
  let square = 0;
  for (const index of best) {
    product += (offsets[index] - u) * (edges[index] - e);
    square += (offsets[index] - u) ** 2;
  }
  return { shift: e - (product / square) * u, agree: best.length };
}
