import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { applyChanges, invertChanges } from "../../../static/js/plan/changes.js";
import { COLLECTIONS, empty, validate } from "../../../static/js/plan/document.js";

const golden = JSON.parse(readFileSync(new URL("../../golden/changes.json", import.meta.url)));
// What the browser says without a schema, where the server has finer words.
const COARSER = { wrong_length: "wrong_format" };

function example(over = {}) {
  return structuredClone({ ...golden.document, ...over });
}

function documentOf(vector) {
  return "document" in vector ? vector.document : example(vector.over);
}

for (const vector of golden.cases) {
  test(`changes give the document or the code: ${vector.title}`, () => {
    const document = documentOf(vector);
    const before = structuredClone(document);
    const result = applyChanges(document, vector.changes);
    if (vector.refused) {
      assert.ok(result instanceof Reason);
      assert.deepEqual({ code: result.code, params: { ...result.params } }, vector.refused);
    } else {
      assert.deepEqual(result, example(vector.result));
    }
    assert.deepEqual(document, before);
  });
}

for (const vector of golden.cases.filter(({ inverse }) => inverse)) {
  test(`the inverse is what takes the changes back: ${vector.title}`, () => {
    const document = documentOf(vector);
    const inverse = invertChanges(document, vector.changes);
    assert.deepEqual(inverse, vector.inverse);
    assert.deepEqual(applyChanges(applyChanges(document, vector.changes), inverse), document);
  });
}

for (const vector of golden.documents) {
  test(`documents are sound or say why not: ${vector.title}`, () => {
    const problems = validate(documentOf(vector));
    if (vector.code === null) assert.deepEqual(problems, []);
    else assert.equal(problems[0].code, COARSER[vector.code] ?? vector.code);
  });
}

test("a number that is none is caught before JSON turns it into null", () => {
  const document = example();
  document.landmarks[1].point_px[0] = NaN;
  assert.deepEqual(validate(document).map(({ code, params }) => [code, params.path]), [
    ["not_finite", "landmarks[1].point_px[0]"],
  ]);
});

test("what was put in can change outside without changing the document", () => {
  const item = { ...structuredClone(golden.document.landmarks[0]) };
  item.id = "00000000-0000-4000-8000-000000000077";
  const result = applyChanges(example(), [{ op: "upsert", collection: "landmarks", item }]);
  item.point_px[0] = -1;
  assert.equal(result.landmarks.at(-1).point_px[0], 100);
});

test("a plan can be built from nothing in one set, and taken back", () => {
  const changes = [...COLLECTIONS].reverse().flatMap((collection) =>
    golden.document[collection].map((item) => ({ op: "upsert", collection, item })));
  assert.deepEqual(applyChanges(empty(), changes), golden.document);
  const back = applyChanges(example(), invertChanges(empty(), changes));
  assert.deepEqual(back, empty());
});

test("a hundred random changes are taken back exactly", () => {
  let seed = 12345;
  const random = (below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const idOf = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
  const document = example();
  const ids = new Set(document.landmarks.map(({ id }) => id));
  const needed = document.measurements.flatMap(({ landmarks }) => Object.values(landmarks).flat());
  const changes = [];
  for (let count = 0; count < 100; count += 1) {
    const id = idOf(21 + random(20));
    if (ids.has(id) && !needed.includes(id) && random(2) === 0) {
      changes.push({ op: "delete", collection: "landmarks", id });
      ids.delete(id);
    } else {
      const item = { ...document.landmarks[0], id, point_px: [random(3000), random(3000)] };
      changes.push({ op: "upsert", collection: "landmarks", item, index: random(30) });
      ids.add(id);
    }
  }
  const changed = applyChanges(document, changes);
  assert.ok(!(changed instanceof Reason));
  assert.notDeepEqual(changed, document);
  assert.deepEqual(applyChanges(changed, invertChanges(document, changes)), document);
});
