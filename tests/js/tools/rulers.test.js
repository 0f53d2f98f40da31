import assert from "node:assert/strict";
import { test } from "node:test";

import { NoScale, Scale } from "../../../static/js/measuring/scale.js";
import { createHistory } from "../../../static/js/plan/history.js";
import { createPlanStore } from "../../../static/js/plan/store.js";
import { createRulers, decimalsOf } from "../../../static/js/tools/rulers.js";

const scale = new Scale({
  rowMm: 0.2, columnMm: 0.1, method: "ball", label: "calibrated (user: 25.4 mm ball)",
  confidence: "high", templating: "yes", relativeSigma: 0.01, magnification: 1.2,
});
const film = { columns: 1000, rows: 800, aspect: 2 };
const facts = {
  sopInstanceUid: "2.25.1", frame: 1, pixelSha256: "0".repeat(64), calibrationId: null, side: null,
};

function create(document = null) {
  const history = createHistory();
  const store = createPlanStore({ document, history, film: facts });
  return { history, store, rulers: createRulers({ store }) };
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

test("a ruler is a measurement of the plan with two landmarks on the film", () => {
  const { rulers, store } = create();
  const { id } = rulers.add([[1, 2], [3, 4]]);
  const [measurement] = store.document.measurements;
  assert.deepEqual([measurement.id, measurement.definition], [id, "length"]);
  const ends = ["a", "b"].map((role) => store.document.landmarks
    .find((landmark) => landmark.id === measurement.landmarks[role][0]));
  assert.deepEqual(ends.map((end) => [end.key, end.point_px]),
    [["length_a", [1, 2]], ["length_b", [3, 4]]]);
  const [view] = store.document.views;
  assert.deepEqual([view.sop_instance_uid, view.frame], ["2.25.1", 1]);
  assert.ok(ends.every((end) => end.body_id === store.document.bodies[0].id));
});

test("rulers keep their numbers when one is deleted, comes back, or another is drawn", async () => {
  const { rulers, history } = create();
  const first = rulers.add([[0, 0], [1, 1]]);
  rulers.add([[0, 0], [2, 2]]);
  rulers.remove(first.id);
  assert.equal(rulers.add([[0, 0], [3, 3]]).number, 3);
  assert.deepEqual(rulers.all.map(({ number }) => number), [2, 3]);
  await history.undo();
  await history.undo();
  assert.deepEqual(rulers.all.map(({ number }) => number), [1, 2]);
});

test("a deleted ruler leaves no landmark behind", () => {
  const { rulers, store } = create();
  rulers.remove(rulers.add([[0, 0], [1, 1]]).id);
  assert.deepEqual([store.document.measurements, store.document.landmarks], [[], []]);
});

test("a drag is one step of undo, and a cancelled one is none", async () => {
  const { rulers, history } = create();
  rulers.add([[0, 0], [10, 0]]);
  const end = () => rulers.handles()[1];
  let handle = end();
  handle.begin();
  [11, 12, 13].forEach((x) => handle.move([x, 0]));
  assert.deepEqual(rulers.all[0].pointsPx[1], [13, 0], "it is seen while it moves");
  handle.commit();
  assert.deepEqual(rulers.all[0].pointsPx[1], [13, 0]);
  assert.equal((await history.undo()).label, "Length 1 moved");
  assert.deepEqual(rulers.all[0].pointsPx[1], [10, 0]);
  handle = end();
  handle.begin();
  handle.move([50, 0]);
  handle.cancel();
  assert.deepEqual(rulers.all[0].pointsPx[1], [10, 0]);
  assert.equal((await history.undo()).label, "Length 1 drawn");
  assert.equal(rulers.all.length, 0);
});

test("each image of a series has its own rulers, and all are kept", () => {
  const { rulers, store } = create();
  rulers.add([[0, 0], [5, 5]]);
  store.setFilm({ ...facts, frame: 2 });
  assert.equal(rulers.all.length, 0);
  assert.equal(rulers.add([[0, 0], [1, 1]]).number, 2);
  store.setFilm(facts);
  assert.deepEqual(rulers.all.map(({ number }) => number), [1]);
  assert.equal(store.document.measurements.length, 2);
});

test("the label carries the value, its full precision and what its millimetres are", () => {
  const { rulers } = create();
  rulers.add([[100, 100], [400, 300]]);
  const label = rulers.marks(scale, film).find(({ kind }) => kind === "label");
  assert.equal(label.text, "50.0 mm");
  assert.equal(label.detail, "calibrated (user: 25.4 mm ball)");
  assert.ok(Math.abs(Number(label.value) - 50) < 1e-9);
});

test("a length that lacks an end is passed over, and the others stay", () => {
  const { store } = create();
  const [a, b] = ["length_a", "length_b"].map((key, x) => ({
    id: store.uuid(), body_id: store.filmBodyId, key, side: null, point_px: [x, 0], placed: "free",
  }));
  const length = (landmarks) => ({
    op: "upsert", collection: "measurements",
    item: { id: store.uuid(), definition: "length", side: null, landmarks },
  });
  const points = [a, b].map((item) => ({ op: "upsert", collection: "landmarks", item }));
  const begun = [{}, { a: [] }, { a: [a.id] }, { b: [b.id] }].map(length);
  assert.equal(store.commit("begun elsewhere",
    [...points, ...begun, length({ a: [a.id], b: [b.id] })]), null);
  const { rulers } = create(store.document);
  assert.equal(rulers.all.length, 1);
  assert.equal(rulers.marks(scale, film).length, 4);
  for (const { item } of begun) {
    assert.equal(rulers.compared("measurements", item, store.document, "mine"), null);
  }
  assert.equal(rulers.compared("landmarks", b, store.document, "mine"), null);
});
