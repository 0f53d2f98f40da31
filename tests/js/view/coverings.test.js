import assert from "node:assert/strict";
import { test } from "node:test";

import { coveringsOf } from "../../../static/js/view/coverings.js";
import { isSeen, outlinesOf } from "../../../static/js/view/shutter.js";

const NONE = { rectangle_px: null, circle: null, polygon_px: null, bitmap_group: null, grey: 0 };

test("without a shutter everything is seen", () => {
  assert.equal(isSeen(null, 1, [-4, 9]), true);
});

test("a pixel must lie within every shape that is there", () => {
  const shutter = {
    ...NONE,
    rectangle_px: [10, 20, 110, 220],
    circle: { centre_px: [60, 120], radius_px: 60 },
    polygon_px: [[0, 0], [200, 0], [0, 400]],
  };
  assert.equal(isSeen(shutter, 1, [60, 120]), true);
  assert.equal(isSeen(shutter, 1, [9.9, 120]), false);
  assert.equal(isSeen(shutter, 1, [60, 181]), false);
  assert.equal(isSeen({ ...shutter, circle: null }, 1, [60, 181]), true);
  assert.equal(isSeen({ ...NONE, polygon_px: shutter.polygon_px }, 1, [150, 120]), false);
});

test("a circle is round in true shape: tall pixels make it shorter in rows", () => {
  const shutter = { ...NONE, circle: { centre_px: [100, 100], radius_px: 40 } };
  assert.equal(isSeen(shutter, 2, [100, 119]), true);
  assert.equal(isSeen(shutter, 2, [100, 121]), false);
  assert.equal(isSeen(shutter, 2, [139, 100]), true);
  const drawn = [];
  const pen = { moveTo() {}, closePath() {}, ellipse: (...all) => drawn.push(all.slice(0, 4)) };
  outlinesOf(shutter, 2).forEach((outline) => outline(pen));
  assert.deepEqual(drawn, [[100, 100, 40, 20]]);
});

test("every shape is one closed outline", () => {
  const shutter = { ...NONE, rectangle_px: [1, 2, 3, 4], polygon_px: [[5, 6], [7, 8], [9, 1]] };
  const path = [];
  const pen = {
    moveTo: (x, y) => path.push(`M${x},${y}`), lineTo: (x, y) => path.push(`L${x},${y}`),
    closePath: () => path.push("Z"),
  };
  outlinesOf(shutter, 1).forEach((outline) => outline(pen));
  assert.equal(path.join(""), "M1,2L3,2L3,4L1,4ZM5,6L7,8L9,1Z");
});

test("an overlay that serves as a shutter hides and is not drawn", () => {
  const film = {
    columns: 16, rows: 2, aspect: 1, shutter: { ...NONE, bitmap_group: 0x6002 },
    overlays: [{ group: 0x6000, kind: "graphics" }, { group: 0x6002, kind: "graphics" }],
  };
  const level = { values: Uint16Array.of(1, 0, 0, 8), columns: 1, rows: 2, planes: 2 };
  const { graphics, hidden } = coveringsOf(film, level);
  assert.deepEqual([...graphics[0].words], [1, 0]);
  assert.deepEqual([...hidden[0].words], [0, 8]);
  assert.equal(coveringsOf({ ...film, shutter: null }, level).graphics[0].words[1], 8);
});

test("before the overlays have come only the shutter is there", () => {
  const film = { columns: 16, rows: 2, shutter: NONE, overlays: [{ group: 0x6000 }] };
  assert.deepEqual(coveringsOf(film, null), { film, graphics: null, hidden: null });
});
