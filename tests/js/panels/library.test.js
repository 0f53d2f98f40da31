import assert from "node:assert/strict";
import { test } from "node:test";
import { crossings, dimensionLines, headMarks } from "../../../static/js/panels/library/dimensions.js";
import { choices, closest, fits, NO_FILTERS } from "../../../static/js/panels/library/filtering.js";

const SQUARE = [[-4, 0], [6, 0], [6, 100], [-4, 100]];

test("a silhouette is as wide as the distance between its crossings", () => {
  assert.deepEqual(crossings(SQUARE, 50), [-4, 6]);
  assert.deepEqual(crossings(SQUARE, 101), []);
});

test("a stem shows offset, height above the cut, length and width near its tip", () => {
  const variant = {
    outline: [{ polyline: SQUARE }],
    points: { shoulder: [-4, 10], stem_tip: [0, 110], head_centre: [41.6, -13.5] },
    dimensions: {},
  };
  const lines = dimensionLines("stem", "AP", variant, {});
  assert.deepEqual(lines.map(({ label }) => label), [
    "100 mm shoulder to tip", "offset 41.6 mm", "head 13.5 mm above the cut", "10 mm wide",
  ]);
  assert.deepEqual(lines[1].from, [0, -13.5]);
  assert.deepEqual(lines[1].to, [41.6, -13.5]);
});

test("a cemented cup shows what is reamed for it", () => {
  const variant = {
    outline: [], points: { liner_head_centre: [0, 4] },
    dimensions: { head_diameter_mm: 28, reamed_mm: 54 },
  };
  const labels = dimensionLines("cup", "AP", variant, { diameter_mm: 50 })
    .map(({ from, to, label }) => [to[0] - from[0], label]);
  assert.deepEqual(labels, [[54, "reamed 54 mm"], [50, "50 mm across"], [28, "head 28 mm"]]);
});

test("neck lengths stand in their order with their signs", () => {
  const marks = headMarks({
    head_centre_p8: [3, 0], head_centre: [1, 0], head_centre_m3_5: [0, 0], head_centre_0: [1, 0],
    calcar: [9, 9],
  });
  assert.deepEqual(marks.map(({ label }) => label), ["\u22123.5", "0", "+8"]);
});

const CUP = {
  key: "cup", name: "Press-fit cup", kind: "cup", fixation: "cementless", views: ["AP", "LAT"],
  licence: "Apache-2.0", manufacturer: "Plumbline", status: "current",
};

test("a list is narrowed by word, kind, fixation, view and licence", () => {
  const wanted = (filters) => fits(CUP, { ...NO_FILTERS, ...filters });
  assert.ok(wanted({}));
  assert.ok(wanted({ text: "plumb press" }));
  assert.ok(!wanted({ text: "stem" }));
  assert.ok(!wanted({ kind: "stem" }));
  assert.ok(!wanted({ fixation: "cemented" }));
  assert.ok(!fits({ ...CUP, views: ["AP"] }, { ...NO_FILTERS, view: "LAT" }));
  assert.ok(!wanted({ licence: "Hospital licence" }));
});

test("what was withdrawn or replaced is shown when asked for, what was recalled always", () => {
  for (const status of ["withdrawn", "superseded"]) {
    assert.ok(!fits({ ...CUP, status }, NO_FILTERS));
    assert.ok(fits({ ...CUP, status }, { ...NO_FILTERS, gone: true }));
  }
  assert.ok(fits({ ...CUP, status: "recalled" }, NO_FILTERS));
});

test("there is nothing to choose that no family has", () => {
  assert.deepEqual(choices([CUP, CUP]), {
    kind: ["cup"], fixation: ["cementless"], view: ["AP", "LAT"], licence: ["Apache-2.0"],
  });
});

test("another size keeps the choices as far as it has them, and says where it does not", () => {
  const size = { variants: [{ options: { head: "28", liner: "neutral" } },
    { options: { head: "28", liner: "elevated" } }] };
  const same = closest(size, { head: "28", liner: "elevated" });
  assert.deepEqual([same.variant, same.exact], [size.variants[1], true]);
  const other = closest(size, { head: "36", liner: "elevated" });
  assert.deepEqual([other.variant, other.exact], [size.variants[1], false]);
});
