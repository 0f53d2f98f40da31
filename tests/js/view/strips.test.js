import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { checksOf, createDecoder, decodeLevel, halve } from "../../../static/js/view/strips.js";

const golden = JSON.parse(readFileSync(new URL("../../golden/strips.json", import.meta.url)));
const bytesOf = (text) => new Uint8Array(Buffer.from(text, "base64"));

for (const example of golden.cases) {
  test(`a level is decoded to the values that were coded: ${example.title}`, () => {
    const values = decodeLevel(bytesOf(example.coded_base64), example);
    assert.deepEqual([...values], example.values);
  });

  test(`checks of a level and of its quarter: ${example.title}`, () => {
    assert.deepEqual(checksOf(Uint16Array.from(example.values)), example.checks);
    assert.deepEqual(checksOf(Uint16Array.from(example.quarter.values)), example.quarter.checks);
  });

  test(`a level with a byte too few, or a byte changed, is refused: ${example.title}`, () => {
    const bytes = bytesOf(example.coded_base64);
    assert.throws(() => decodeLevel(bytes.subarray(1), example), { code: "level_length" });
    bytes[bytes.length - 1] ^= 2;
    assert.throws(() => decodeLevel(bytes, example), { code: "level_checks" });
  });
}

for (const size of [1, 7, 64]) {
  test(`a level that arrives ${size} bytes at a time is the same level`, () => {
    for (const example of golden.cases) {
      const bytes = bytesOf(example.coded_base64);
      const decoder = createDecoder(example);
      for (let at = 0; at < bytes.length; at += size) decoder.push(bytes.subarray(at, at + size));
      assert.deepEqual([...decoder.finish()], example.values);
    }
  });
}

test("a level that ends early, or goes on after its end, is refused", () => {
  const [example] = golden.cases;
  const bytes = bytesOf(example.coded_base64);
  const early = createDecoder(example);
  early.push(bytes.subarray(0, bytes.length - 1));
  assert.throws(() => early.finish(), { code: "level_length" });
  const late = createDecoder(example);
  late.push(bytes);
  assert.throws(() => late.push(bytes.subarray(0, 1)), { code: "level_length" });
});

test("the weights of the checks begin again after 65521 values", () => {
  const values = new Uint16Array(65523);
  values[65520] = 1;
  values[65521] = 1;
  assert.deepEqual(checksOf(values), [2, 65521 + 1]);
});

test("half a level is the mean of two by two pixels, rounded half up, ragged at the edges", () => {
  const level = { values: Uint16Array.of(0, 1, 10, 1, 1, 20, 65535, 65534, 7), columns: 3, rows: 3,
    planes: 1, factor: 1 };
  const half = halve(level);
  assert.deepEqual([half.columns, half.rows, half.factor], [2, 2, 2]);
  assert.deepEqual([...half.values], [1, 15, 65535, 7]);
});

test("each plane of a colour level is halved by itself", () => {
  const level = { values: Uint16Array.of(0, 4, 100, 104, 200, 204), columns: 2, rows: 1, planes: 3,
    factor: 2 };
  assert.deepEqual([...halve(level).values], [2, 102, 202]);
  assert.equal(halve(level).factor, 4);
});
