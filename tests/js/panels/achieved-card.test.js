/** Planned and achieved: the difference in words, its error, or the reason why there is none. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { createAchievedCard } from "../../../static/js/panels/achieved-card.js";
import { createAchieved } from "../../../static/js/pages/planner/achieved.js";
import { ApiError } from "../../../static/js/api.js";
import { fakeDocument } from "../fake_dom.js";

const part = (value, bar, text) => ({
  text, result: { kind: "quantity", value, plus_minus_95: bar },
});
const difference = (value, bar, within = false, why = null) => ({
  value, plus_minus_95: bar, plus_minus_reason: why, within_error: within,
});
const row = (more) => ({
  key: "cup_inclination", name: "Cup inclination", side: "R", compares_sides: false, unit: "deg",
  decimals: 0, planned: part(40.2, 1.4, "40°"), achieved: part(46.4, 2.1, "46°"),
  difference: null, reason: null, ...more,
});
const length = (more) => row({
  key: "LLD_lesser_trochanter", name: "Leg length difference", side: null, compares_sides: true,
  unit: "mm", ...more,
});
const answer = (side, ...rows) => ({
  plan: {
    id: "p", study_id: "s", number: 2, operation: "Total hip", side, signed_by: "Dr Ada Weber",
    film_date: "2026-11-10",
  },
  warnings: [], rows,
});

let document;
let element;
beforeEach(() => {
  document = fakeDocument();
  element = document.createElement("div");
});

function shown(side, one) {
  createAchievedCard(element).show(answer(side, one));
  const card = element.querySelector(".hip-figure");
  const text = (selector) => card.querySelector(selector)?.textContent ?? null;
  return { card, said: text(".value"), error: text(".error"), why: text(".not-alike") };
}

test("the difference is said in words, with its error and both values", () => {
  const { card, said, error, why } = shown("R", row({ difference: difference(6.2, 2.52) }));
  assert.deepEqual([said, error, why], ["6° more than planned", "± 3", null]);
  assert.match(card.textContent, /planned 40° ± 1/);
  assert.match(card.textContent, /achieved 46° ± 2/);
  assert.deepEqual([card.dataset.value, card.dataset.error], ["6.2", "2.52"]);
  assert.match(element.textContent, /Total hip, right · version 2, signed by Dr Ada Weber/);
  assert.equal(element.querySelector("a").getAttribute("href"), "/studies/s/?plan=p");
});

test("leg length is seen from the operated side", () => {
  const longer = length({ difference: difference(-3.4, 4) });
  assert.equal(shown("L", longer).said, "left 3 mm longer than planned");
  element.replaceChildren();
  assert.equal(shown("R", longer).said, "right 3 mm shorter than planned");
});

test("what reads as nothing is as planned, and what the error explains is said to be", () => {
  const { said, why } = shown("R", row({ difference: difference(-0.3, 2, true) }));
  assert.deepEqual([said, why], ["as planned", "No more than measurement error explains."]);
});

test("without a difference there is the reason, the film's own ones among them", () => {
  const reason = (code, params = {}) => ({ kind: "reason", code, params });
  const lost = shown("R", row({ achieved: null, reason: reason("not_measured") }));
  assert.deepEqual([lost.said, lost.why], [null, "Not measured on this film yet."]);
  assert.match(element.textContent, /Post-operative hip set/);
  element.replaceChildren();
  assert.equal(shown("R", row({ reason: reason("missing_landmark") })).why,
    "Not all of its points are placed.");
});

test("an unknown error is no error bar but a sentence", () => {
  const { error, why } = shown("R", row({
    difference: difference(5, null, false, "scale_error_unknown"),
  }));
  assert.equal(error, "");
  assert.match(why, /does not say how good it is/);
});

function page(get) {
  const asked = [];
  const sections = [];
  const listeners = [];
  const context = {
    api: { get: (path) => { asked.push(path); return get(path); } },
    autosave: { subscribe: (listener) => listeners.push(listener) },
    store: { committedVersion: 3 }, study: { id: "s2" }, plan: () => context.now, now: null,
    onPlan() {}, onScale() {},
    section: (name) => { sections.push(name); return { body: element }; },
  };
  const feature = createAchieved(context, { soon() {} });
  return { context, feature, asked, sections, listeners };
}

test("the section comes with the first plan to compare with, and asks for this page's plan", async () => {
  let found = { plan: null, warnings: [], rows: [] };
  const { context, feature, asked, sections } = page(() => Promise.resolve(found));
  await feature.ask();
  assert.deepEqual([asked, sections], [["studies/s2/achieved"], []]);
  found = answer("R", row({ difference: difference(6.2, 2.5) }));
  context.now = { id: "mine" };
  await feature.ask();
  await feature.ask();
  assert.deepEqual(sections, ["achieved"]);
  assert.equal(asked.at(-1), "studies/s2/achieved?plan=mine");
  assert.equal(element.querySelectorAll(".hip-figure").length, 1);
});

test("a late answer never takes the place of a newer one, and a lost one is told", async () => {
  const waiting = [];
  const { feature } = page(() => new Promise((...both) => waiting.push(both)));
  const [first, second] = [feature.ask(), feature.ask()];
  waiting[1][0](answer("R", row({ difference: difference(6.2, 2.5) })));
  waiting[0][0](answer("R", row({ difference: difference(1, 2.5) })));
  await Promise.all([first, second]);
  assert.equal(element.querySelector(".value").textContent, "6° more than planned");
  const third = feature.ask();
  waiting[2][1](new ApiError(503));
  await third;
  assert.equal(element.querySelector(".trouble").hidden, false);
  assert.equal(element.querySelector(".value").textContent, "6° more than planned");
});
