import assert from "node:assert/strict";
import { test } from "node:test";

import { createSignDialog } from "../../../static/js/panels/sign-dialog.js";
import { fakeDocument } from "../fake_dom.js";

const SUMMARY = {
  version: 7, seen: "s", patient: "Demo, Anna", identity: "", operation: "Hip", side: "RIGHT",
  date: "", films: [], values: [], implants: [], notes: [], warnings: [],
};

function open(onSign) {
  const { body } = fakeDocument();
  const dialog = createSignDialog({ onSign });
  const part = (name) => body.querySelector(`[data-testid="${name}"]`);
  dialog.open(SUMMARY);
  body.querySelector('[name="meaning"]').checked = true;
  part("sign-password").value = "secret";
  return { part, press: () => part("sign-confirm").listeners[0][1]() };
}

test("the dialog can be used again whatever became of the request", async () => {
  const { part, press } = open(async () => { throw new TypeError("unforeseen"); });
  await assert.rejects(press(), TypeError);
  assert.equal(part("sign-confirm").disabled, false);
  await assert.rejects(press(), TypeError, "a second try asks again");
});

test("what is signed is what was shown, and a refusal keeps the dialog open without the password", async () => {
  const asked = [];
  const { part, press } = open(async (answer) => {
    asked.push(answer);
    return { sentence: "Not yet." };
  });
  await press();
  assert.deepEqual([asked[0].version, asked[0].seen, asked[0].password], [7, "s", "secret"]);
  assert.equal(part("sign-dialog").open, true);
  assert.equal(part("sign-password").value, "");
  assert.equal(part("sign-problem").textContent, "Not yet.");
});
