import assert from "node:assert/strict";
import { test } from "node:test";

import { edgesOf, isMoved, movePixels, shiftOf } from "../../../static/js/view/renderer-shift.js";
import { tilesOf } from "../../../static/js/view/renderer-tiles.js";
import { withSmaller } from "../../../static/js/view/renderer-levels.js";

for (const [columns, rows, most] of [[10, 7, 4], [4, 4, 4], [5, 4, 4], [1, 1, 4], [3000, 9000, 4096]]) {
  test(`${columns} x ${rows} in pieces of ${most}: every position lies in one, with both neighbours`, () => {
    const tiles = tilesOf({ columns, rows }, most);
    assert.ok(tiles.every(({ width, height }) => width <= most && height <= most));
    for (const [length, at, size, from, to] of [[columns, "x", "width", "left", "right"],
      [rows, "y", "height", "top", "bottom"]]) {
      for (let position = 0.25; position < length; position += Math.max(0.5, length / 97)) {
        const holding = tiles.filter((tile) => position - tile[at] >= tile[from]
          && position - tile[at] < tile[to]);
        assert.ok(holding.length >= 1, `${position} of ${length}`);
        for (const tile of holding) {
          const next = Math.min(length - 1, Math.floor(position) + 1);
          assert.ok(Math.floor(position) >= tile[at] && next < tile[at] + tile[size]);
        }
      }
    }
  });
}

test("a film of 3000 x 9000 fits a device that holds 4096 in three pieces", () => {
  assert.deepEqual(tilesOf({ columns: 3000, rows: 9000 }, 4096).map(({ y, height }) => [y, height]),
    [[0, 4096], [4095, 4096], [8190, 810]]);
});

test("only a film that is neither turned nor scaled is moved", () => {
  assert.equal(isMoved([2, 0, 0, 2, 5, 5], [2, 0, 0, 2, 90, -3]), true);
  assert.equal(isMoved([2, 0, 0, 2, 5, 5], [2.0001, 0, 0, 2, 5, 5]), false);
});

test("a picture is shifted by whole device pixels, roughly only when that will do", () => {
  const before = [1, 0, 0, 1, 10, 10];
  assert.deepEqual(shiftOf(before, [1, 0, 0, 1, 13.0000001, 6], false), [3, -4]);
  assert.equal(shiftOf(before, [1, 0, 0, 1, 13.4, 6], false), null);
  assert.deepEqual(shiftOf(before, [1, 0, 0, 1, 13.4, 6], true), [3, -4]);
});

test("what comes in at the edges and what was shifted are the whole screen, each pixel once", () => {
  const [width, height] = [9, 7];
  for (const by of [[2, 0], [0, -3], [-2, 1], [1, 2], [-1, -1], [0, 0]]) {
    const seen = new Uint32Array(width * height);
    for (const edge of edgesOf(by, width, height)) {
      for (let y = edge.y; y < edge.y + edge.height; y += 1) {
        for (let x = edge.x; x < edge.x + edge.width; x += 1) seen[y * width + x] += 1;
      }
    }
    const before = Uint32Array.from(seen, (_, i) => i);
    const pixels = before.slice();
    movePixels(pixels, width, by);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const [fromX, fromY] = [x - by[0], y - by[1]];
        const stays = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height;
        assert.equal(seen[y * width + x], stays ? 0 : 1, `${by}: ${x}, ${y}`);
        if (stays) assert.equal(pixels[y * width + x], fromY * width + fromX);
      }
    }
  }
});

test("beyond half a screen there is nothing to keep", () => {
  assert.equal(edgesOf([90, 0], 100, 100), null);
  assert.equal(edgesOf([-100, 0], 100, 100), null);
});

test("film and loupe share the smaller levels that are made of what came", () => {
  const level = { values: new Uint16Array(1100 * 600), columns: 1100, rows: 600, planes: 1, factor: 4 };
  const film = withSmaller([level]);
  const loupe = withSmaller([level]);
  assert.deepEqual(film.map(({ factor }) => factor), [4, 8, 16]);
  assert.equal(film[1], loupe[1]);
  assert.equal(film[2], loupe[2]);
});
