import assert from "node:assert/strict";
import { test } from "node:test";

import { carriedView, viewBeside, viewOf } from "../../../static/js/view/linked.js";
import {
  apply, flipped, holdPoint, imageToScreen, panBy, rotateBy, zoomAt,
} from "../../../static/js/view/viewport.js";

const SIZE = { width: 700, height: 800 };
const FIRST = { columns: 3000, rows: 2400, aspect: 1 };
const SECOND = { columns: 1500, rows: 2000, aspect: 1.25 };
const VIEW = { centrePx: [1400, 1000], scale: 0.3, rotationRad: 0.4, flip: false };
const OTHER = { centrePx: [700, 900], scale: 0.5, rotationRad: -0.2, flip: true };

const near = (found, expected, within = 1e-9) => found.forEach((value, at) => {
  assert.ok(Math.abs(value - expected[at]) < within, `${found} is not ${expected}`);
});

for (const flip of [false, true]) {
  test(`a view is found again from its matrix, flipped: ${flip}`, () => {
    const view = { centrePx: [310, 870], scale: 0.7, rotationRad: -2.1, flip };
    const found = viewOf(imageToScreen(view, SIZE, 1.25), SIZE);
    near(found.centrePx, view.centrePx);
    near([found.scale, found.rotationRad], [view.scale, view.rotationRad]);
    assert.equal(found.flip, flip);
  });
}

const done = {
  pan: panBy(VIEW, FIRST, SIZE, [60, -25]),
  zoom: zoomAt(VIEW, FIRST, SIZE, [200, 650], 1.8),
  turn: rotateBy(VIEW, 0.3),
  flip: flipped(VIEW),
};

for (const [name, now] of Object.entries(done)) {
  test(`${name} of one film is ${name} of the other, about the same point of the screen`, () => {
    const before = { view: VIEW, size: SIZE, aspect: 1 };
    const other = { view: OTHER, size: SIZE, aspect: SECOND.aspect };
    const found = carriedView(before, { ...before, view: now }, other);
    // Points of both films that lay on one another still do.
    for (const screen of [[100, 100], [650, 300], [350, 790]]) {
      const on = (view, film, point) => apply(imageToScreen(view, SIZE, film.aspect), point);
      const under = (view, film) => {
        const matrix = imageToScreen(view, SIZE, film.aspect);
        const [a, b, c, d, e, f] = matrix;
        const [x, y] = [screen[0] - e, screen[1] - f];
        const determinant = a * d - b * c;
        return [(d * x - c * y) / determinant, (a * y - b * x) / determinant];
      };
      near(on(now, FIRST, under(VIEW, FIRST)), on(found, SECOND, under(OTHER, SECOND)), 1e-6);
    }
  });
}

test("regions of different size move about their middles", () => {
  const before = { view: VIEW, size: SIZE, aspect: 1 };
  const now = { ...before, view: { ...VIEW, scale: VIEW.scale * 2 } };
  const small = { width: 400, height: 300 };
  const found = carriedView(before, now, { view: OTHER, size: small, aspect: 1.25 });
  near(found.centrePx, OTHER.centrePx);
  near([found.scale], [OTHER.scale * 2]);
});

test("beside one another, films show the same millimetres and the same side of the patient", () => {
  const first = {
    view: VIEW, film: FIRST, scale: { columnMm: 0.14 }, sides: { patient_right_on: "left" },
  };
  const fitted = { centrePx: [750, 1000], scale: 0.4, rotationRad: 0, flip: false };
  const second = {
    fitted, film: SECOND, scale: { columnMm: 0.28 }, sides: { patient_right_on: "right" },
  };
  const found = viewBeside(first, second);
  assert.equal(0.28 / found.scale, 0.14 / VIEW.scale, "millimetres per pixel of the screen");
  assert.equal(found.flip, true, "it hangs the other way, so it is flipped");
  near(found.centrePx, [(1 - 1400 / 3000) * 1500, (1000 / 2400) * 2000]);
  assert.equal(viewBeside(first, { ...second, sides: first.sides }).flip, false);
});

test("without a scale the other film is shown whole", () => {
  const fitted = { centrePx: [750, 1000], scale: 0.4, rotationRad: 0, flip: false };
  const found = viewBeside(
    { view: { ...VIEW, rotationRad: 0 }, film: FIRST, scale: {}, sides: null },
    { fitted, film: SECOND, scale: {}, sides: null },
  );
  assert.deepEqual(found, fitted);
  assert.deepEqual(holdPoint(found, SECOND, SIZE, [750, 1000], [350, 400]), found);
});
