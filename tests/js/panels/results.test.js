import assert from "node:assert/strict";
import { test } from "node:test";

import { Results } from "../../../static/js/panels/search/results.js";

const MAIN = { id: "n1", name: "Main PACS" };
const CLINIC = { id: "n2", name: "Clinic" };

function match(uid, { key = "k1", id = key, name = "Smith, John", born = "1956-03-14", date = "2026-01-01",
  node = MAIN, where = { state: "pacs" } } = {}) {
  return {
    type: "match", node, where,
    patient: { key, name, birth_date: born, id, sex: "M" },
    study: { study_instance_uid: uid, date, time: null },
  };
}

const order = (results) => results.ordered()
  .map((group) => [group.key, group.rows.map((row) => row.study.study_instance_uid)]);

test("patients stand by name and birth date, their studies newest first", () => {
  const results = new Results();
  results.add(match("1.1", { key: "z", name: "Zola, Emile" }), false);
  results.add(match("2.1", { key: "s2", born: "1970-01-01" }), false);
  results.add(match("3.1", { key: "s1", born: "1956-03-14", date: "2020-05-05" }), false);
  results.add(match("3.2", { key: "s1", born: "1956-03-14", date: "2026-05-05" }), false);
  assert.deepEqual(order(results), [["s1", ["3.2", "3.1"]], ["s2", ["2.1"]], ["z", ["1.1"]]]);
});

test("the same name under another key is another patient, and both are pointed out", () => {
  const results = new Results();
  results.add(match("1.1", { key: "a" }), false);
  results.add(match("1.2", { key: "b", name: "SMITH, JOHN" }), false);
  results.add(match("1.3", { key: "c", name: "Smithers, J" }), false);
  assert.equal(results.groups.size, 3);
  assert.deepEqual([...results.namesakes()].sort(), ["a", "b"]);
});

test("patients without a name are not taken for namesakes", () => {
  const results = new Results();
  results.add(match("1.1", { key: "a", name: "" }), false);
  results.add(match("1.2", { key: "b", name: "" }), false);
  assert.equal(results.namesakes().size, 0);
});

test("a study that two archives have is one row that names both", () => {
  const results = new Results();
  results.add(match("1.1"), false);
  const row = results.add(match("1.1", { node: CLINIC }), false);
  assert.equal(results.studies, 1);
  assert.deepEqual(row.nodes.map((node) => node.name), ["Main PACS", "Clinic"]);
});

test("archives with other givers of IDs show one study as one row, if nothing contradicts", () => {
  const results = new Results();
  const anna = { born: "1950-05-17", id: "P1", name: "Müller, Anna" };
  results.add(match("1.1", { key: "a", ...anna }), false);
  const row = results.add(
    match("1.1", { key: "b", node: CLINIC, ...anna, name: "MÜLLER, ANNA" }), false,
  );
  assert.deepEqual(row.nodes.map((node) => node.name), ["Main PACS", "Clinic"]);
  assert.equal(results.studies, 1);
  for (const other of [{ id: "P2" }, { born: "1950-05-18" }, { name: "Miller, A" }]) {
    results.add(match("1.1", { key: JSON.stringify(other), ...anna, ...other }), false);
  }
  assert.equal(results.studies, 4);
});

test("what is here stays here when an archive answers later", () => {
  const results = new Results();
  results.add(match("1.1", { node: null, where: { state: "here", study_id: "x" } }), false);
  const row = results.add(match("1.1", { where: { state: "pacs" } }), false);
  assert.equal(row.where.study_id, "x");
  assert.deepEqual(row.nodes, [MAIN]);
});

test("an import under way outranks the incomplete study that it completes", () => {
  const results = new Results();
  results.add(match("1.1", { node: null, where: { state: "incomplete", study_id: "x" } }), false);
  const row = results.add(match("1.1", { where: { state: "importing", job_id: "j" } }), false);
  assert.equal(row.where.job_id, "j");
});

test("rows wait while somebody points at the list, and come in when they are let", () => {
  const results = new Results();
  results.add(match("1.1", { key: "m", name: "Miller, A" }), false);
  assert.equal(results.add(match("2.1", { key: "a", name: "Adams, B" }), true), null);
  assert.equal(results.add(match("1.2", { key: "m", name: "Miller, A" }), true), null);
  assert.deepEqual(order(results), [["m", ["1.1"]]]);
  assert.equal(results.held.length, 2);
  results.release();
  assert.deepEqual(order(results).map(([key]) => key), ["a", "m"]);
  assert.equal(results.held.length, 0);
});

test("a waiting study found again by another archive still counts once", () => {
  const results = new Results();
  results.add(match("1.1"), false);
  results.add(match("2.1", { key: "a" }), true);
  assert.equal(results.add(match("2.1", { key: "a", node: CLINIC }), true), null);
  assert.equal(results.held.length, 1);
  assert.equal(results.held[0].nodes.length, 2);
});

test("a shown row changes in its place even while the list is held", () => {
  const results = new Results();
  const row = results.add(match("1.1"), false);
  const again = results.add(match("1.1", { where: { state: "here", study_id: "x" } }), true);
  assert.equal(again, row);
  assert.equal(row.where.state, "here");
});

test("the rows of a study are found under every patient that claims it", () => {
  const results = new Results();
  results.add(match("1.1", { key: "a" }), false);
  results.add(match("1.1", { key: "b" }), false);
  results.add(match("1.2", { key: "b" }), false);
  assert.deepEqual(results.rowsOf("1.1").map((row) => row.key), ["a", "b"]);
});
