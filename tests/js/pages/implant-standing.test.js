import assert from "node:assert/strict";
import { test } from "node:test";
import { withStanding } from "../../../static/js/pages/planner/context.js";

const GEOMETRY = { key: "a_cup", version: 1, status: "current", sizes: [] };
const listed = (status, version = 1) => Promise.resolve([{ key: "a_cup", version, status }]);

for (const status of ["withdrawn", "recalled"]) {
  test(`a plan that uses an implant says that it was ${status} since`, async () => {
    assert.equal((await withStanding(GEOMETRY, listed(status))).status, status);
  });
}

test("an implant that a newer version replaces stays current for its plans", async () => {
  assert.equal(await withStanding(GEOMETRY, listed("superseded")), GEOMETRY);
  assert.equal(await withStanding(GEOMETRY, listed("recalled", 2)), GEOMETRY);
});

test("without the list an implant is drawn as its file says", async () => {
  assert.equal(await withStanding(GEOMETRY, Promise.reject(new Error("no answer"))), GEOMETRY);
});
