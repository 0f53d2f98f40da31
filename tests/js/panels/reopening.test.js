import assert from "node:assert/strict";
import { test } from "node:test";

import { createSaveState } from "../../../static/js/panels/save-state.js";
import { createSignPanel } from "../../../static/js/panels/sign-panel.js";
import { h } from "../../../static/js/panels/dom.js";
import { fakeDocument } from "../fake_dom.js";

/** Banner and section of a signed plan, as this person sees them: names of the buttons there. */
function buttons({ mayEdit }) {
  const { body } = fakeDocument();
  const banner = h("div");
  const section = h("section");
  body.append(banner, h("div", {}, section));
  createSaveState(banner).show({ pending: 0, savedAt: "2026-11-22T08:00:00Z" }, {
    state: "signed", signed: { number: 1 }, may: { edit: mayEdit },
  }, false);
  createSignPanel({ body: section, note() {}, open() {} }, {}).show({
    kind: "signed", mayReopen: mayEdit,
    version: { number: 1, signed_by: "Dr Me", signed_at: "2026-11-22T08:00:00Z" },
  });
  return body.querySelectorAll("button").filter((one) => !one.closest("[hidden]"))
    .map(({ textContent }) => textContent);
}

test("a signed plan has one button to reopen it, and only for who may plan", () => {
  assert.deepEqual(buttons({ mayEdit: true }), ["Reopen…"]);
  assert.deepEqual(buttons({ mayEdit: false }), []);
});
