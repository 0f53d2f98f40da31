/**
 * A piece of the film that has been moved: where it lies on the screen, and its own pixels there.
 * Pure; the same resampling and the same greys as the film below it.
 *
 * @typedef {[number, number, number, number, number, number]} Matrix `[a, b, c, d, e, f]` as in SVG
 * @typedef {{rings: Array<Array<[number, number]>>, matrix: Matrix}} Piece `rings` together are where
 *   it lay and may overlap, `matrix` is from there to where it lies now, both in image pixels
 * @typedef {{x: number, y: number, width: number, height: number}} Box whole device pixels
 */

import { chooseLevel, createScreen, footprintOf, lookUpPixels, resample } from "./resample.js";
import { apply, inverseOf } from "./viewport.js";

// So little, in image pixels, is rounding and no movement.
const STILL_PX = 1e-6;

/** @param {Matrix} outer @param {Matrix} inner @returns {Matrix} inner first */
export function compose(outer, inner) {
  const [a, b, c, d] = outer;
  const [ia, ib, ic, id, ie, jf] = inner;
  const [e, f] = apply(outer, [ie, jf]);
  return [a * ia + c * ib, b * ia + d * ib, a * ic + c * id, b * ic + d * id, e, f];
}

/** @param {Matrix} matrix @returns {boolean} Whether a piece lies where it lay. */
export function isStill([a, b, c, d, e, f]) {
  const off = [a - 1, b, c, d - 1, e, f];
  return off.every((value) => Math.abs(value) < STILL_PX);
}

/**
 * A movement on its way: the straight way between two places, turned steadily.
 *
 * @param {Matrix} from
 * @param {Matrix} to Both without a mirror.
 * @param {number} part 0 to 1
 * @param {[number, number]} pivotPx What goes straight: a point of the piece where it lay.
 * @param {number} aspect Height of a pixel over its width.
 * @returns {Matrix}
 */
export function between(from, to, part, pivotPx, aspect) {
  const turn = ([a, b]) => Math.atan2(b * aspect, a);
  const gap = turn(to) - turn(from);
  const angle = turn(from) + part * (gap - 2 * Math.PI * Math.round(gap / (2 * Math.PI)));
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const turned = [cos, sin / aspect, -sin * aspect, cos];
  const [p, q] = [apply(from, pivotPx), apply(to, pivotPx)];
  const there = [p[0] + part * (q[0] - p[0]), p[1] + part * (q[1] - p[1])];
  const [x, y] = apply([...turned, 0, 0], pivotPx);
  return [...turned, there[0] - x, there[1] - y];
}

/** @returns {number} twice the area of a ring, positive one way round and negative the other */
export function signedArea(ring) {
  return ring.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length];
    return sum + x * nextY - nextX * y;
  }, 0);
}

/**
 * The part of the screen that a polygon covers.
 *
 * @param {Array<[number, number]>} polygonPx
 * @param {Matrix} device from the polygon's pixels to device pixels
 * @param {{width: number, height: number}} canvas device pixels
 * @returns {Box | null} null where nothing of it is seen
 */
export function boxOf(polygonPx, device, canvas) {
  const corners = polygonPx.map((point) => apply(device, point));
  const [xs, ys] = [0, 1].map((axis) => corners.map((corner) => corner[axis]));
  const x = Math.max(0, Math.floor(Math.min(...xs)) - 1);
  const y = Math.max(0, Math.floor(Math.min(...ys)) - 1);
  const right = Math.min(canvas.width, Math.ceil(Math.max(...xs)) + 1);
  const bottom = Math.min(canvas.height, Math.ceil(Math.max(...ys)) + 1);
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}

/**
 * The film's own pixels, as they look after a movement, in a part of the screen.
 *
 * @param {import("./resample.js").Level[]} levels with smaller ones
 * @param {{columns: number, rows: number}} film
 * @param {Uint32Array} table of `pixelTable`
 * @param {Matrix} device from the pixels where they lay to device pixels where they lie now
 * @param {Box} box
 * @param {number} [coarse] device pixels of the box that share one; more while it is dragged
 * @returns {{width: number, height: number, pixels: Uint32Array}}
 */
export function movedPixels(levels, film, table, device, box, coarse = 1) {
  const [width, height] = [Math.ceil(box.width / coarse), Math.ceil(box.height / coarse)];
  const [a, b, c, d, e, f] = device;
  const inverse = inverseOf([
    a / coarse, b / coarse, c / coarse, d / coarse, (e - box.x) / coarse, (f - box.y) / coarse,
  ]);
  const level = chooseLevel(levels, footprintOf(inverse));
  const screen = createScreen(width, height, level.planes);
  resample(level, film, inverse, screen);
  const pixels = new Uint32Array(width * height);
  lookUpPixels(screen, table, pixels);
  return { width, height, pixels };
}
