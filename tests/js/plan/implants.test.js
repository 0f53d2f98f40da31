/** Implants in the browser agree with the vectors shared with Python. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { scaleFromJson } from "../../../static/js/measuring/scale.js";
import { applyChanges } from "../../../static/js/plan/changes.js";
import { validate } from "../../../static/js/plan/document.js";
import { addImplant, removeImplant } from "../../../static/js/plan/implant_adding.js";
import {
  implantPoints, implantSets, mirroredFor, placedImplants, setProblems, sideOf,
} from "../../../static/js/plan/implant_sets.js";
import { outlinePx, place, toFilm } from "../../../static/js/plan/implants.js";
import { DO } from "./implant_runner.js";

const golden = JSON.parse(readFileSync(new URL("../../golden/implants.json", import.meta.url)));
const { families } = golden;
const VIEW = "00000000-0000-4000-8000-000000000100";
const IDS = {
  body: "00000000-0000-4000-8000-000000000401",
  implant: "00000000-0000-4000-8000-000000000402",
  variant: "00000000-0000-4000-8000-000000000403",
};

const plain = (value) => JSON.parse(JSON.stringify(value));

function leaves(value, path = "") {
  if (value === null || typeof value !== "object") return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}/${name}`));
}

function assertClose(actual, expected) {
  const ours = new Map(leaves(plain(actual)));
  const theirs = new Map(leaves(expected));
  assert.deepEqual([...ours.keys()].sort(), [...theirs.keys()].sort());
  for (const [path, wanted] of theirs) {
    const value = ours.get(path);
    if (typeof wanted !== "number") assert.equal(value, wanted, path);
    else assert.ok(Math.abs(value - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)), path);
  }
}

const family = (key) => families.find((one) => one.key === key);
const benchOf = ({ document, scale }) => ({ document, families, scale: scaleFromJson(scale) });

function placedIn({ document, scale }, variantId = document.variants[0].id) {
  return placedImplants(document, {
    viewId: VIEW, variantId, families, scale: scaleFromJson(scale),
  });
}

for (const example of golden.placings) {
  test(`an implant lies where matrices say: ${example.title}`, () => {
    const { implant, pose } = example;
    const placed = place(implant, pose, family(implant.family), scaleFromJson(example.scale));
    assertClose(placed.points, example.points);
    assertClose(placed.axis, example.axis);
    const [outline] = outlinePx(placed);
    assertClose(outline.points, example.outline);
    assertClose(toFilm(placed.matrix, placed.variant.points.centre), example.points.centre);
  });
}

for (const example of golden.sets) {
  test(`a head sits on the taper of its side: ${example.title}`, () => {
    const [one, ...others] = implantSets(placedIn(example));
    const points = implantPoints(one);
    assert.equal(others.length, 0);
    assert.equal(one.mirrored, example.mirrored);
    const named = Object.keys(example.points).map((name) => [name, points[name]]);
    assertClose(Object.fromEntries(named), example.points);
    assert.equal(one.head.carriedBy, example.carried_by);
    assert.deepEqual(setProblems(one).map(({ code }) => code), example.problems);
  });
}

for (const example of golden.changes) {
  test(`changes are those of the vectors: ${example.title}`, () => {
    const before = structuredClone(example.document);
    const made = DO[example.do](benchOf(example), example.document.implants[0].id, ...example.with);
    if (example.refused) assert.equal(made.code, example.refused);
    else assertClose(made, example.changes);
    assert.deepEqual(example.document, before);
  });
}

for (const example of golden.addings) {
  test(`a new implant comes with body and pose: ${example.title}`, () => {
    const made = addImplant(benchOf(example), {
      family: family(example.family), viewId: VIEW, atPx: example.at_px, ids: IDS,
      point: example.point, mirrored: example.mirrored,
    });
    if (example.refused) {
      assert.ok(made instanceof Reason);
      assert.equal(made.code, example.refused);
      return;
    }
    assertClose(made, example.changes);
    const document = applyChanges(example.document, made);
    assert.deepEqual(validate(document), []);
    const [placed] = placedIn({ ...example, document }).values();
    assertClose(placed.points[example.point ?? "centre"], example.at_px);
  });
}

for (const example of golden.removals) {
  test(`a head stays where its stem held it: ${example.title}`, () => {
    const changes = removeImplant(benchOf(example), example.remove);
    const document = applyChanges(example.document, changes);
    assert.deepEqual(validate(document), []);
    const placed = placedIn({ ...example, document });
    assert.deepEqual([...placed.keys()], [example.head]);
    assertClose(placed.get(example.head).points.centre, example.head_centre);
    assert.equal(placed.get(example.head).carriedBy, null);
  });
}

test("nothing is done to what is not there", () => {
  const bench = benchOf(golden.removals[0]);
  for (const [name, given] of [
    ["move", [1, 2]], ["nudge", [1]], ["rotate", [1]], ["mirror", []], ["step", [1]],
    ["option", ["offset", "high"]], ["remove", []],
  ]) {
    assert.equal(DO[name](bench, VIEW, ...given).code, "unknown_implant", name);
  }
});

test("the way the film hangs decides what is mirrored", () => {
  for (const [side, rightOn, mirrored] of [
    ["R", "left", false], ["L", "left", true], ["R", "right", true], ["L", "right", false],
  ]) {
    assert.equal(mirroredFor(side, rightOn), mirrored);
    assert.equal(sideOf(mirrored, rightOn), side);
  }
});

test("a plan read native has no implants, an unknown family hides no other implant", () => {
  const [example] = golden.sets;
  assert.equal(placedIn(example, null).size, 0);
  const known = families.filter(({ kind }) => kind !== "stem");
  const placed = placedImplants(example.document, {
    viewId: VIEW, variantId: example.document.variants[0].id, families: known,
    scale: scaleFromJson(example.scale),
  });
  assert.deepEqual([...placed.values()].map((one) => one.code ?? one.kind),
    ["unknown_family", "head"]);
});
