import assert from "node:assert/strict";
import { test } from "node:test";

import { createCross } from "../../../static/js/pages/volume/cross.js";
import { inOrder } from "../../../static/js/pages/volume/layout.js";

// 12 slices 2 mm apart of 40 rows of 0.5 mm and 30 columns of 0.8 mm, hung as the server says.
const corner = { origin_mm: [-10, 20, 322], origins_mm: [] };
const axial = {
  ...corner, name: "axial", count: 12, rows: 40, columns: 30,
  steps_mm: [[0, 0, -2], [0, 0.5, 0], [0.8, 0, 0]],
};
const coronal = {
  ...corner, name: "coronal", count: 40, rows: 12, columns: 30,
  steps_mm: [[0, 0.5, 0], [0, 0, -2], [0.8, 0, 0]],
};
const sagittal = {
  ...corner, name: "sagittal", count: 30, rows: 12, columns: 40,
  steps_mm: [[0.8, 0, 0], [0, 0, -2], [0, 0.5, 0]],
};
const unplaced = { ...axial, origin_mm: null, steps_mm: null };
const near = (actual, expected) => actual.forEach((value, i) => {
  assert.ok(Math.abs(value - expected[i]) < 1e-9, `${actual} is not ${expected}`);
});

test("the cross begins in the middle of the acquired plane", () => {
  const cross = createCross([axial, coronal, sagittal]);
  assert.equal(cross.on(axial).index, 6);
  near(cross.on(axial).point, [15.5, 20.5]);
  near(cross.place, [2, 30, 310]);
});

test("scrolling one plane moves the cross in the others and nothing else", () => {
  const cross = createCross([axial, coronal, sagittal]);
  const before = cross.on(coronal);
  cross.scrollTo(axial, 2);
  assert.equal(cross.on(axial).index, 2);
  near(cross.on(axial).point, [15.5, 20.5]);
  assert.equal(cross.on(coronal).index, before.index);
  near(cross.on(coronal).point, [before.point[0], 2.5]);
  cross.scrollTo(axial, 99);
  assert.equal(cross.on(axial).index, 11);
});

test("a point put on one plane chooses the slices of the others", () => {
  const cross = createCross([axial, coronal, sagittal]);
  cross.moveTo(coronal, [3.2, 10.9]);
  assert.equal(cross.on(sagittal).index, 3);
  assert.equal(cross.on(axial).index, 10);
  cross.moveTo(axial, [-50, 900]);
  near(cross.on(axial).point, [0, 40]);
});

test("slices without positions are scrolled all the same", () => {
  const cross = createCross([unplaced]);
  cross.scrollTo(unplaced, 4);
  cross.moveTo(unplaced, [3, 4]);
  assert.deepEqual(cross.on(unplaced), { index: 4, point: [3, 4] });
  assert.equal(cross.place, null);
});

test("keys mean the same planes whichever was acquired", () => {
  assert.deepEqual(inOrder(["sagittal", "axial", "coronal"]), ["axial", "coronal", "sagittal"]);
});
