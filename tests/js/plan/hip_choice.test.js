/** What is aimed at and which head is proposed, by the vectors that Python reads too. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { lengthAim, offsetAim } from "../../../static/js/plan/hip/aims.js";
import { propose } from "../../../static/js/plan/hip/choice.js";
import { otherSideTrusted } from "../../../static/js/plan/procedure.js";

const golden = JSON.parse(readFileSync(new URL("../../golden/hip.json", import.meta.url), "utf8"));

const candidate = ([offset, increment, incrementMm, lengthErrorMm, offsetErrorMm]) => (
  { offset, increment, incrementMm, lengthErrorMm, offsetErrorMm, skirted: false });
const valueOf = (value) => (value === null ? new Reason("missing_landmark") : { value });

for (const vector of golden.choices) {
  test(`the head is chosen in the order of the field: ${vector.title}`, () => {
    const found = propose(vector.candidates.map(candidate));
    if (vector.refused) {
      assert.equal(found.code, vector.refused);
      return;
    }
    assert.deepEqual([found.index, found.why.code], [vector.index, vector.code]);
    assert.equal(found.why.params.increment, vector.candidates[vector.index][1]);
    assert.equal(found.offsetWhy?.params.offset ?? null, vector.offset_why);
    const seating = found.seating && [found.seating.code, found.seating.params.mm];
    assert.deepEqual(seating, vector.seating);
  });
}

for (const { title, targets, trusted, other, current, offset, length } of golden.aims) {
  test(`aims say where they are from: ${title}`, () => {
    const known = { trusted, other: valueOf(other), current: valueOf(current) };
    const aim = offsetAim(targets, known);
    assert.deepEqual([aim.valueMm, aim.source, aim.warning], offset);
    const wanted = lengthAim(targets, { trusted });
    assert.deepEqual([wanted.valueMm, wanted.source, wanted.of, wanted.warning], length);
  });
}

for (const { title, mode, sides, hips, trusted } of golden.trusted) {
  test(`a healthy hip or one replaced before stands for the other: ${title}`, () => {
    assert.equal(otherSideTrusted({ procedures: [{ mode, sides, hips }] }, "R"), trusted);
  });
}
