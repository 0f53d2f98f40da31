/** Values that cannot be are refused where they are made. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { fromMm, lengthMm, toMm, toSquarePx } from "../../../static/js/measuring/film_points.js";
import { formatNumber, parseNumber } from "../../../static/js/measuring/formatting.js";
import { jsonNumber, nullableJsonNumber } from "../../../static/js/measuring/json_values.js";
import { evaluateLength } from "../../../static/js/measuring/length.js";
import { Quantity, resultFromJson } from "../../../static/js/measuring/quantity.js";
import { NoScale, Scale, scaleFromJson } from "../../../static/js/measuring/scale.js";
import { readGolden } from "../geometry/golden_runner.js";

const [ball] = readGolden("scale.json").scales;

test("a film without scale has no millimetres and says why", () => {
  const film = new NoScale({ reason: "invalid_spacing", aspect: 2 });
  const why = new Reason("no_scale", { why: "invalid_spacing" });
  assert.deepEqual(toMm([1, 2], film), why);
  assert.deepEqual(fromMm([1, 2], film), why);
  assert.deepEqual(lengthMm([1, 2], [3, 4], film), why);
  assert.deepEqual(toSquarePx([3, 4], film), [3, 8]);
});

test("millimetres and back", () => {
  const [x, y] = fromMm(toMm([1234.5, 77.25], scaleFromJson(ball)), scaleFromJson(ball));
  assert.ok(Math.abs(x - 1234.5) < 1e-9 && Math.abs(y - 77.25) < 1e-9);
});

test("a coordinate that is no number is refused", () => {
  assert.equal(evaluateLength([NaN, 0], [1, 1], scaleFromJson(ball)).code, "not_finite");
});

test("JSON that no scale wrote is refused", () => {
  const changes = [
    { unit: "cm" }, { method: "guessed" }, { confidence: "sure" }, { templating: "maybe" },
    { row_mm: "0.15" }, { row_mm: null }, { column_mm: -1 }, { magnification: true },
  ];
  for (const change of changes) {
    assert.throws(() => scaleFromJson({ ...ball, ...change }), JSON.stringify(change));
  }
});

test("scales and quantities keep their promises and cannot be changed", () => {
  const scale = scaleFromJson(ball);
  assert.throws(() => { scale.rowMm = 1; }, TypeError);
  assert.throws(() => new Scale({ ...scale, columnMm: 0 }), RangeError);
  assert.throws(() => new NoScale({ reason: "aspect_only", aspect: 0 }), RangeError);
  const bare = { value: 1, unit: "mm", plusMinus95: null, plusMinusReason: null };
  assert.throws(() => new Quantity(bare), /one of the two/);
  assert.throws(() => new Quantity({ ...bare, plusMinus95: -1 }), /negative/);
  assert.throws(() => new Quantity({ ...bare, value: NaN, plusMinus95: 1 }), /finite/);
  assert.throws(() => resultFromJson({ kind: "guess" }), RangeError);
});

test("numbers out of JSON, and numbers to write", () => {
  assert.equal(jsonNumber(3), 3);
  assert.equal(nullableJsonNumber(null), null);
  for (const value of ["3", true, null, NaN, Infinity]) {
    assert.throws(() => jsonNumber(value), TypeError);
  }
  for (const value of [NaN, Infinity]) assert.throws(() => formatNumber(value, 1), RangeError);
  for (const decimals of [-1, 13, 0.5]) assert.throws(() => formatNumber(1, decimals), RangeError);
  for (const text of ["", "1,5", "1e3", ".5", "5.", "--1", "٣"]) {
    assert.throws(() => parseNumber(text), RangeError);
  }
});
