import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { scaleFromJson } from "../../../static/js/measuring/scale.js";
import { readings } from "../../../static/js/plan/reading.js";

const golden = JSON.parse(readFileSync(new URL("../../golden/reading.json", import.meta.url)));
const definitions = new Map(golden.definitions.map((one) => [one.key, one]));

function documentOf({ without_implants: gone = [], points = {}, more = {}, side }) {
  const document = structuredClone(golden.document);
  document.implants = document.implants.filter(({ id }) => !gone.includes(id));
  for (const [collection, items] of Object.entries(more)) document[collection].push(...items);
  for (const view of document.views) view.side = side ?? view.side;
  for (const landmark of document.landmarks) {
    landmark.point_px = points[landmark.id] ?? landmark.point_px;
  }
  return document;
}

function read(example) {
  const { view_id: viewId, variant_id: variantId, hanging, only } = example;
  const scale = scaleFromJson(example.no_scale ?? { ...golden.scale, ...example.scale });
  return readings(
    documentOf(example), viewId, scale, definitions, golden.families, variantId, { hanging },
  ).map((one) => JSON.parse(JSON.stringify(one))).filter(({ id }) => !only || only.includes(id));
}

function close(actual, expected, relative) {
  const spread = relative * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= spread, `${actual} is not ${expected}`);
}

function check(result, text, wanted) {
  assert.equal(text, wanted.text);
  if (wanted.code) {
    assert.deepEqual([result.kind, result.code], ["reason", wanted.code]);
    assert.deepEqual({ ...result.params, ...wanted.params }, result.params);
    return;
  }
  assert.equal(result.unit, wanted.unit);
  close(result.value, wanted.value, 1e-9);
  if (wanted.plus_minus_95 !== undefined) close(result.plus_minus_95, wanted.plus_minus_95, 1e-6);
}

for (const example of golden.cases) {
  test(`a plan is read as on the server: ${example.title}`, () => {
    const found = read(example);
    assert.deepEqual(found.map(({ id }) => id), Object.keys(example.expected));
    for (const one of found) {
      const wanted = example.expected[one.id];
      check(one.native, one.text, wanted.native);
      check(one.planned, one.planned_text, wanted.planned);
      if (!wanted.entered) continue;
      assert.deepEqual(one.entered.map(({ name, text, usual }) => [name, text, usual]), wanted.entered);
    }
  });
}
