import assert from "node:assert/strict";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { ladderOf } from "../../../static/js/pages/planner/hip-ladder.js";

const stem = { family: { options: { offset: { values: {
  standard: { name: "standard offset" }, high: { name: "high offset" },
} } } } };
const head = { family: { options: { increment: { values: {
  "-4": { name: "−4 mm" }, 0: { name: "0" }, "+4": { name: "+4 mm" },
} } } } };
const cell = (offset, increment, length, global, current = false) => ({
  offset, increment, current,
  values: { length_change: { value: length }, global_offset_change: { value: global } },
});
const cells = [
  cell("standard", "-4", -2.8, -2.8), cell("standard", "0", 0.2, 0.1, true),
  cell("standard", "+4", 3.1, 3), cell("high", "-4", -2.8, 4.2), cell("high", "0", 0.2, 7.1),
];
const said = (key, { value }) => `${Math.round(Math.abs(value))} mm ${
  key === "THA_leg_length_change" ? value < 0 ? "shorter" : "longer" : "lateral"}`;
const ladder = (proposal = { index: 2 }) => ladderOf({ cells, proposal }, {
  stem, head, said, error: "± 1", why: "Because.",
});
const at = ({ cells: all }, row, column) => (
  all.find((one) => one.row === row && one.column === column));

test("heads are rows from short to long, offsets are columns, and what is not made says so", () => {
  const shown = ladder();
  assert.deepEqual(shown.rows.map(({ name }) => name), ["−4", "0", "+4"]);
  assert.deepEqual(shown.columns.map(({ name }) => name), ["Standard offset", "High offset"]);
  assert.equal(shown.cells.length, 6);
  const missing = at(shown, "+4", "high");
  assert.deepEqual([missing.of, missing.length, missing.values], [null, null, null]);
});

test("a cell is in words without signs, with the numbers behind it for tests and exports", () => {
  const shown = at(ladder(), "-4", "standard");
  assert.deepEqual([shown.length, shown.offset], ["3 shorter", "3 lateral"]);
  assert.deepEqual(shown.values, { length: -2.8, offset: -2.8 });
  assert.match(shown.said, /Head −4 mm, Standard offset: 3 mm shorter/);
});

test("one cell is the plan's, one is proposed, none where nothing can be proposed", () => {
  const shown = ladder();
  assert.ok(at(shown, "0", "standard").isChosen);
  assert.ok(at(shown, "+4", "standard").isBest);
  assert.equal(shown.cells.filter(({ isBest }) => isBest).length, 1);
  assert.ok(ladder(new Reason("no_length_aim")).cells.every(({ isBest }) => !isBest));
});

test("a stem without offsets has one column", () => {
  const shown = ladderOf({ cells: [cell(null, "0", 1, 1)], proposal: { index: 0 } }, {
    stem: null, head: null, said, error: null, why: "",
  });
  assert.equal(shown.columns.length, 1);
  assert.equal(at(shown, "0", "none").of.offset, null);
});
