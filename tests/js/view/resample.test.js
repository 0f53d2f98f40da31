import assert from "node:assert/strict";
import { test } from "node:test";

import {
  chooseLevel, createScreen, lookUpPixels, pixelTable, resample,
} from "../../../static/js/view/resample.js";
import { imageToScreen, inverseOf } from "../../../static/js/view/viewport.js";

const random = (seed) => () => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
};
const next = random(7);
const full = {
  columns: 23, rows: 17, planes: 1, factor: 1,
  values: Uint16Array.from({ length: 23 * 17 }, () => Math.floor(next() * 65536)),
};
const film = { columns: 23, rows: 17, aspect: 1 };
const size = { width: 31, height: 29 };

function draw(view, aspect = 1, level = full) {
  const screen = createScreen(size.width, size.height, level.planes);
  resample(level, film, inverseOf(imageToScreen(view, size, aspect)), screen);
  return screen;
}

test("at 1:1 every pixel is copied exactly, and nothing beside the film", () => {
  const screen = draw({ centrePx: [11.5, 8.5], scale: 1, rotationRad: 0, flip: false });
  for (let y = 0; y < 29; y += 1) {
    const inside = y >= 6 && y < 23;
    assert.deepEqual([...screen.spans.slice(2 * y, 2 * y + 2)], inside ? [4, 27] : [0, 0]);
    for (let x = 4; inside && x < 27; x += 1) {
      assert.equal(screen.values[y * 31 + x], full.values[(y - 6) * 23 + (x - 4)]);
    }
  }
});

test("a quarter turn and a flip move whole pixels", () => {
  const turned = draw({ centrePx: [11.5, 8.5], scale: 1, rotationRad: Math.PI / 2, flip: false });
  // Clockwise: the top-left pixel goes to the top right corner. Screen middle (15.5, 14.5).
  const at = (screen, x, y) => screen.values[y * 31 + x];
  assert.equal(at(turned, 15 + 8, 14 - 11), full.values[0]);
  assert.equal(at(turned, 15 + 8, 14 + 11), full.values[22]);
  const mirrored = draw({ centrePx: [11.5, 8.5], scale: 1, rotationRad: 0, flip: true });
  assert.equal(at(mirrored, 26, 6), full.values[0]);
  assert.equal(at(mirrored, 4, 22), full.values[16 * 23 + 22]);
});

test("an oblique view shows the same as a plain bilinear interpolation", () => {
  const view = { centrePx: [11, 9], scale: 1.3, rotationRad: 0.37, flip: true };
  const [a, b, c, d, e, f] = inverseOf(imageToScreen(view, size, 1));
  const screen = draw(view);
  const pixel = (x, y) => full.values[Math.min(16, Math.max(0, y)) * 23 + Math.min(22, Math.max(0, x))];
  let seen = 0;
  for (let j = 0; j < 29; j += 1) {
    for (let i = 0; i < 31; i += 1) {
      const x = a * (i + 0.5) + c * (j + 0.5) + e;
      const y = b * (i + 0.5) + d * (j + 0.5) + f;
      const inside = x >= 0 && x < 23 && y >= 0 && y < 17;
      assert.equal(i >= screen.spans[2 * j] && i < screen.spans[2 * j + 1], inside, `${i} ${j}`);
      if (!inside) continue;
      const [u, v] = [x - 0.5, y - 0.5];
      const [u0, v0] = [Math.floor(u), Math.floor(v)];
      const expected = (1 - (u - u0)) * (1 - (v - v0)) * pixel(u0, v0)
        + (u - u0) * (1 - (v - v0)) * pixel(u0 + 1, v0)
        + (1 - (u - u0)) * (v - v0) * pixel(u0, v0 + 1)
        + (u - u0) * (v - v0) * pixel(u0 + 1, v0 + 1);
      assert.ok(Math.abs(screen.values[j * 31 + i] - expected) <= 0.6);
      seen += 1;
    }
  }
  assert.ok(seen > 400);
});

test("levels of different size lie on the same place of the film", () => {
  const ramp = (columns, factor) => ({
    columns, rows: 1, planes: 1, factor,
    values: Uint16Array.from({ length: columns }, (_, i) => 100 * ((i + 0.5) * factor)),
  });
  const line = { columns: 64, rows: 1, aspect: 1 };
  const inverse = [1, 0, 0, 1, 0, 0];
  const [fine, coarse] = [ramp(64, 1), ramp(16, 4)].map((level) => {
    const screen = createScreen(64, 1, 1);
    resample(level, line, inverse, screen);
    return screen.values;
  });
  for (let i = 2; i < 62; i += 1) assert.ok(Math.abs(fine[i] - coarse[i]) <= 1);
});

test("the largest level that need not be magnified is chosen, else the finest there is", () => {
  const levels = [1, 2, 4, 8].map((factor) => ({ factor }));
  assert.deepEqual([0.3, 1, 1.9, 2, 7.9, 30].map((f) => chooseLevel(levels, f).factor),
    [1, 1, 1, 2, 4, 8]);
  assert.equal(chooseLevel([{ factor: 4 }, { factor: 8 }], 1).factor, 4);
});

test("look-up paints grey and colour, and black beside the film", () => {
  const greys = new Uint8Array(65536).map((_, v) => v >> 8);
  const colour = { ...full, planes: 3,
    values: Uint16Array.from({ length: 3 * full.values.length }, (_, i) => (i * 977) % 65536) };
  const screen = draw({ centrePx: [11.5, 8.5], scale: 1, rotationRad: 0, flip: false }, 1, colour);
  const pixels = new Uint32Array(31 * 29);
  lookUpPixels(screen, pixelTable(greys), pixels);
  const bytes = new Uint8Array(pixels.buffer);
  const plane = full.values.length;
  assert.deepEqual([...bytes.slice(0, 4)], [0, 0, 0, 255]);
  assert.deepEqual([...bytes.slice(4 * (6 * 31 + 4), 4 * (6 * 31 + 4) + 4)],
    [0, 1, 2].map((p) => greys[colour.values[p * plane]]).concat(255));
});
