import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { applyChanges } from "../../../static/js/plan/changes.js";
import { differences } from "../../../static/js/plan/differences.js";
import { empty, validate } from "../../../static/js/plan/document.js";
import { find } from "../../../static/js/plan/items.js";
import { OF_ONE_MEASUREMENT, rebase } from "../../../static/js/plan/rebase.js";
import { createStore, gone, point, put } from "./store_parts.js";

/** Two people who began with the same document. */
function two(...prepare) {
  const { store } = createStore();
  prepare.forEach((change) => store.commit("begun", change(store)));
  const base = structuredClone(store.document);
  const other = createStore({ document: structuredClone(base) }).store;
  const changes = [];
  store.subscribe((event) => changes.push(...event.changes));
  return { base, mine: store, theirs: other, changes };
}

function together({ base, theirs, changes }) {
  const laid = rebase(base, theirs.document, changes);
  const result = applyChanges(theirs.document, laid);
  assert.deepEqual(validate(result), []);
  return result;
}

const length = (store, ends) => ({
  id: store.uuid(), definition: "length", side: null,
  landmarks: { a: [ends[0].id], b: [ends[1].id] },
});

test("what both did is there, and where both changed the same mine holds", () => {
  let shared;
  const sides = two((store) => [put(shared = point(store, [0, 0]))]);
  sides.theirs.commit("moved", [put({ ...shared, point_px: [1, 1] })]);
  sides.theirs.commit("placed", [put(point(sides.theirs, [5, 5], { key: "theirs" }))]);
  sides.mine.commit("moved", [put({ ...shared, point_px: [2, 2] })]);
  sides.mine.commit("placed", [put(point(sides.mine, [6, 6], { key: "mine" }))]);
  const result = together(sides);
  assert.deepEqual(result.landmarks.map(({ key, point_px: at }) => [key, at]),
    [["teardrop", [2, 2]], ["theirs", [5, 5]], ["mine", [6, 6]]]);
});

test("two who begin on the same film at once share its view and film body", () => {
  const sides = two();
  sides.theirs.commit("placed", [put(point(sides.theirs, [5, 5]))]);
  sides.mine.commit("placed", [put(point(sides.mine, [6, 6]))]);
  assert.notEqual(sides.mine.viewId, sides.theirs.viewId);
  const result = together(sides);
  assert.deepEqual([result.views.length, result.bodies.length], [1, 1]);
  assert.ok(result.landmarks.every(({ body_id: body }) => body === sides.theirs.filmBodyId));
});

test("a measurement that was begun on a film that both began is of their view of it", () => {
  const sides = two();
  const begun = (store, params) => put({
    id: store.uuid(), definition: "pelvic_tilt", side: null, landmarks: {}, view_id: store.viewId,
    sets: ["spinopelvic"], params,
  }, "measurements");
  sides.theirs.commit("begun", [begun(sides.theirs, { anterior: "left" })]);
  sides.mine.commit("begun", [begun(sides.mine, { anterior: "right" })]);
  const result = together(sides);
  assert.equal(result.views.length, 1);
  assert.ok(result.measurements.every(({ view_id: id }) => id === sides.theirs.viewId));
  assert.deepEqual(result.measurements.map(({ params }) => params.anterior), ["left", "right"]);
});

test("a point that they deleted comes back where my measurement needs it", () => {
  let ends;
  const sides = two((store) => (ends = [point(store, [0, 0]), point(store, [9, 0])]).map(
    (end) => put(end)));
  sides.theirs.commit("deleted", [gone(ends[1].id)]);
  sides.mine.commit("drawn", [put(length(sides.mine, ends), "measurements")]);
  const result = together(sides);
  assert.deepEqual(new Set(result.landmarks.map(({ id }) => id)),
    new Set(ends.map(({ id }) => id)));
  assert.equal(result.measurements.length, 1);
});

test("a length that they deleted comes back, whole, when I moved one of its ends", () => {
  let ends;
  let drawn;
  const sides = two((store) => {
    ends = ["length_a", "length_b"].map((key, x) => point(store, [x, 0], { key, side: null }));
    return ends.map((end) => put(end));
  }, (store) => [put(drawn = length(store, ends), "measurements")]);
  sides.theirs.commit("deleted", [gone(drawn.id, "measurements"), ...ends.map(({ id }) => gone(id))]);
  sides.mine.commit("moved", [put({ ...ends[1], point_px: [9, 9] })]);
  const result = together(sides);
  assert.deepEqual(result.measurements, [drawn]);
  assert.deepEqual(drawn.landmarks.b.map((id) => find(result, "landmarks", id).point_px), [[9, 9]]);
  assert.deepEqual(drawn.landmarks.a.map((id) => find(result, "landmarks", id).point_px), [[0, 0]]);
});

test("what I deleted and they have begun to use stays", () => {
  let ends;
  const sides = two((store) => (ends = [point(store, [0, 0]), point(store, [9, 0])]).map(
    (end) => put(end)));
  sides.theirs.commit("drawn", [put(length(sides.theirs, ends), "measurements")]);
  sides.mine.commit("deleted", [gone(ends[0].id)]);
  const result = together(sides);
  assert.deepEqual([result.landmarks.length, result.measurements.length], [2, 1]);
});

test("a landmark that both placed is one, where I placed it; ends of lengths stay apart", () => {
  const sides = two();
  const drawn = (store, at) => {
    const ends = ["length_a", "length_b"].map(
      (key, x) => point(store, [x, at], { key, side: null }));
    const head = point(store, [at, at], { key: "head_centre" });
    store.commit("drawn", [...ends, head].map((item) => put(item)));
    store.commit("measured", [put(length(store, ends), "measurements"), put({
      id: store.uuid(), definition: "femoral_offset", side: "R",
      landmarks: { head_centre: [head.id] },
    }, "measurements")]);
    return head;
  };
  const theirs = drawn(sides.theirs, 5);
  drawn(sides.mine, 8);
  const result = together(sides);
  const heads = result.landmarks.filter(({ key }) => key === "head_centre");
  assert.deepEqual(heads.map(({ id, point_px: at }) => [id, at]), [[theirs.id, [8, 8]]]);
  assert.ok(result.measurements.filter(({ definition }) => definition === "femoral_offset")
    .every(({ landmarks }) => landmarks.head_centre[0] === theirs.id));
  assert.equal(result.landmarks.filter(({ key }) => key.startsWith("length_")).length, 4);
});

test("the landmarks that are never shared are those of the general definitions", () => {
  const file = new URL("../../../planning/measuring/definitions/general.json", import.meta.url);
  const own = JSON.parse(readFileSync(file)).definitions
    .flatMap(({ roles }) => roles.map(({ key }) => key));
  assert.deepEqual(new Set(OF_ONE_MEASUREMENT), new Set(own));
});

test("deleted by both is deleted", () => {
  let shared;
  const sides = two((store) => [put(shared = point(store, [0, 0]))]);
  sides.theirs.commit("deleted", [gone(shared.id)]);
  sides.mine.commit("deleted", [gone(shared.id)]);
  assert.deepEqual(together(sides).landmarks, []);
});

test("differences name what each side did, and only where the two do not agree", () => {
  const items = {};
  const sides = two((store) => ["moved", "agreed", "gone"].map(
    (name) => put(items[name] = point(store, [0, 0], { key: name }))));
  const { mine, theirs, base } = sides;
  theirs.commit("moved", [put({ ...items.moved, point_px: [1, 1] })]);
  mine.commit("moved", [put({ ...items.moved, point_px: [2, 2] })]);
  [mine, theirs].forEach((one) => one.commit("m", [put({ ...items.agreed, point_px: [7, 7] })]));
  theirs.commit("deleted", [gone(items.gone.id)]);
  mine.commit("placed", [put(point(mine, [3, 3], { key: "new" }))]);
  const found = differences(base, mine.document, theirs.document);
  assert.deepEqual(found.map(({ mineItem, theirItem, mine: me, theirs: them }) => [
    (mineItem ?? theirItem).key, me, them,
  ]), [["moved", "changed", "changed"], ["gone", "none", "deleted"], ["new", "added", "none"]]);
  assert.deepEqual(differences(empty(), base, base), []);
});
