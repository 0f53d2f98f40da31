/** A value that was not taken does not look as if it had been. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { NoScale } from "../../../static/js/measuring/scale.js";
import { h } from "../../../static/js/panels/dom.js";
import { createReading } from "../../../static/js/pages/planner/reading.js";
import { createResults } from "../../../static/js/pages/planner/results.js";
import { refusal } from "../../../static/js/text/saving.js";
import { fakeDocument } from "../fake_dom.js";
import { readDefinitions } from "../measuring/definitions.js";
import { createStore, put } from "../plan/store_parts.js";

const ID = "00000000-0000-4000-8000-000000000001";
const PARAM = "target_WBL_pct";
const all = [...readDefinitions().values()];

/** The planner's results, with one measurement that asks for a number. */
async function page(options) {
  const { store } = createStore(options);
  store.apply([put({
    id: ID, definition: "HTO_miniaci_opening_angle", side: "R", view_id: store.viewId, landmarks: {},
  }, "measurements")], "begun");
  const list = h("div.result-cards");
  const body = h("div", {}, list);
  document.body.append(body);
  const scale = new NoScale({ reason: "not_calibrated" });
  const film = { laterality: "R", sides: {}, aspect: 1 };
  const context = {
    film, store, scale: () => scale, onScale() {}, say() {}, openSection() {},
    section: () => ({ body, note() {} }),
    filmView: { element: h("div", {}, h("div.prompt")), setMarks() {}, on() {} },
    toolbox: () => ({ activate() {} }),
    refusesEdits: () => store.readOnly !== null,
    definitions: async () => all, measurementSets: async () => [], guided: {},
    bones: { poses: () => new Map() },
  };
  context.reading = createReading(context);
  createResults(context);
  await context.reading.start();
  const field = list.querySelector(`[data-testid="entered-${PARAM}"]`);
  return { store, input: field.querySelector("input"), problem: field.querySelector(".field-error") };
}

function type(input, text) {
  input.value = text;
  input.dispatch("change");
}

const entered = (store) => store.document.measurements.find(({ id }) => id === ID).params?.[PARAM];

beforeEach(() => {
  const made = fakeDocument();
  made.createElementNS = (_, name) => made.createElement(name);
});

test("a value that is taken is in the plan, without a word against it", async () => {
  const { store, input, problem } = await page();
  type(input, "60");
  assert.deepEqual([entered(store), input.value, problem.hidden], [60, "60", true]);
});

test("in a plan that is only read, the field says why its value was not taken", async () => {
  const { store, input, problem } = await page();
  const signed = new Reason("plan_signed");
  store.setReadOnly(signed);
  type(input, "60");
  assert.equal(entered(store), undefined);
  assert.deepEqual([problem.hidden, problem.textContent], [false, refusal(signed)]);
  assert.equal(input.getAttribute("aria-invalid"), "true");
});

test("a value that the plan refuses is said to be refused, until the person takes it back", async () => {
  const notYours = new Reason("not_yours");
  let isOpen = true;
  const { store, input, problem } = await page({ guard: () => (isOpen ? null : notYours) });
  isOpen = false;
  type(input, "60");
  assert.equal(entered(store), undefined);
  assert.deepEqual([problem.hidden, problem.textContent], [false, refusal(notYours)]);
  input.dispatch("keydown", { key: "Escape" });
  assert.deepEqual([input.value, problem.hidden], ["", true]);
});
