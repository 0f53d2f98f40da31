import assert from "node:assert/strict";
import { test } from "node:test";

import { asPreferred } from "../../../static/js/plan/preferring.js";

const FAMILIES = [
  { key: "cup_a", kind: "cup", options: { head: ["28", "36"], liner: ["neutral", "elevated"] },
    defaults: { head: "36", liner: "neutral" } },
  { key: "cup_b", kind: "cup", options: { head: ["28"] }, defaults: { head: "28" } },
  { key: "stem_a", kind: "stem", options: { offset: ["standard", "high"] },
    defaults: { offset: "standard" } },
];

test("without preferences the list stays as it is", () => {
  const listed = asPreferred(FAMILIES);
  assert.deepEqual(listed.map(({ key }) => key), ["cup_a", "cup_b", "stem_a"]);
  assert.deepEqual(listed.map(({ defaults }) => defaults), FAMILIES.map(({ defaults }) => defaults));
});

test("what is preferred comes first of its kind", () => {
  const cups = asPreferred(FAMILIES, { cup_family: "cup_b" }).filter(({ kind }) => kind === "cup");
  assert.deepEqual(cups.map(({ key, preferred }) => [key, preferred]),
    [["cup_b", true], ["cup_a", false]]);
});

test("preferred options hold where a family has them, and nowhere else", () => {
  const [a, b, stem] = asPreferred(FAMILIES, { head_mm: "36", liner: "elevated" });
  assert.deepEqual(a.defaults, { head: "36", liner: "elevated" });
  assert.deepEqual(b.defaults, { head: "28" });
  assert.deepEqual(stem.defaults, { offset: "standard" });
});
