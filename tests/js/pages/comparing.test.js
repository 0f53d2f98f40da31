import assert from "node:assert/strict";
import { test } from "node:test";

import { createComparing } from "../../../static/js/pages/planner/comparing.js";
import { fakeDocument } from "../fake_dom.js";
import { createStore, point, put } from "../plan/store_parts.js";

/** Two versions of a plan: mine has one point more. */
function conflict(choose) {
  const { body } = fakeDocument();
  const { store } = createStore();
  const base = store.document;
  store.commit("placed", [put(point(store, [1, 1]))]);
  const theirs = { version: 3, changed_by: "Dr Other", document: base };
  const state = { conflict: { theirs, base } };
  const raised = [];
  const comparing = createComparing({
    store, filmView: { setMarks() {} }, user: { name: "Dr Me" }, say() {}, bringIntoView() {},
    autosave: { state, putMineOnTop: choose, takeTheirs: choose }, page: body,
    features: { wordsOf: () => "Tear drop", marksOf: () => [] },
    notices: { raise: (key, alert) => raised.push(alert) },
  });
  comparing.show(state);
  const part = (name) => body.querySelector(`[data-testid="${name}"]`);
  return {
    comparing, raised, part, body,
    press: (name) => part(name).listeners.find(([type]) => type === "click")[1](),
  };
}

test("a choice that cannot be carried out says why and can be made again", async () => {
  const refusal = Object.assign(new Error(), { status: 0, sentence: "No connection." });
  const { press, part, body } = conflict(async () => { throw refusal; });
  await press("take-theirs");
  assert.equal(body.querySelector(".notice").textContent, "No connection.");
  assert.equal(part("take-theirs").disabled, false);
});

test("after something unforeseen, too, there is still a choice", async () => {
  const { press, part } = conflict(async () => { throw new TypeError("unforeseen"); });
  const pressed = press("put-mine-on-top");
  assert.equal(part("put-mine-on-top").disabled, true, "while it is carried out there is none");
  await assert.rejects(pressed, TypeError);
  assert.equal(part("put-mine-on-top").disabled, false);
});

test("whoever looks first comes back to the choice from the alert bar", () => {
  const { press, part, raised } = conflict(async () => {});
  press("look-first");
  assert.equal(part("plan-conflict"), null);
  raised.at(-1).actions[0].run();
  assert.notEqual(part("plan-conflict"), null);
});
