import assert from "node:assert/strict";
import { test } from "node:test";

import {
  between, boxOf, compose, isStill, movedPixels, signedArea,
} from "../../../static/js/view/fragment-pixels.js";
import { pixelTable } from "../../../static/js/view/resample.js";
import { apply } from "../../../static/js/view/viewport.js";

const COLUMNS = 40;
const ROWS = 30;
const film = { columns: COLUMNS, rows: ROWS };
const values = Uint16Array.from({ length: COLUMNS * ROWS }, (_, at) => (at * 7919) % 251);
const levels = [{ values, columns: COLUMNS, rows: ROWS, planes: 1, factor: 1 }];
const greys = Uint8Array.from({ length: 65536 }, (_, value) => value & 255);
const table = pixelTable(greys);
const greyAt = ({ width, pixels }, x, y) => pixels[y * width + x] & 255;

const close = (found, expected, within = 1e-9) => found.forEach((value, at) => (
  assert.ok(Math.abs(value - expected[at]) <= within, `${found} is not ${expected}`)));

test("a piece that was moved by whole pixels shows exactly the film's own pixels", () => {
  const moved = [1, 0, 0, 1, 5, -3];
  const box = { x: 12, y: 4, width: 9, height: 8 };
  const shown = movedPixels(levels, film, table, moved, box);
  for (let y = 0; y < box.height; y += 1) {
    for (let x = 0; x < box.width; x += 1) {
      assert.equal(greyAt(shown, x, y), values[(box.y + y + 3) * COLUMNS + box.x + x - 5]);
    }
  }
});

test("a quarter turn about a point turns the pixels with it", () => {
  // About (10, 10): x' = 10 - (y - 10), y' = 10 + (x - 10).
  const turned = [0, 1, -1, 0, 20, 0];
  const shown = movedPixels(levels, film, table, turned, { x: 4, y: 4, width: 12, height: 12 });
  for (let y = 0; y < 12; y += 1) {
    for (let x = 0; x < 12; x += 1) {
      const column = 4 + y;
      const row = 19 - (4 + x);
      assert.equal(greyAt(shown, x, y), values[row * COLUMNS + column]);
    }
  }
});

test("beside the film there is black, not the last pixel drawn out", () => {
  const shown = movedPixels(levels, film, table, [1, 0, 0, 1, 10, 0],
    { x: 0, y: 0, width: 12, height: 2 });
  assert.deepEqual([...shown.pixels.slice(0, 10)], new Array(10).fill(0xff000000));
});

test("first the piece moves, then the film is seen", () => {
  const seen = [2, 0, 0, 2, 30, 40];
  const moved = [0, 1, -1, 0, 5, 6];
  for (const point of [[0, 0], [3, -7], [11, 2]]) {
    close(apply(compose(seen, moved), point), apply(seen, apply(moved, point)));
  }
});

test("only what is on the canvas is drawn, and nothing of what is beside it", () => {
  const polygon = [[10, 10], [20, 12], [14, 30]];
  const canvas = { width: 50, height: 24 };
  assert.deepEqual(boxOf(polygon, [1, 0, 0, 1, 0, 0], canvas),
    { x: 9, y: 9, width: 12, height: 15 });
  assert.equal(boxOf(polygon, [1, 0, 0, 1, 100, 0], canvas), null);
});

test("a piece that lies where it lay is none", () => {
  assert.ok(isStill([1, 0, 0, 1, 1e-12, 0]));
  assert.ok(!isStill([1, 0, 0, 1, 0.01, 0]));
});

test("on its way a piece keeps its shape, on pixels that are not square as well", () => {
  const aspect = 1.25;
  const rigid = (deg, x, y) => {
    const [cos, sin] = [Math.cos(deg * Math.PI / 180), Math.sin(deg * Math.PI / 180)];
    return [cos, sin / aspect, -sin * aspect, cos, x, y];
  };
  const [from, to] = [rigid(0, 0, 0), rigid(-30, 12, 9)];
  const pivot = [15, 20];
  close(between(from, to, 0, pivot, aspect), from);
  close(between(from, to, 1, pivot, aspect), to);
  const half = between(from, to, 0.5, pivot, aspect);
  close(half.slice(0, 4), rigid(-15, 0, 0).slice(0, 4));
  const [p, q] = [apply(from, pivot), apply(to, pivot)];
  close(apply(half, pivot), [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2]);
});

test("a ring says which way round it goes", () => {
  const ring = [[0, 0], [4, 0], [4, 3], [0, 3]];
  assert.equal(signedArea(ring), 24);
  assert.equal(signedArea(ring.toReversed()), -24);
});
