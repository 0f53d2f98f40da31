import assert from "node:assert/strict";
import { test } from "node:test";

import { NoScale, Scale } from "../../../static/js/measuring/scale.js";
import { createRulers, decimalsOf } from "../../../static/js/tools/rulers.js";
import { createHistory } from "../../../static/js/view/history.js";

const scale = new Scale({
  rowMm: 0.2, columnMm: 0.1, method: "ball", label: "calibrated (user: 25.4 mm ball)",
  confidence: "high", templating: "yes", relativeSigma: 0.01, magnification: 1.2,
});
const film = { columns: 1000, rows: 800, aspect: 2 };

function create(stored) {
  const history = createHistory();
  const changes = [];
  const rulers = createRulers({
    history, frame: 1, stored, onChange: (change) => changes.push(change),
  });
  return { history, rulers, changes };
}

test("a ruler measures in millimetres of both directions of the pixel", () => {
  const { rulers } = create();
  const ruler = rulers.add([[100, 100], [400, 300]]);
  const length = rulers.lengthOf(ruler, scale);
  assert.ok(Math.abs(length.value - Math.hypot(30, 40)) < 1e-9);
  assert.equal(decimalsOf(length), 1);
});

test("without a scale a ruler reads square pixels of the film", () => {
  const { rulers } = create();
  const ruler = rulers.add([[0, 0], [30, 20]]);
  const length = rulers.lengthOf(ruler, new NoScale({ reason: "no_spacing", aspect: 2 }));
  assert.equal(length.value, 50);
  assert.equal(length.unit, "px");
});

test("rulers are numbered on, also after one was deleted in the middle", () => {
  const { rulers } = create();
  const first = rulers.add([[0, 0], [1, 1]]);
  rulers.add([[0, 0], [2, 2]]);
  rulers.remove(first.id);
  assert.equal(rulers.add([[0, 0], [3, 3]]).number, 3);
});

test("a drag is one step of undo, and a cancelled one is none", () => {
  const { rulers, history } = create();
  rulers.add([[0, 0], [10, 0]]);
  const end = () => rulers.handles()[1];
  let handle = end();
  handle.begin();
  [11, 12, 13].forEach((x) => handle.move([x, 0]));
  handle.commit();
  assert.deepEqual(rulers.all[0].pointsPx[1], [13, 0]);
  assert.equal(history.undo(), "Length 1 moved");
  assert.deepEqual(rulers.all[0].pointsPx[1], [10, 0]);
  handle = end();
  handle.begin();
  handle.move([50, 0]);
  handle.cancel();
  assert.deepEqual(rulers.all[0].pointsPx[1], [10, 0]);
  assert.equal(history.undo(), "Length 1 drawn");
  assert.equal(rulers.all.length, 0);
});

test("each image of a series has its own rulers, and all are kept", () => {
  const { rulers } = create([{ id: "a", number: 4, frame: 2, pointsPx: [[0, 0], [5, 5]] }]);
  assert.equal(rulers.all.length, 0);
  rulers.add([[0, 0], [1, 1]]);
  assert.equal(rulers.all[0].number, 5);
  rulers.setFrame(2);
  assert.deepEqual(rulers.all.map(({ id }) => id), ["a"]);
  assert.equal(rulers.everywhere.length, 2);
});

test("the label carries the value, its full precision and what its millimetres are", () => {
  const { rulers } = create();
  rulers.add([[100, 100], [400, 300]]);
  const label = rulers.marks(scale, film).find(({ kind }) => kind === "label");
  assert.equal(label.text, "50.0 mm");
  assert.equal(label.detail, "calibrated (user: 25.4 mm ball)");
  assert.ok(Math.abs(Number(label.value) - 50) < 1e-9);
});
