/** The browser's evaluator gives every worked example that is shared beside the checkout. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { readGolden } from "../geometry/golden_runner.js";
import { report } from "./examples.js";

const beside = fileURLToPath(new URL("../../../../shared", import.meta.url));
const file = `${process.env.PLUMBLINE_SHARED ?? beside}/ortho_examples.json`;
const skip = existsSync(file) ? false : `no examples at ${file} (set PLUMBLINE_SHARED)`;

test("all shared examples are within their tolerance", { skip }, () => {
  const { lines, summary } = report(JSON.parse(readFileSync(file, "utf8")).examples);
  assert.deepEqual(lines, []);
  assert.equal(summary, "404 of 404 within tolerance");
});

test("the examples worked by hand come out", () => {
  const { lines, summary } = report(readGolden("examples.json").examples);
  assert.deepEqual({ lines, summary }, { lines: [], summary: "8 of 8 within tolerance" });
});

test("an example that is wrong is told", () => {
  const example = {
    id: "x", measurement: "length", side: "NA", landmarks: { a: [0, 0], b: [3, 4] }, params: {},
    expected: { value: 5, unit: "mm" }, tolerance: 0.01,
  };
  const wrong = { ...example, expected: { value: 5.02, unit: "mm" } };
  const unknown = { ...example, measurement: "depth" };
  const { lines, summary } = report([example, wrong, unknown]);
  assert.deepEqual(lines, ["x: 5 instead of 5.02", "x: no measurement is called depth"]);
  assert.equal(summary, "1 of 3 within tolerance");
});
