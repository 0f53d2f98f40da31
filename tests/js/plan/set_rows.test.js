/** The values of a set stand side by side, and say by how much the sides differ. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { Quantity } from "../../../static/js/measuring/quantity.js";
import { setRows } from "../../../static/js/plan/set_rows.js";
import { readDefinitions } from "../measuring/definitions.js";

const definitions = readDefinitions();
const SET = { measurements: ["LLD_lesser_trochanter", "femoral_offset", "mTFA_HKA_deviation", "CPAK_type"] };

function result(key, side, value) {
  const definition = definitions.get(key);
  const { unit } = definition.result;
  const planned = value === null ? new Reason("missing_landmark") : new Quantity({
    value, unit, plusMinus95: null, plusMinusReason: "not_calibrated",
  });
  return { id: `${key} ${side}`, key, side, planned, definition, name: definition.name };
}

test("rows follow the set; both sides stand beside each other, what compares them alone", () => {
  const rows = setRows(SET, [
    result("femoral_offset", "L", 40), result("LLD_lesser_trochanter", null, -8),
    result("femoral_offset", "R", 36.5),
  ]);
  assert.deepEqual(rows.map(({ name }) => name), [
    definitions.get("LLD_lesser_trochanter").name, definitions.get("femoral_offset").name]);
  assert.equal(rows[0].both.planned.value, -8);
  assert.deepEqual([rows[1].right.side, rows[1].left.side, rows[1].both], ["R", "L", null]);
  // 3.5 mm read as whole millimetres, half away from zero.
  assert.equal(rows[1].difference, "4 mm");
});

test("varus on one side and valgus on the other differ by both together", () => {
  const [row] = setRows(SET, [
    result("mTFA_HKA_deviation", "R", -5), result("mTFA_HKA_deviation", "L", 2.25)]);
  assert.equal(row.difference, "7.3°");
});

test("a missing value and classes have no difference", () => {
  for (const [key, right, left] of [["femoral_offset", 40, null], ["CPAK_type", 1, 4]]) {
    const [row] = setRows(SET, [result(key, "R", right), result(key, "L", left)]);
    assert.equal(row.difference, null);
  }
  assert.equal(setRows(SET, [result("femoral_offset", "L", 40)])[0].difference, null);
});
