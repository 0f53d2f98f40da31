import assert from "node:assert/strict";
import { test } from "node:test";

import { createPointsTool } from "../../../static/js/tools/points-tool.js";
import { createHistory } from "../../../static/js/plan/history.js";

function create({ most = 100, onComplete } = {}) {
  const history = createHistory();
  const seen = { points: [], marks: [] };
  const tool = createPointsTool({
    name: "rim", most, role: "planned", history, onComplete,
    words: { added: "added", moved: "moved", removed: "removed" },
    nameOf: (index, count) => `${index + 1} of ${count}`,
    marksOf: (points) => [{ key: "shape", kind: "line", points }],
    onChange: (points) => { seen.points = points; },
    draw: (marks) => { seen.marks = marks; },
  });
  tool.enable();
  return { tool, history, seen };
}

test("each click is a point with a handle that has a name", () => {
  const { tool, seen } = create();
  [[1, 1], [2, 2], [3, 1]].forEach((point) => tool.click(point));
  assert.deepEqual(seen.points, [[1, 1], [2, 2], [3, 1]]);
  assert.deepEqual(seen.marks.filter(({ kind }) => kind === "handle").map(({ name }) => name),
    ["1 of 3", "2 of 3", "3 of 3"]);
});

test("points are undone one by one, moved as one step, and taken back by Escape", async () => {
  const { tool, history, seen } = create();
  [[1, 1], [2, 2]].forEach((point) => tool.click(point));
  const [handle] = tool.handles();
  handle.begin();
  handle.move([7, 7]);
  handle.move([8, 8]);
  handle.commit();
  assert.deepEqual(seen.points, [[8, 8], [2, 2]]);
  assert.equal((await history.undo()).label, "moved");
  assert.deepEqual(seen.points, [[1, 1], [2, 2]]);
  assert.equal(tool.back(), true);
  assert.deepEqual(seen.points, [[1, 1]]);
  assert.equal((await history.undo()).label, "removed");
  assert.equal((await history.undo()).label, "added");
  assert.deepEqual(seen.points, [[1, 1]]);
});

test("a handle that was pressed and not moved leaves no step to undo", async () => {
  const { tool, history } = create();
  tool.click([1, 1]);
  const [handle] = tool.handles();
  handle.begin();
  handle.commit();
  assert.equal((await history.undo()).label, "added");
});

test("a tool of two points completes with the second and begins again", () => {
  const complete = [];
  const { tool, seen } = create({ most: 2, onComplete: (points) => complete.push(points) });
  tool.click([1, 1]);
  tool.hover([5, 5]);
  assert.deepEqual(seen.marks[0].points, [[1, 1], [5, 5]]);
  tool.click([4, 4]);
  assert.deepEqual(complete, [[[1, 1], [4, 4]]]);
  assert.deepEqual(seen.points, []);
});

test("a disabled tool draws nothing and offers no handles", () => {
  const { tool, seen } = create();
  tool.click([1, 1]);
  tool.disable();
  assert.deepEqual(seen.marks, []);
  assert.deepEqual(tool.handles(), []);
});

test("no more points are taken than are asked for", () => {
  const { tool, seen } = create({ most: 2 });
  [[1, 1], [2, 2], [3, 3]].forEach((point) => tool.click(point));
  assert.equal(seen.points.length, 2);
});
