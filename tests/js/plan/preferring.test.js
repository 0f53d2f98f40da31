import assert from "node:assert/strict";
import { test } from "node:test";

import { asPreferred, inPreferredOrder } from "../../../static/js/plan/preferring.js";

const LISTED = [
  { key: "cup_a", kind: "cup" }, { key: "cup_b", kind: "cup" }, { key: "stem_a", kind: "stem" },
];
const CUP = {
  key: "cup_a", kind: "cup", placement: { anchor: "centre", size: "52", rotation_deg: 40 },
  options: {
    head: { default: "36", values: { 28: {}, 36: {} } },
    liner: { default: "neutral", values: { neutral: {}, elevated: {} } },
  },
};
const STEM = {
  key: "stem_a", kind: "stem", placement: { anchor: "resection", size: "148", rotation_deg: 0 },
  options: { offset: { default: "standard", values: { standard: {}, high: {} } } },
};

test("without preferences everything stays as it is", () => {
  assert.deepEqual(inPreferredOrder(LISTED), LISTED);
  assert.deepEqual(asPreferred(CUP), CUP);
});

test("what is preferred comes first", () => {
  const keys = inPreferredOrder(LISTED, { cup_family: "cup_b", stem_family: "gone" })
    .map(({ key }) => key);
  assert.deepEqual(keys, ["cup_b", "cup_a", "stem_a"]);
});

test("preferred options are the defaults where a family has them, and nowhere else", () => {
  const preferences = { head_mm: "28", liner: "lateralised", inclination_deg: 45 };
  const cup = asPreferred(CUP, preferences);
  assert.equal(cup.options.head.default, "28");
  assert.equal(cup.options.liner.default, "neutral");
  assert.deepEqual(asPreferred(STEM, preferences), STEM);
});

test("a cup begins at the preferred inclination", () => {
  assert.equal(asPreferred(CUP, { inclination_deg: 45 }).placement.rotation_deg, 45);
  assert.equal(CUP.placement.rotation_deg, 40);
});
