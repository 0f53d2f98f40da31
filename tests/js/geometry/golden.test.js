/** Every primitive gives the value of the vectors that it shares with its twin in Python. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { assertAgrees, loadCases, run } from "./golden_runner.js";

const cases = loadCases();

test("the shared vectors are found", () => {
  assert.ok(cases.length > 150, `only ${cases.length} cases`);
});

for (const item of cases) {
  test(item.title, async () => {
    assertAgrees(await run(item), item.expected, item.tolerance, item.function);
  });
}
