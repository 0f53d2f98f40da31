import assert from "node:assert/strict";
import { test } from "node:test";

import {
  bitPlanes, halved, merged, outlined, paintMask, pyramid, sampled,
} from "../../../static/js/view/bit-planes.js";

const COLUMNS = 37;
const ROWS = 23;

/** A plane from a rule, with its own packing so that the code under test does not check itself. */
function plane(isSet, columns = COLUMNS, rows = ROWS) {
  const perRow = Math.ceil(columns / 16);
  const words = new Uint16Array(perRow * rows);
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      if (isSet(x, y)) words[y * perRow + Math.floor(x / 16)] += 2 ** (x % 16);
    }
  }
  return { words, columns, rows, perRow, factor: 1 };
}

function isSet({ words, perRow }, x, y) {
  return Math.floor(words[y * perRow + Math.floor(x / 16)] / 2 ** (x % 16)) % 2 === 1;
}

const scattered = (x, y) => (x * 7 + y * 13) % 11 === 0;

function forAll({ columns, rows }, check) {
  for (let y = 0; y < rows; y += 1) for (let x = 0; x < columns; x += 1) check(x, y);
}

test("a level of several overlays is one plane each", () => {
  const first = plane(scattered);
  const second = plane((x) => x === 5);
  const values = Uint16Array.of(...first.words, ...second.words);
  const planes = bitPlanes({ values, columns: first.perRow, rows: ROWS, planes: 2 }, COLUMNS);
  forAll(first, (x, y) => {
    assert.equal(isSet(planes[0], x, y), scattered(x, y));
    assert.equal(isSet(planes[1], x, y), x === 5);
  });
});

test("merged overlays draw what any of them draws, and stay what they were", () => {
  const first = plane(scattered);
  const before = first.words.slice();
  const both = merged([first, plane((x) => x === 5)]);
  forAll(both, (x, y) => assert.equal(isSet(both, x, y), scattered(x, y) || x === 5));
  assert.deepEqual(first.words, before);
  assert.equal(merged([]), null);
});

test("a half keeps a bit that any of its four pixels has, at ragged edges too", () => {
  for (const [columns, rows] of [[37, 23], [32, 2], [33, 1], [1, 5]]) {
    const whole = plane(scattered, columns, rows);
    const half = halved(whole);
    assert.deepEqual([half.columns, half.rows, half.factor],
      [Math.ceil(columns / 2), Math.ceil(rows / 2), 2]);
    forAll(half, (x, y) => {
      const four = [[0, 0], [1, 0], [0, 1], [1, 1]].map(([dx, dy]) => [2 * x + dx, 2 * y + dy])
        .filter(([px, py]) => px < columns && py < rows);
      assert.equal(isSet(half, x, y), four.some(([px, py]) => scattered(px, py)), `${x} ${y}`);
    });
  }
});

test("a region is drawn by its border, also across words and at the film's edge", () => {
  const inside = (x, y) => x >= 12 && x <= 36 && y >= 4 && y <= 9;
  const border = outlined(plane(inside));
  forAll(border, (x, y) => {
    const isBorder = inside(x, y) && (x === 12 || x === 36 || y === 4 || y === 9);
    assert.equal(isSet(border, x, y), isBorder, `${x} ${y}`);
  });
});

test("at 1:1 the screen shows exactly the bits, moved, flipped and turned", () => {
  const levels = pyramid(plane(scattered));
  const cases = [
    [[1, 0, 0, 1, -3, 2], (x, y) => [x - 3, y + 2]],
    [[-1, 0, 0, 1, COLUMNS, 0], (x, y) => [COLUMNS - 1 - x, y]],
    [[0, 1, -1, 0, COLUMNS, 0], (x, y) => [COLUMNS - 1 - y, x]],
  ];
  for (const [inverse, toImage] of cases) {
    const mask = sampled(levels, inverse, 45, 40);
    for (let y = 0; y < 40; y += 1) {
      for (let x = 0; x < 45; x += 1) {
        const [u, v] = toImage(x, y);
        const isOn = u >= 0 && v >= 0 && u < COLUMNS && v < ROWS && scattered(u, v);
        assert.equal(mask[y * 45 + x], Number(isOn), `${inverse}: ${x} ${y}`);
      }
    }
  }
});

test("a line of one pixel is seen at every zoom and turn", () => {
  const levels = pyramid(plane((x, y) => x === 1001 || y === 700, 2100, 1500));
  for (const step of [1, 1.7, 2, 3.9, 6, 11.3, 40]) {
    for (const angle of [0, 0.3, Math.PI / 4, 2]) {
      const [cos, sin] = [step * Math.cos(angle), step * Math.sin(angle)];
      const size = Math.ceil(1500 / step);
      const middle = size / 2;
      const inverse = [cos, sin, -sin, cos, 1001 - cos * middle + sin * middle,
        700 - sin * middle - cos * middle];
      const mask = sampled(levels, inverse, size, size);
      // Screen points along the upright line: each has a drawn pixel within one of it.
      for (let along = -300; along <= 300; along += 50) {
        const [dx, dy] = [0.5, along];
        const x = Math.floor(middle + (cos * dx + sin * dy) / step ** 2);
        const y = Math.floor(middle + (-sin * dx + cos * dy) / step ** 2);
        const near = [-1, 0, 1].some((v) => [-1, 0, 1].some((u) => mask[(y + v) * size + x + u]));
        assert.ok(near, `step ${step}, angle ${angle}, at ${along}`);
      }
    }
  }
});

test("drawn pixels have a casing that never covers them", () => {
  const mask = Uint8Array.of(0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0);
  const pixels = new Uint32Array(12).fill(7);
  paintMask(mask, 4, 3, { ink: 9, casing: 8 }, pixels);
  assert.deepEqual([...pixels], [8, 8, 8, 8, 8, 9, 9, 8, 8, 8, 8, 8]);
});
