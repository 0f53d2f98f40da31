import assert from "node:assert/strict";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { validate } from "../../../static/js/plan/document.js";
import { uuid } from "../../../static/js/plan/ids.js";
import { FACTS, createStore, gone, point, put } from "./store_parts.js";

test("keys are UUIDs of version 4 and differ", () => {
  const keys = Array.from({ length: 200 }, uuid);
  assert.ok(keys.every((key) => (
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(key))));
  assert.equal(new Set(keys).size, 200);
});

test("the first thing on a film brings its view and film body, in the same change set", () => {
  const { store, events } = createStore();
  const landmark = point(store, [10, 20]);
  assert.equal(store.commit("Teardrop placed", [put(landmark)]), null);
  const [event] = events;
  assert.deepEqual(event.changes.map(({ collection }) => collection),
    ["views", "bodies", "landmarks"]);
  assert.deepEqual(store.document.views[0], {
    id: store.viewId, sop_instance_uid: "2.25.7", frame: 1, pixel_sha256: "0".repeat(64),
    calibration_id: null, side: null,
  });
  assert.deepEqual(store.document.bodies[0],
    { id: store.filmBodyId, kind: "film", view_id: store.viewId });
  assert.deepEqual(validate(store.document), []);
  store.commit("Teardrop moved", [put({ ...landmark, point_px: [11, 20] })]);
  assert.deepEqual(events[1].changes.map(({ collection }) => collection), ["landmarks"]);
});

test("ids of the film hold before and after the first edit, and each frame has its own", () => {
  const { store } = createStore();
  const before = [store.viewId, store.filmBodyId];
  store.commit("placed", [put(point(store, [1, 1]))]);
  assert.deepEqual([store.viewId, store.filmBodyId], before);
  store.setFilm({ ...FACTS, frame: 2 });
  assert.notEqual(store.viewId, before[0]);
  store.setFilm(FACTS);
  assert.equal(store.viewId, before[0]);
});

test("a preview is seen and not kept; what follows it replaces it", () => {
  const { store, events, history } = createStore();
  const landmark = point(store, [1, 1]);
  store.commit("placed", [put(landmark)]);
  const moved = (x) => [put({ ...landmark, point_px: [x, 1] })];
  [2, 3].forEach((x) => store.preview(moved(x)));
  assert.deepEqual(store.document.landmarks[0].point_px, [3, 1]);
  store.cancelPreview();
  assert.deepEqual(store.document.landmarks[0].point_px, [1, 1]);
  store.preview(moved(5));
  store.commit("moved", moved(4));
  assert.deepEqual(store.document.landmarks[0].point_px, [4, 1]);
  assert.deepEqual(events.map(({ kind }) => kind),
    ["commit", "preview", "preview", "preview", "preview", "commit"]);
  assert.ok(history.canUndo);
});

test("undo and redo give the document again and say what they changed", async () => {
  const { store, history, events } = createStore();
  const landmark = point(store, [1, 1]);
  store.commit("Teardrop placed", [put(landmark)]);
  store.commit("Teardrop deleted", [gone(landmark.id)]);
  const undone = await history.undo();
  assert.equal(undone.label, "Teardrop deleted");
  assert.deepEqual(store.document.landmarks, [landmark]);
  assert.deepEqual(events.at(-1), {
    kind: "undo", changes: [{ ...put(landmark), index: 0 }], label: "Teardrop deleted",
  });
  await history.undo();
  assert.deepEqual(store.document.landmarks, []);
  assert.equal(store.document.views.length, 1, "the film itself is not undone");
  await history.redo();
  assert.deepEqual(store.document.landmarks, [landmark]);
  assert.equal(await history.redo().then(({ label }) => label), "Teardrop deleted");
  assert.equal(await history.redo(), null);
});

test("a step on what somebody else changed since is not undone, and is not in the way", async () => {
  const { store, history } = createStore();
  const first = point(store, [1, 1]);
  const second = point(store, [5, 5], { key: "head_centre" });
  store.commit("first placed", [put(first)]);
  store.commit("second placed", [put(second)]);
  const theirs = structuredClone(store.document);
  theirs.landmarks[1].point_px = [9, 9];
  store.replace(theirs, 4);
  const refused = await history.undo();
  assert.deepEqual([refused.problem.code, refused.problem.params.label],
    ["changed_since", "second placed"]);
  assert.deepEqual(store.document.landmarks[1].point_px, [9, 9]);
  assert.equal((await history.undo()).problem, null);
  assert.deepEqual(store.document.landmarks.map(({ id }) => id), [second.id]);
});

test("the same item from the server with its keys in another order is still the same", async () => {
  const { store, history } = createStore();
  store.commit("placed", [put(point(store, [1, 1]))]);
  const turned = (value) => (value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).reverse().map(([key, one]) => [key, turned(one)]))
    : value);
  const theirs = structuredClone(store.document);
  theirs.landmarks = theirs.landmarks.map(turned);
  store.replace(theirs, 1);
  assert.equal((await history.undo()).problem, null);
});

test("what does not fit changes nothing, and everybody who listens is told why", () => {
  const { store, history, events } = createStore();
  const told = [];
  store.onRefused((reason) => told.push(reason.code));
  const refused = store.commit("deleted", [gone(store.uuid())]);
  assert.ok(refused instanceof Reason);
  store.commit("placed", [put(point(store, [1, Number.NaN]))]);
  store.commit("placed", [put(point(store, [1, 1], { body_id: store.uuid() }))]);
  assert.deepEqual(told, ["unknown_item", "not_finite", "dangling_reference"]);
  assert.deepEqual([events, history.canUndo], [[], false]);
});

test("a plan that may not be changed refuses drags, commits and undo with its reason", async () => {
  const { store, history } = createStore();
  store.commit("placed", [put(point(store, [1, 1]))]);
  store.setReadOnly(new Reason("plan_signed"));
  assert.equal(store.preview([put(point(store, [2, 2]))]).code, "plan_signed");
  assert.equal(store.commit("placed", [put(point(store, [2, 2]))]).code, "plan_signed");
  assert.equal((await history.undo()).problem.code, "plan_signed");
  assert.equal(store.document.landmarks.length, 1);
});

test("a document of a newer program is neither shown nor touched", () => {
  const { store } = createStore({ document: { schema: 4, shapes: {} }, version: 9 });
  assert.equal(store.readOnly.code, "newer_schema");
  assert.deepEqual(store.document.landmarks, []);
  assert.equal(store.commit("placed", [put(point(store, [1, 1]))]).code, "newer_schema");
});

test("changes that are part of another step are saved but not undone by themselves", async () => {
  const { store, history, events } = createStore();
  store.commit("placed", [put(point(store, [1, 1]))]);
  const [view] = store.document.views;
  store.apply([put({ ...view, calibration_id: store.uuid() }, "views")], "Film calibrated");
  assert.equal(events.at(-1).kind, "commit");
  assert.equal((await history.undo()).label, "placed");
  assert.notEqual(store.document.views[0].calibration_id, null);
});

test("the working variant is the plan's first, else one that is made when it is needed", () => {
  const { store } = createStore();
  const { variant, variantId } = store;
  assert.deepEqual(variant, { id: variantId, name: "A", poses: {} });
  store.commit("begun", [put(variant, "variants")]);
  assert.equal(store.variantId, variantId);
});
