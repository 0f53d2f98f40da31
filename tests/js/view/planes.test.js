import assert from "node:assert/strict";
import { test } from "node:test";

import { placeOf, pointAt, scaleOf } from "../../../static/js/view/planes.js";

// 12 slices 2 mm apart of 40 rows of 0.5 mm and 30 columns of 0.8 mm, hung as the server says.
const axial = {
  name: "axial", count: 12, rows: 40, columns: 30, origin_mm: [-10, 20, 322],
  steps_mm: [[0, 0, -2], [0, 0.5, 0], [0.8, 0, 0]], origins_mm: [],
};
const coronal = {
  name: "coronal", count: 40, rows: 12, columns: 30, origin_mm: [-10, 20, 322],
  steps_mm: [[0, 0.5, 0], [0, 0, -2], [0.8, 0, 0]], origins_mm: [],
};
const sagittal = {
  name: "sagittal", count: 30, rows: 12, columns: 40, origin_mm: [-10, 20, 322],
  steps_mm: [[0.8, 0, 0], [0, 0, -2], [0, 0.5, 0]], origins_mm: [],
};
const uneven = {
  name: "axial", count: 3, rows: 40, columns: 30, origin_mm: [-10, 20, 306],
  steps_mm: [[0, 0, 0], [0, 0.5, 0], [0.8, 0, 0]],
  origins_mm: [[-10, 20, 306], [-10, 21, 304], [-10, 22, 300]],
};
const near = (actual, expected) => actual.forEach((value, i) => {
  assert.ok(Math.abs(value - expected[i]) < 1e-9, `${actual} is not ${expected}`);
});

test("the centre of the first pixel lies where the header says", () => {
  near(placeOf(axial, 0, [0.5, 0.5]), [-10, 20, 322]);
  near(placeOf(axial, 11, [0.5, 0.5]), [-10, 20, 300]);
  near(placeOf(axial, 3, [10.5, 4.5]), [-2, 22, 316]);
});

test("a place is found on every plane, and is the same place there", () => {
  const place = [-2, 22, 316];
  const expected = [[axial, 3, [10.5, 4.5]], [coronal, 4, [10.5, 3.5]], [sagittal, 10, [4.5, 3.5]]];
  for (const [plane, slice, where] of expected) {
    const { index, point } = pointAt(plane, place);
    assert.equal(index, slice);
    near(point, where);
    near(placeOf(plane, index, point), place);
  }
});

test("a place between two slices is on the nearer one, beyond the last on the last", () => {
  assert.equal(pointAt(axial, [0, 22, 316.9]).index, 3);
  assert.equal(pointAt(axial, [0, 22, 317.1]).index, 2);
  assert.equal(pointAt(axial, [0, 22, 9999]).index, 0);
  assert.equal(pointAt(axial, [0, 22, -9999]).index, 11);
});

test("slices that are not even keep each its own place", () => {
  near(placeOf(uneven, 1, [0.5, 0.5]), [-10, 21, 304]);
  assert.equal(pointAt(uneven, [-10, 22, 301]).index, 2);
  near(pointAt(uneven, [-10, 22, 301]).point, [0.5, 0.5]);
  assert.equal(pointAt(uneven, [-10, 21, 303.5]).index, 1);
});

test("without positions there is neither a place nor a scale", () => {
  const unplaced = { ...axial, origin_mm: null, steps_mm: null };
  assert.equal(placeOf(unplaced, 0, [1, 1]), null);
  assert.equal(scaleOf(unplaced), null);
  assert.deepEqual(scaleOf(axial), { columnMm: 0.8 });
});
