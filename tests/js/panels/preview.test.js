import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { h } from "../../../static/js/panels/dom.js";
import { Preview } from "../../../static/js/panels/worklist/preview.js";
import { fakeDocument } from "../fake_dom.js";

const PARTS = ["image", "words", "name", "identity", "operation", "study", "films"];
const { fetch } = globalThis;
beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => {
  mock.timers.reset();
  globalThis.fetch = fetch;
});

const filmOf = (id) => ({ id, preview_url: `/previews/${id}`, frames: 1 });

function page({ side = "RIGHT", films = "1 film", url = "/previews/a" } = {}) {
  const { body } = fakeDocument();
  const panel = h("aside", {}, ...PARTS.map((name) => h("p", { [`data-preview-${name}`]: true })));
  const row = h("tr", {
    data: { key: "k", study: "s", plan: "p", previewUrl: url },
  }, h("b", { "data-name": true }, "Demo, Anna"), h("i", { "data-description": true }, "Hip"),
  h("i", { "data-side": true }, side), h("i", { "data-films": true }, films));
  body.append(panel, row);
  const asked = [];
  globalThis.fetch = async (address) => {
    asked.push(address);
    const shown = [filmOf("a"), filmOf("b")].slice(0, asked.length);
    return new Response(JSON.stringify({ id: "s", series: [{ films: shown }] }));
  };
  const preview = new Preview(panel);
  preview.choose(row);
  return {
    preview, row, asked,
    part: (name) => panel.querySelector(`[data-preview-${name}]`),
    say(name, text) { row.querySelector(`[data-${name}]`).textContent = text; },
    async pass() {
      mock.timers.tick(1000);
      for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    },
  };
}

test("a case that is shown follows what its line says: another side is never left standing", () => {
  const { preview, row, part, say } = page();
  assert.equal(part("operation").textContent, "Hip · RIGHT");
  say("side", "LEFT");
  preview.choose(row);
  assert.equal(part("operation").textContent, "Hip · LEFT");
});

test("what stays the same is not fetched again", async () => {
  const { preview, row, part, say, pass, asked } = page();
  await pass();
  part("image").src = "/previews/of-a-film-that-is-looked-at";
  say("side", "LEFT");
  preview.choose(row);
  await pass();
  assert.equal(part("image").src, "/previews/of-a-film-that-is-looked-at");
  assert.deepEqual([asked.length, part("films").children.length], [1, 1]);
});

test("another film and another picture are fetched", async () => {
  const { preview, row, part, say, pass } = page();
  await pass();
  say("films", "2 films");
  row.dataset.previewUrl = "/previews/b";
  preview.choose(row);
  await pass();
  assert.equal(part("image").src, "/previews/b");
  assert.equal(part("films").children.length, 2);
});
