/** Two people work on one hip: the case, the cut and the ways of operating are laid together. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { applyChanges } from "../../../static/js/plan/changes.js";
import { validate } from "../../../static/js/plan/document.js";
import { cutFemur } from "../../../static/js/plan/fragments.js";
import {
  beginProcedure, changeProcedure, chosenVariantId, markStep, procedureOf, setTarget,
} from "../../../static/js/plan/procedure.js";
import { rebase } from "../../../static/js/plan/rebase.js";
import { chooseVariant, copyVariant, removeVariant } from "../../../static/js/plan/variants.js";
import { createStore, gone, point, put } from "./store_parts.js";

const STEM = { family: "demo-stem", family_version: 1, size: "3", options: {}, origin_px: [7, 7] };

function stemmed(store) {
  const body = { id: store.uuid(), kind: "implant", view_id: store.viewId };
  const item = { ...STEM, id: store.uuid(), body_id: body.id };
  done(store, [put(body, "bodies"), put(item, "implants"), put({ ...store.variant }, "variants")]);
  return item;
}

const done = (store, changes) => assert.equal(store.commit("done", changes), null);
const asked = (store, more = {}) => ({
  id: store.uuid(), viewId: null, mode: "primary", sides: ["R"], hips: { R: "untouched" }, ...more,
});
const begin = (store, more) => done(store, beginProcedure(store.document, asked(store, more)));
const copy = (store, name) => {
  const id = store.uuid();
  done(store, copyVariant(store.document, store.document.variants[0].id, { id, name }));
  return id;
};
const cut = (store, stemId = null) => cutFemur({ document: store.document }, {
  bodyId: store.uuid(), filmBodyId: store.filmBodyId, name: "femur", side: "R",
  polygonPx: [[0, 0], [9, 0], [9, 9]], anchorPx: [8, 4], stemId,
});

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

test("two who answer about one case have one, mine on top", () => {
  const sides = two();
  begin(sides.theirs, { mode: "dysplasia", hips: { R: "untouched", L: "implant" } });
  begin(sides.mine, { mode: "revision" });
  const { procedures } = together(sides);
  assert.equal(procedures.length, 1);
  assert.equal(procedures[0].id, sides.theirs.document.procedures[0].id);
  assert.equal(procedures[0].mode, "revision");
  assert.deepEqual(procedures[0].hips, { R: "untouched", L: "implant" });
});

test("targets and steps of both are kept, one by one", () => {
  const sides = two((store) => begin(store));
  done(sides.theirs, setTarget(sides.theirs.document, "R", "global_offset_mm", 72));
  done(sides.theirs, markStep(sides.theirs.document, "cup", "done"));
  done(sides.mine, setTarget(sides.mine.document, "R", "adduction", "neutral"));
  done(sides.mine, markStep(sides.mine.document, "stem", "later"));
  const procedure = procedureOf(together(sides));
  assert.deepEqual(procedure.targets.R, { global_offset_mm: 72, adduction: "neutral" });
  assert.deepEqual(procedure.steps, { cup: "done", stem: "later" });
});

test("a target that I took back stays away", () => {
  const sides = two((store) => {
    begin(store);
    done(store, setTarget(store.document, "R", "length_change_mm", 8));
  });
  done(sides.theirs, changeProcedure(sides.theirs.document, { mode: "fracture" }));
  done(sides.mine, setTarget(sides.mine.document, "R", "length_change_mm", null));
  const procedure = procedureOf(together(sides));
  assert.deepEqual([procedure.mode, procedure.targets.R], ["fracture", {}]);
});

test("a way of operating that they took away is not chosen any more", () => {
  let second;
  const sides = two((store) => {
    stemmed(store);
    begin(store);
    second = copy(store, "B");
    done(store, chooseVariant(store.document, second));
  });
  done(sides.theirs, removeVariant(sides.theirs.document, second));
  done(sides.mine, markStep(sides.mine.document, "cup", "done"));
  const result = together(sides);
  assert.equal(result.variants.length, 1);
  assert.equal(chosenVariantId(result), result.variants[0].id);
  assert.equal(procedureOf(result).steps.cup, "done");
});

test("what each changed in one way of operating is kept, implant by implant", () => {
  let stems;
  const sides = two((store) => {
    stems = [stemmed(store), stemmed(store)];
    copy(store, "B");
  });
  const resize = (store, { id }, size) => {
    const variant = store.document.variants[1];
    const implants = { ...variant.implants, [id]: { ...variant.implants[id], size } };
    done(store, [put({ ...variant, implants }, "variants")]);
  };
  resize(sides.theirs, stems[0], "5");
  resize(sides.mine, stems[1], "6");
  const { implants } = together(sides).variants[1];
  assert.deepEqual(stems.map(({ id }) => implants[id].size), ["5", "6"]);
});

test("an implant that they took away leaves my way of operating too", () => {
  let stem;
  const sides = two((store) => {
    stem = stemmed(store);
    copy(store, "B");
  });
  const { document } = sides.theirs;
  done(sides.theirs, [
    ...document.variants.map((one) => put({ ...one, implants: {} }, "variants")),
    gone(stem.id, "implants"), gone(stem.body_id, "bodies"),
  ]);
  const [first] = sides.mine.document.variants;
  done(sides.mine, [put({ ...first, name: "thin" }, "variants")]);
  const { variants } = together(sides);
  assert.deepEqual(variants.map(({ name, implants }) => [name, implants]), [["thin", {}], ["B", {}]]);
});

test("a landmark that I placed again is the one on the bone that they cut free", () => {
  const sides = two();
  done(sides.theirs, [put(point(sides.theirs, [3, 3], { key: "lesser_troch_apex" }))]);
  done(sides.theirs, cut(sides.theirs));
  done(sides.mine, [put(point(sides.mine, [4, 4], { key: "lesser_troch_apex" }))]);
  const { landmarks, bodies } = together(sides);
  const bone = bodies.find(({ kind }) => kind === "fragment");
  assert.deepEqual(landmarks.map((one) => [one.point_px, one.body_id]), [[[4, 4], bone.id]]);
});

test("a stem that I resize stays in the bone that they cut free", () => {
  let stem;
  const sides = two((store) => { stem = stemmed(store); });
  done(sides.theirs, cut(sides.theirs, stem.id));
  done(sides.mine, [put({ ...sides.mine.document.implants[0], size: "4" }, "implants")]);
  const { implants: [laid], bodies } = together(sides);
  assert.equal(laid.size, "4");
  assert.equal(laid.bone_id, bodies.find(({ kind }) => kind === "fragment").id);
});

test("a landmark and a size that they changed stay changed where I cut the bone free", () => {
  let stem;
  const sides = two((store) => {
    stem = stemmed(store);
    done(store, [put(point(store, [3, 3], { key: "lesser_troch_apex" }))]);
  });
  const [mark] = sides.theirs.document.landmarks;
  done(sides.theirs, [
    put({ ...mark, point_px: [5, 6], placed: "loupe" }),
    put({ ...sides.theirs.document.implants[0], size: "5" }, "implants"),
  ]);
  done(sides.mine, cut(sides.mine, stem.id));
  const { implants: [laid], landmarks: [there], bodies } = together(sides);
  const bone = bodies.find(({ kind }) => kind === "fragment").id;
  assert.deepEqual([there.point_px, there.placed, there.body_id], [[5, 6], "loupe", bone]);
  assert.deepEqual([laid.size, laid.bone_id], ["5", bone]);
});

test("a point that I confirmed and they moved is where they moved it", () => {
  const sides = two((store) => {
    done(store, [put(point(store, [3, 3], { placed: "automatic" }))]);
  });
  const [mark] = sides.theirs.document.landmarks;
  done(sides.theirs, [put({ ...mark, point_px: [5, 6], placed: "loupe" })]);
  done(sides.mine, [put({ ...mark, placed: "confirmed" })]);
  const { landmarks: [there] } = together(sides);
  assert.deepEqual([there.point_px, there.placed], [[5, 6], "loupe"]);
});

test("a femur that both cut free is one piece, and both find it reduced", () => {
  let stem;
  const sides = two((store) => {
    stem = stemmed(store);
    done(store, [put(point(store, [3, 3], { key: "lesser_troch_apex" }))]);
  });
  const reduceIn = (store) => {
    done(store, cut(store, stem.id));
    const bone = store.document.bodies.find(({ kind }) => kind === "fragment");
    done(store, [put({ ...store.document.variants[0], reduced: [bone.id] }, "variants")]);
    return bone.id;
  };
  const theirId = reduceIn(sides.theirs);
  assert.notEqual(reduceIn(sides.mine), theirId);
  const { bodies, landmarks, implants, variants } = together(sides);
  assert.deepEqual(bodies.filter(({ kind }) => kind === "fragment").map(({ id }) => id), [theirId]);
  assert.deepEqual([landmarks[0].body_id, implants[0].bone_id], [theirId, theirId]);
  assert.deepEqual(variants[0].reduced, [theirId]);
});

test("each reduces another femur, and both are reduced", () => {
  let bones;
  const sides = two((store) => {
    bones = ["R", "L"].map((side) => ({
      id: store.uuid(), kind: "fragment", view_id: store.viewId, name: side, side,
      polygon_px: [[0, 0], [9, 0], [9, 9]],
    }));
    stemmed(store);
    done(store, bones.map((bone) => put(bone, "bodies")));
  });
  const reduceIn = (store, { id }) => done(store, [
    put({ ...store.document.variants[0], reduced: [id] }, "variants"),
  ]);
  reduceIn(sides.theirs, bones[0]);
  reduceIn(sides.mine, bones[1]);
  assert.deepEqual(together(sides).variants[0].reduced, bones.map(({ id }) => id));
});

test("a size is never laid on another family than it was chosen of", () => {
  const sides = two((store) => { stemmed(store); });
  const { document: { implants: [theirs] } } = sides.theirs;
  done(sides.theirs, [put({ ...theirs, family: "long-stem", size: "190" }, "implants")]);
  done(sides.mine, [put({ ...sides.mine.document.implants[0], size: "4" }, "implants")]);
  const { implants: [laid] } = together(sides);
  assert.deepEqual([laid.family, laid.size], ["demo-stem", "4"]);
});

test("undoing a cut puts the landmarks and the stem back as they were", async () => {
  const { store, history } = createStore();
  const stem = stemmed(store);
  done(store, [put(point(store, [3, 3], { key: "lesser_troch_apex" }))]);
  const before = structuredClone(store.document);
  done(store, cut(store, stem.id));
  assert.equal(store.document.implants[0].bone_id, store.document.landmarks[0].body_id);
  assert.equal((await history.undo()).problem, null);
  assert.deepEqual(store.document, before);
});

test("the page works on the chosen way of operating until another one is named", () => {
  const { store } = createStore();
  stemmed(store);
  begin(store);
  const [first] = store.document.variants;
  const second = copy(store, "B");
  assert.equal(store.variantId, first.id);
  done(store, chooseVariant(store.document, second));
  assert.equal(store.variantId, second);
  store.setVariant(first.id);
  assert.equal(store.variantId, first.id);
  assert.equal(store.variant.name, "A");
});

test("a second procedure, and a choice without one, are refused", () => {
  const { store } = createStore();
  stemmed(store);
  assert.equal(chooseVariant(store.document, store.variantId).code, "no_procedure");
  begin(store);
  assert.equal(beginProcedure(store.document, asked(store)).code, "second_procedure");
  assert.equal(removeVariant(store.document, store.variantId).code, "last_variant");
});
