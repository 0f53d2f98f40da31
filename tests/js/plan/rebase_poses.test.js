import assert from "node:assert/strict";
import { test } from "node:test";

import { applyChanges } from "../../../static/js/plan/changes.js";
import { empty, validate } from "../../../static/js/plan/document.js";
import { rebase } from "../../../static/js/plan/rebase.js";
import { createStore, gone, point, put } from "./store_parts.js";

const poseAt = (x) => ({
  type: "rigid2d", anchor_px: [x, 0], rotation_rad: x / 10, mirrored: true, translation_px: [x, x],
});

const CUP = { family: "demo-cup", family_version: 1, size: "52", options: {}, origin_px: [7, 7] };

/** As adding an implant does: its body, the item, its pose in the variant of this page. */
function add(store, x, more = {}) {
  const body = { id: store.uuid(), kind: "implant", view_id: store.viewId };
  const item = { ...CUP, id: store.uuid(), body_id: body.id, ...more };
  assert.equal(store.commit("added", [
    put(body, "bodies"), put(item, "implants"), posed(store, body.id, x),
  ]), null);
  return item;
}

const posed = ({ variant }, bodyId, x) => put(
  { ...variant, poses: { ...variant.poses, [bodyId]: poseAt(x) } }, "variants");
const move = (store, { body_id: id }, x) => store.commit("moved", [posed(store, id, x)]);

function remove(store, { id, body_id: bodyId }) {
  const { [bodyId]: dropped, ...poses } = store.variant.poses;
  assert.equal(store.commit("removed", [
    put({ ...store.variant, poses }, "variants"), gone(id, "implants"), gone(bodyId, "bodies"),
  ]), null);
}

/** Two people who began with the same document: `prepare` fills it. */
function two(prepare = () => {}) {
  const { store } = createStore();
  prepare(store);
  const base = structuredClone(store.document);
  const [theirs, mine] = [0, 1].map(() => createStore({ document: structuredClone(base) }));
  const changes = [];
  mine.store.subscribe((event) => changes.push(...event.changes));
  return { base, theirs: theirs.store, mine: mine.store, changes, history: mine.history };
}

function together({ base, theirs, changes }) {
  const result = applyChanges(theirs.document, rebase(base, theirs.document, changes));
  assert.deepEqual(validate(result), []);
  return result;
}

/** Where the implants of the plan lie, by the number that their pose was made of. */
const placesOf = ({ implants, variants }) => implants.map(({ body_id: id }) => (
  variants[0].poses[id]?.anchor_px[0]));

test("two who each place a first implant have both in one variant, posed as each placed it", () => {
  const sides = two();
  add(sides.theirs, 3);
  add(sides.mine, 5);
  const result = together(sides);
  assert.equal(result.variants.length, 1);
  assert.deepEqual(placesOf(result), [3, 5]);
});

test("what they moved and added stays where they put it while I move another implant", () => {
  const items = {};
  const sides = two((store) => { items.j = add(store, 1); items.k = add(store, 2); });
  move(sides.theirs, items.j, 30);
  add(sides.theirs, 40);
  move(sides.mine, items.k, 50);
  assert.deepEqual(placesOf(together(sides)), [30, 50, 40]);
});

test("where both moved the same implant it lies where I put it", () => {
  let item;
  const sides = two((store) => { item = add(store, 1); });
  move(sides.theirs, item, 30);
  move(sides.mine, item, 50);
  assert.deepEqual(placesOf(together(sides)), [50]);
});

test("an implant that they took away stays away when I moved another one", () => {
  const items = {};
  const sides = two((store) => { items.j = add(store, 1); items.k = add(store, 2); });
  remove(sides.theirs, items.j);
  move(sides.mine, items.k, 50);
  const result = together(sides);
  assert.deepEqual(result.implants.map(({ id }) => id), [items.k.id]);
  assert.deepEqual(placesOf(result), [50]);
});

test("an implant that they took away and I moved or sized comes back whole, where I have it", () => {
  for (const change of [
    (store, item) => move(store, item, 50),
    (store, item) => store.commit("sized", [put({ ...item, size: "54" }, "implants")]),
  ]) {
    let item;
    const sides = two((store) => { item = add(store, 1); });
    remove(sides.theirs, item);
    change(sides.mine, item);
    const result = together(sides);
    assert.deepEqual(result.implants, sides.mine.document.implants);
    assert.deepEqual(placesOf(result), placesOf(sides.mine.document));
  }
});

test("an implant that I took away goes, and what they placed meanwhile keeps its pose", () => {
  let item;
  const sides = two((store) => { item = add(store, 1); });
  add(sides.theirs, 30);
  remove(sides.mine, item);
  assert.deepEqual(placesOf(together(sides)), [30]);
});

test("undoing my first implant leaves the variant in which theirs is posed", async () => {
  const first = createStore();
  add(first.store, 1);
  const base = structuredClone(first.store.document);
  const { store: theirs } = createStore({ document: structuredClone(base) });
  add(theirs, 30);
  const changes = [];
  first.store.subscribe((event) => changes.push(...event.changes));
  await first.history.undo();
  assert.deepEqual(first.store.document.variants, []);
  assert.deepEqual(placesOf(together({ base, theirs, changes })), [30]);
});

test("an implant on which they marked something stays, posed, although I took it away", () => {
  let item;
  const sides = two((store) => { item = add(store, 1); });
  sides.theirs.commit("marked", [put(point(sides.theirs, [1, 1], { body_id: item.body_id }))]);
  remove(sides.mine, item);
  assert.deepEqual(placesOf(together(sides)), [1]);
});

test("random work of two people on implants is laid together soundly, and none is unposed", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    let state = seed;
    const draw = (count) => { state = (state * 16807) % 2147483647; return state % count; };
    const sides = two((store) => {
      for (let left = draw(3); left; left -= 1) add(store, left);
    });
    for (let count = 0; count < 8; count += 1) {
      const store = draw(2) ? sides.mine : sides.theirs;
      const item = store.document.implants[draw(4)];
      if (!item) add(store, 10 + count);
      else if (draw(3)) move(store, item, 20 + count);
      else remove(store, item);
    }
    const result = together(sides);
    assert.ok(placesOf(result).every(Number.isFinite), `seed ${seed}`);
    const mineMoved = sides.mine.document.bodies.filter(({ id }) => (
      sides.mine.variant.poses[id]?.anchor_px[0] >= 10));
    for (const { id } of mineMoved) {
      assert.deepEqual(result.variants[0].poses[id], sides.mine.variant.poses[id], `seed ${seed}`);
    }
  }
});

test("changes that do not apply to the version they were made on are laid nowhere", () => {
  assert.throws(() => rebase(empty(), empty(), [gone("nobody")]), /unknown_item/);
});
