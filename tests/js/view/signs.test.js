import assert from "node:assert/strict";
import { test } from "node:test";

import { NoScale, Scale } from "../../../static/js/measuring/scale.js";
import { scaleBar } from "../../../static/js/view/scale-bar.js";
import { placeOnEdge, sideDirections } from "../../../static/js/view/sides.js";

const upright = { rotationRad: 0, flip: false };
const round = (pair) => pair.map((value) => Math.round(value * 1e6) / 1e6 + 0);

test("R lies where the right of the patient is, as stored, flipped, turned and both", () => {
  const r = (on, view) => round(sideDirections(on, view).R);
  assert.deepEqual(r("left", upright), [-1, 0]);
  assert.deepEqual(r("right", upright), [1, 0]);
  assert.deepEqual(r("left", { ...upright, flip: true }), [1, 0]);
  assert.deepEqual(r("left", { rotationRad: Math.PI / 2, flip: false }), [0, -1]);
  assert.deepEqual(r("left", { rotationRad: Math.PI / 2, flip: true }), [0, 1]);
  assert.deepEqual(r("left", { rotationRad: Math.PI, flip: false }), [1, 0]);
});

test("L is always opposite, and no letter is shown where nobody has said which side is which", () => {
  const { R, L } = sideDirections("right", { rotationRad: 0.3, flip: true });
  assert.deepEqual(round(L), round([-R[0], -R[1]]));
  assert.equal(sideDirections(null, upright), null);
});

test("a letter stands inside the edge that its side points to", () => {
  const size = { width: 400, height: 200 };
  assert.deepEqual(placeOnEdge([-1, 0], size, 20), [20, 100]);
  assert.deepEqual(placeOnEdge([0, 1], size, 20), [200, 180]);
  const [x, y] = placeOnEdge([Math.SQRT1_2, Math.SQRT1_2], size, 20);
  assert.deepEqual([x, y].map(Math.round), [280, 180]);
});

test("the bar is 50 mm, true to the zoom, another round length where that does not fit", () => {
  const scale = new Scale({ rowMm: 0.125, columnMm: 0.125, templating: "yes" });
  assert.deepEqual(scaleBar(scale, { scale: 0.25 }, 300), { lengthMm: 50, lengthPx: 100 });
  assert.equal(scaleBar(scale, { scale: 0.05 }, 300).lengthMm, 100);
  assert.equal(scaleBar(scale, { scale: 3 }, 300).lengthMm, 10);
});

test("a film without a scale has no bar", () => {
  assert.equal(scaleBar(new NoScale({ reason: "no_spacing" }), { scale: 1 }, 300), null);
});
