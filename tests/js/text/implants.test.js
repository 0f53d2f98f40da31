import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fullName, reasonWords, SENTENCES } from "../../../static/js/text/implants.js";

const WORDING = new URL("../../../planning/wording/library.py", import.meta.url);
const CODE = /"(\w+)": said\(\s*((?:"[^"]*"\s*)+),?\s*\)/g;

/** The sentences of the server, read from its source: Python joins neighbouring strings. */
function ofTheServer() {
  const source = readFileSync(WORDING, "utf8");
  return Object.fromEntries([...source.matchAll(CODE)].map(([, code, strings]) => (
    [code, [...strings.matchAll(/"([^"]*)"/g)].map(([, part]) => part).join("")])));
}

test("browser and server say the same sentence for every code about implants", () => {
  const sentences = ofTheServer();
  assert.ok(Object.keys(sentences).length >= 15);
  assert.deepEqual(SENTENCES, sentences);
});

test("a sentence names what it is about", () => {
  assert.equal(
    reasonWords({ code: "unknown_size", params: { family: "Cup", size: "53" } }),
    "Cup has no size 53. Choose one of the ladder.",
  );
  assert.match(reasonWords({ code: "no_scale" }), /Press C to calibrate/);
  assert.ok(reasonWords({ code: "never heard of" }).length > 10);
});

test("an implant is named with its size and side", () => {
  assert.equal(fullName("cup", "52", "R"), "Cup 52, right");
  assert.equal(fullName("stem", "148", null), "Stem 148");
});
