import assert from "node:assert/strict";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { createHistory } from "../../../static/js/plan/history.js";

function steps(history, done, ...labels) {
  for (const label of labels) {
    history.run({
      label, apply: () => { done.push(label); }, revert: () => { done.push(`-${label}`); },
    });
  }
}

test("steps of every kind are undone in the reverse of their order", async () => {
  const history = createHistory();
  const done = [];
  steps(history, done, "a", "b");
  assert.equal((await history.undo()).label, "b");
  assert.equal((await history.undo()).label, "a");
  assert.equal(await history.undo(), null);
  assert.equal((await history.redo()).label, "a");
  assert.deepEqual(done, ["a", "b", "-b", "-a", "a"]);
});

test("a step that takes its time holds the next undo back", async () => {
  const history = createHistory();
  const done = [];
  steps(history, done, "quick");
  let finish;
  history.push({
    label: "slow", apply() {},
    revert: () => new Promise((resolve) => {
      finish = () => { done.push("-slow"); resolve(); };
    }),
  });
  const both = [history.undo(), history.undo()];
  assert.deepEqual(done, ["quick"]);
  finish();
  assert.deepEqual((await Promise.all(both)).map(({ label }) => label), ["slow", "quick"]);
  assert.deepEqual(done, ["quick", "-slow", "-quick"]);
});

test("a step that cannot be taken back says why and leaves the way free", async () => {
  const history = createHistory();
  const done = [];
  steps(history, done, "a");
  history.push({ label: "b", apply() {}, revert: async () => new Reason("first_calibration") });
  const outcome = await history.undo();
  assert.deepEqual([outcome.label, outcome.problem.code], ["b", "first_calibration"]);
  assert.equal(history.canRedo, false);
  assert.equal((await history.undo()).label, "a");
});

test("something new ends what could be done again", async () => {
  const history = createHistory();
  const done = [];
  steps(history, done, "a");
  await history.undo();
  steps(history, done, "b");
  assert.equal(await history.redo(), null);
});
