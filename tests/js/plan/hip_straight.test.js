/** What is said about a femur that leans, held against what can be trusted. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { scaleFromJson } from "../../../static/js/measuring/scale.js";
import { straightHint } from "../../../static/js/plan/hip/adduction.js";
import { hipFacts } from "../../../static/js/plan/hip/facts.js";
import { targets as words } from "../../../static/js/text/hip.js";

const scale = scaleFromJson({
  unit: "mm", row_mm: 0.2, column_mm: 0.2, method: "ball", label: "ball", confidence: "high",
  templating: "yes", relative_sigma: 0.01, magnification: null,
});
const mark = (key, side, point) => ({
  id: `${key}${side}`, body_id: "film", key, side, point_px: point, placed: "loupe",
});
// The right knee is nearer the middle by 10 parts in 100; the left by as much as is said.
const factsWith = (leftInwards) => hipFacts({
  bodies: [{ id: "film", kind: "film", view_id: "view" }],
  landmarks: [
    mark("teardrop", "R", [900, 900]), mark("teardrop", "L", [1300, 900]),
    mark("head_rim", "R", [700, 800]), mark("head_rim", "L", [1500, 800]),
    mark("shaft_prox", "R", [600, 1200]), mark("shaft_dist", "R", [700, 2200]),
    mark("shaft_prox", "L", [1600, 1200]), mark("shaft_dist", "L", [1600 - leftInwards, 2200]),
  ],
}, { viewId: "view", scale });
const hint = (leftInwards, of) => straightHint(factsWith(leftInwards), "R", of);

test("a femur is held against a healthy other one", () => {
  const found = hint(0, { target: undefined, trusted: true });
  assert.equal(found.against, "other");
  assert.ok(Math.abs(found.turnDeg + Math.atan(0.1) * 180 / Math.PI) < 1e-9);
  assert.equal(hint(100, { target: undefined, trusted: true }), null);
});

test("where the other is no target, it is held against neutral and the words say so", () => {
  const found = hint(100, { target: "as_filmed", trusted: false });
  assert.equal(found.against, "neutral");
  assert.match(words.suggested(6, true, found.against), /than in the neutral position/);
  assert.match(words.suggested(6, true, "other"), /than the other/);
});

test("nothing is suggested of a femur that is put straight already", () => {
  for (const target of ["other", "neutral"]) {
    assert.equal(hint(0, { target, trusted: true }), null);
  }
});
