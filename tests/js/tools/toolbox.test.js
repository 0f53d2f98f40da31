import assert from "node:assert/strict";
import { test } from "node:test";

import { createToolbox } from "../../../static/js/tools/toolbox.js";

/** A film of 100 by 100 pixels, each one pixel of the screen, whose region begins at `top`. */
function page({ handle = null } = {}) {
  const element = Object.assign(new EventTarget(), {
    setPointerCapture() {}, focus() {}, style: {}, dataset: {},
    classList: { add() {}, remove() {}, toggle() {} },
  });
  const region = { top: 0 };
  const filmView = {
    element, film: { columns: 100, rows: 100, aspect: 1 }, size: { width: 100, height: 100 },
    view: {}, elementOf: () => null,
    // The picture stays on the screen when its region moves.
    toScreen: ([x, y]) => [x, y - region.top], toImage: ([x, y]) => [x, y + region.top],
    pointOf: ({ clientX, clientY }) => [clientX, clientY - region.top],
  };
  const seen = { loupe: [], moved: [] };
  const held = handle && {
    key: "h", name: "h", pointPx: [50, 50], begin() {}, commit() {}, cancel() {}, ...handle,
    move: (pointPx) => seen.moved.push(pointPx),
  };
  const toolbox = createToolbox(filmView, {
    loupe: { show: () => seen.loupe.push("shown"), hide: () => seen.loupe.push("hidden") },
    layers: [{ handles: () => (held ? [held] : []), grab: () => null }],
    onTool() {}, onFrame() {},
  });
  toolbox.register({ name: "pan", cursor: "", drag() {} });
  toolbox.activate("pan");
  seen.loupe = [];
  const point = (type, x, y) => element.dispatchEvent(Object.assign(new Event(type), {
    pointerId: 1, pointerType: "mouse", button: 0, clientX: x, clientY: y,
  }));
  return { seen, point, region };
}

test("the loupe helps with a point, and is out of the way of something large", () => {
  for (const [handle, expected] of [[{}, "shown"], [{ isLarge: true }, "hidden"]]) {
    const { seen, point } = page({ handle });
    point("pointerdown", 50, 50);
    point("pointermove", 60, 60);
    point("pointermove", 70, 70);
    assert.deepEqual(new Set(seen.loupe), new Set([expected]));
  }
});

test("a point that is dragged follows the hand also when the film's region moves meanwhile", () => {
  const { seen, point, region } = page({ handle: {} });
  point("pointerdown", 50, 50);
  point("pointermove", 60, 60);
  region.top = 32;
  point("pointermove", 60, 60);
  point("pointermove", 61, 62);
  assert.deepEqual(seen.moved.at(-1), [61, 62]);
});

test("a press that the hand did not move stays a click when the film's region moves", () => {
  const { seen, point, region } = page({ handle: {} });
  point("pointerdown", 50, 50);
  region.top = 32;
  point("pointermove", 50, 51);
  point("pointerup", 50, 51);
  assert.deepEqual(seen.moved, []);
});
