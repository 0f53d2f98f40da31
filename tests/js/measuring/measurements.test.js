/** Every measurement of the golden films is what the film was drawn with, in words as well. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { evaluate, sigmaOfPlacedMm } from "../../../static/js/measuring/evaluate.js";
import { scaleFromJson } from "../../../static/js/measuring/scale.js";
import { displayed } from "../../../static/js/measuring/words.js";
import { assertAgrees, readGolden } from "../geometry/golden_runner.js";
import { readDefinitions } from "./definitions.js";

const definitions = readDefinitions();
const golden = readGolden("measurements.json");
const cases = Object.values(golden).filter(Array.isArray).flat();

for (const item of cases) {
  test(`${item.definition}: ${item.title}`, () => {
    const definition = definitions.get(item.definition);
    const found = evaluate(definition, item.points, scaleFromJson(item.scale), {
      side: item.side, params: item.params, landmarkSigmaMm: item.landmark_sigma_mm,
    });
    const { expected } = item;
    if ("reason" in expected) {
      assert.ok(found instanceof Reason, JSON.stringify(found));
      assert.equal(found.code, expected.reason);
      return;
    }
    assertAgrees(found.value, expected.value, undefined, "value");
    assert.equal(found.unit, expected.unit);
    assert.equal(displayed(definition, found, item.side), expected.text);
    if ("short" in expected) {
      assert.equal(displayed(definition, found, item.side, { short: true }), expected.short);
    }
    if ("plus_minus_95" in expected) {
      const allowed = (expected.error_bar_tolerance ?? 1e-7) * expected.plus_minus_95;
      assertAgrees(found.plusMinus95, expected.plus_minus_95, allowed, "error bar");
    }
    if ("plus_minus_reason" in expected) {
      assert.equal(found.plusMinusReason, expected.plus_minus_reason);
    }
  });
}

test("a reason names the landmark that is missing", () => {
  const scale = scaleFromJson(cases[0].scale);
  const found = evaluate(definitions.get("femoral_offset"), { head_centre: [[1, 2]] }, scale);
  assert.equal(found.code, "missing_landmark");
  assert.equal(found.params.role, "shaft_prox");
  assert.equal(found.params.name, "Shaft axis, upper");
});

test("how a landmark was placed decides its spread", () => {
  assert.deepEqual(["free", "automatic"].map(sigmaOfPlacedMm), [1, 1]);
  assert.deepEqual(["loupe", "snap", "confirmed"].map(sigmaOfPlacedMm), [0.5, 0.5, 0.5]);
});

test("thirty measurements with their error bars take less than four milliseconds", () => {
  const live = cases.filter(({ expected }) => "value" in expected).slice(0, 120)
    .map((item) => ({ ...item, definition: definitions.get(item.definition),
      scale: scaleFromJson(item.scale) }));
  const once = () => {
    for (const { definition, points, scale, side, params } of live) {
      evaluate(definition, points, scale, { side, params });
    }
  };
  for (let round = 0; round < 30; round += 1) once();
  // The processor's time and not the clock's, and the best of some: other programs run beside.
  const perThirtyMs = Math.min(...Array.from({ length: 15 }, () => {
    const before = process.cpuUsage();
    once();
    const { user, system } = process.cpuUsage(before);
    return ((user + system) / 1000 / live.length) * 30;
  }));
  assert.ok(perThirtyMs < 4, `${perThirtyMs} ms`);
  console.log(`# thirty measurements: ${perThirtyMs.toFixed(2)} ms`);
});
