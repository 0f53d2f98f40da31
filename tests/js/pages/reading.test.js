import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { scaleFromJson } from "../../../static/js/measuring/scale.js";
import { createReading } from "../../../static/js/pages/planner/reading.js";
import { SCHEMA } from "../../../static/js/plan/document.js";
import { createStore, put } from "../plan/store_parts.js";

const golden = JSON.parse(readFileSync(new URL("../../golden/reading.json", import.meta.url)));
const [example] = golden.cases;

/** The planner's context, on the plan of the golden examples. */
function page({ families = golden.families, definitions = async () => golden.definitions } = {}) {
  const [view] = golden.document.views.filter(({ id }) => id === example.view_id);
  const { store } = createStore({
    document: { procedures: [], ...structuredClone(golden.document), schema: SCHEMA }, variant: example.variant_id,
    film: {
      sopInstanceUid: view.sop_instance_uid, frame: view.frame, pixelSha256: view.pixel_sha256,
      calibrationId: null, side: null,
    },
  });
  const state = { scale: scaleFromJson(golden.scale), asked: 0 };
  const film = { sides: { patient_right_on: "left" } };
  const reading = createReading({
    film, store, say() {}, scale: () => state.scale,
    definitions() {
      state.asked += 1;
      return definitions();
    },
    measurementSets: async () => [],
    family: async (key, version) => families.find((one) => (
      one.key === key && one.version === version)),
  });
  return { reading, store, state, film };
}

test("every feature reads the same results, worked out once", async () => {
  const { reading, state } = page();
  assert.deepEqual(reading.results(), [], "nothing is read before the definitions are here");
  await Promise.all([reading.start(), reading.start()]);
  assert.equal(state.asked, 1);
  const results = reading.results();
  assert.ok(results.length > 0);
  assert.equal(reading.results(), results);
});

test("results follow the plan, a drag, the scale, the hanging and the families", async () => {
  const { reading, store, state, film } = page();
  const [landmark] = store.document.landmarks.filter(({ body_id: id }) => id === store.filmBodyId);
  const moved = put({ ...landmark, point_px: landmark.point_px.map((x) => x + 40) });
  await reading.start();
  let before = reading.results();
  for (const [what, change] of [
    ["families", () => new Promise(setImmediate)],
    ["a drag", () => store.preview([moved])],
    ["its end", () => store.cancelPreview()],
    ["an edit", () => store.replace(store.document, 2, [moved])],
    ["the scale", () => { state.scale = scaleFromJson({ ...golden.scale, magnification: 1.5 }); }],
    ["the hanging", () => { film.sides = { patient_right_on: "right" }; }],
    ["another film", () => store.setFilm({ ...store.film, frame: 99 })],
  ]) {
    await change();
    const after = reading.results();
    assert.notEqual(after, before, what);
    assert.equal(reading.results(), after, what);
    before = after;
  }
});

test("a drag shows in the values, and its end takes it back", async () => {
  const { reading, store } = page();
  await reading.start();
  await new Promise(setImmediate);
  reading.results();
  await new Promise(setImmediate);
  const values = () => JSON.stringify(reading.results().map(({ native }) => native));
  const before = values();
  store.preview(store.document.landmarks.map((item) => put({
    ...item, point_px: [item.point_px[1], item.point_px[0] * 2],
  })));
  assert.notEqual(values(), before);
  store.cancelPreview();
  assert.equal(values(), before);
});

test("definitions that could not be had are asked for again, and everybody is told", async () => {
  const answers = [() => { throw new Error("no connection"); }, () => golden.definitions];
  const { reading } = page({ definitions: async () => answers.shift()() });
  const told = [];
  reading.onChange(() => told.push(reading.results().length));
  await reading.start();
  await reading.start();
  assert.equal(told[0], 0);
  assert.ok(told.at(-1) > 0);
});
