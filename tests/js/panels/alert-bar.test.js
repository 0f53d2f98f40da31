import assert from "node:assert/strict";
import { test } from "node:test";

import { createAlertBar } from "../../../static/js/panels/alert-bar.js";
import { fakeDocument } from "../fake_dom.js";

const alert = (key, more = {}) => ({
  key, tone: "warning", sentence: `${key} is open.`,
  actions: [{ name: "Try again", run() {} }], ...more,
});

function create() {
  const document = fakeDocument();
  const bar = document.createElement("section");
  document.body.append(bar);
  const alerts = createAlertBar(bar);
  return {
    bar, alerts, document,
    button: (key) => bar.querySelector(`[data-testid="alert-${key}"]`)?.querySelector("button"),
  };
}

test("what is said again is not written again: a button keeps the focus", () => {
  const { alerts, button, document } = create();
  alerts.show([alert("saving")]);
  const first = button("saving");
  first.focus();
  for (let count = 0; count < 3; count += 1) alerts.show([alert("saving")]);
  assert.equal(button("saving"), first);
  assert.equal(document.activeElement, first);
});

test("the button that stays does what the newest alert says", () => {
  const { alerts, button } = create();
  const done = [];
  for (const name of ["old", "new"]) {
    alerts.show([alert("saving", { actions: [{ name: "Try again", run: () => done.push(name) }] })]);
  }
  button("saving").click();
  assert.deepEqual(done, ["new"]);
});

test("where another alert comes or a sentence changes the focus stays on its button", () => {
  const { alerts, button, document } = create();
  alerts.show([alert("saving")]);
  button("saving").focus();
  alerts.show([alert("notes", { tone: "amber" }), alert("saving", { sentence: "Still open." })]);
  assert.equal(document.activeElement, button("saving"));
  assert.match(button("saving").parentElement.textContent, /Still open/);
});

test("the most serious alert is first, the rest opens on demand, and nothing hides the bar", () => {
  const { alerts, bar } = create();
  alerts.show([alert("quiet", { tone: "quiet" }), alert("amber", { tone: "amber" })]);
  const lines = () => bar.querySelectorAll("li").map(({ dataset }) => dataset.testid);
  assert.deepEqual(lines(), ["alert-amber"]);
  bar.querySelector(".more").click();
  assert.deepEqual(lines(), ["alert-amber", "alert-quiet"]);
  alerts.show([]);
  assert.equal(bar.hidden, true);
  alerts.show([alert("saving")]);
  assert.equal(bar.hidden, false);
});
