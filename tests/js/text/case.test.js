import assert from "node:assert/strict";
import { test } from "node:test";

import { dayWords, orderWords } from "../../../static/js/text/case.js";

test("a place on the theatre list is read as people say it", () => {
  const said = [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 99].map((order) => orderWords(order));
  assert.deepEqual(said.map((words) => words.replace(" on the list", "")), [
    "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "99th",
  ]);
});

test("a theatre date has its weekday", () => {
  assert.equal(dayWords("2026-11-24"), "Tue 2026-11-24");
  assert.equal(dayWords("2028-02-29"), "Tue 2028-02-29");
});
