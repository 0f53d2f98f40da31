import assert from "node:assert/strict";
import { test } from "node:test";

import { count, duration, identity, size } from "../../../static/js/text/pages.js";
import { found, nodeState, remarks, whereWords } from "../../../static/js/text/search.js";

test("sizes are decimal and carry no more digits than help", () => {
  assert.deepEqual([640_000, 2_400_000, 31_400_000, 1_230_000_000].map(size),
    ["640 kB", "2.4 MB", "31 MB", "1.2 GB"]);
});

test("durations grow from seconds to hours", () => {
  assert.deepEqual([0.2, 4.4, 59.4, 59.6, 119, 3900, 7200].map(duration),
    ["1 s", "4 s", "59 s", "1 min", "2 min", "1 h 5 min", "2 h"]);
});

test("one is singular", () => {
  assert.deepEqual([count(1, "study", "studies"), count(0, "image"), count(2, "study", "studies")],
    ["1 study", "0 images", "2 studies"]);
});

test("a patient always shows an ID and says what is not recorded", () => {
  assert.equal(identity({ birth_date: "1956-03-14", sex: "F", id: "123", issuer: "HOSP_A" }),
    "born 1956-03-14 · F · ID 123 (HOSP_A)");
  assert.equal(identity({ birth_date: null, sex: "", id: "", issuer: "" }),
    "birth date not recorded · ID not recorded");
});

test("an archive says that it searches, answered or does not answer", () => {
  const node = { name: "Main PACS" };
  assert.equal(nodeState({ node, state: "searching" }), "Main PACS …");
  assert.equal(nodeState({ node, state: "done", seconds: 0.42, matches: 12 }), "Main PACS 0.4 s · 12");
  assert.equal(nodeState({ node, state: "failed" }), "Main PACS: not answering");
});

test("a reached limit and dropped answers are said", () => {
  const node = { name: "Main PACS" };
  assert.equal(remarks({ node, matches: 200, limit_reached: true, dropped: 1 }).length, 2);
  assert.match(remarks({ node, matches: 200, limit_reached: true })[0], /more than 200 matches/);
  assert.match(remarks({ node, dropped: 1 })[0], /1 answer /);
  assert.deepEqual(remarks({ node, matches: 3, limit_reached: false, dropped: 0 }), []);
});

test("the live region tells searching from found and from nothing", () => {
  assert.equal(found({ studies: 0, patients: 0, searching: true }), "Searching.");
  assert.equal(found({ studies: 3, patients: 1, searching: true }), "3 studies of 1 patient so far.");
  assert.equal(found({ studies: 1, patients: 1, searching: false }), "1 study of 1 patient found.");
  assert.equal(found({ studies: 0, patients: 0, searching: false }), "Nothing found.");
});

test("where a study is", () => {
  assert.equal(whereWords({ state: "here" }, ["Main PACS"]), "Here");
  assert.equal(whereWords({ state: "incomplete", have: 20, expected: 22 }, []),
    "Incomplete 20 of 22");
  assert.equal(whereWords({ state: "incomplete", have: null, expected: 22 }, []), "Incomplete");
  assert.equal(whereWords({ state: "pacs" }, ["Main PACS", "Clinic"]), "Main PACS, Clinic");
});
