/** Scales, lengths, error bars and written numbers agree with the vectors shared with Python. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { angleBetweenLinesDeg } from "../../../static/js/measuring/film_points.js";
import { formatLabelled, formatNumber, formatPlusMinus, formatQuantity, formatValue, parseNumber }
  from "../../../static/js/measuring/formatting.js";
import { evaluateLength } from "../../../static/js/measuring/length.js";
import { resultFromJson } from "../../../static/js/measuring/quantity.js";
import { scaleFromJson } from "../../../static/js/measuring/scale.js";
import { assertAgrees, readGolden } from "../geometry/golden_runner.js";

const formatting = readGolden("formatting.json");
const golden = readGolden("scale.json");

const plain = (value) => JSON.parse(JSON.stringify(value));

function assertSameJson(actual, expected, where) {
  const found = plain(actual);
  assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort(), where);
  for (const [key, value] of Object.entries(expected)) {
    if (key === "params") assert.deepEqual(found.params, value, where);
    else assertAgrees(found[key], value, undefined, `${where}.${key}`);
  }
}

test("numbers read as the golden text", () => {
  assert.ok(formatting.numbers.length > 150);
  for (const [value, decimals, text] of formatting.numbers) {
    assert.equal(formatNumber(value, decimals), text, `${value} with ${decimals} decimals`);
  }
});

test("what is written reads back and is written the same again", () => {
  for (const [, decimals, text] of formatting.numbers) {
    assert.equal(formatNumber(parseNumber(text), decimals), text);
  }
});

test("error bars and values with units read as the golden text", () => {
  for (const [halfWidth, decimals, text] of formatting.error_bars) {
    assert.equal(formatPlusMinus(halfWidth, decimals), text);
  }
  for (const [value, unit, decimals, text] of formatting.values) {
    assert.equal(formatValue(value, unit, decimals), text);
  }
});

test("scales come back from the server's JSON as they were", () => {
  for (const data of golden.scales) assertSameJson(scaleFromJson(data), data, data.label);
});

for (const item of golden.lengths) {
  test(`length: ${item.title}`, () => {
    const scale = scaleFromJson(item.scale);
    const result = evaluateLength(item.a_px, item.b_px, scale, item.landmark_sigma_mm);
    assertSameJson(result, item.expected, item.title);
    assert.deepEqual(resultFromJson(plain(result)), result);
    if ("text" in item) {
      const decimals = item.decimals ?? undefined;
      assert.equal(formatQuantity(result, decimals), item.text);
      assert.equal(formatLabelled(result, decimals), item.labelled);
    }
  });
}

for (const item of golden.angles) {
  test(`angle: ${item.title}`, () => {
    const scale = scaleFromJson(item.scale);
    const degrees = angleBetweenLinesDeg(item.first_px, item.second_px, scale);
    assertAgrees(degrees, item.expected, undefined, item.title);
  });
}
