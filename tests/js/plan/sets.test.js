/** A set is taken in one go: each landmark once, both sides, left and resumed. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { applyChanges } from "../../../static/js/plan/changes.js";
import { empty, validate } from "../../../static/js/plan/document.js";
import { enterValue } from "../../../static/js/plan/entering.js";
import { isPlaced, placeLandmarks } from "../../../static/js/plan/landmarks.js";
import {
  askedPlaces, beginSet, membersOf, removeSet, sidesOf, takenSets,
} from "../../../static/js/plan/sets.js";
import { readDefinitions } from "../measuring/definitions.js";

const definitions = readDefinitions();
const { sets } = JSON.parse(readFileSync(new URL(
  "../../../planning/measuring/definitions/sets/sets.json", import.meta.url)));
const setOf = (key) => sets.find((one) => one.key === key);
const numbered = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const VIEW = numbered(1);
const BODY = numbered(2);
let next = 100;
const uuid = () => numbered(next += 1);

const ground = () => ({
  ...empty(),
  views: [{
    id: VIEW, sop_instance_uid: "1.2", frame: 1, pixel_sha256: "0".repeat(64),
    calibration_id: null, side: null,
  }],
  bodies: [{ id: BODY, kind: "film", view_id: VIEW }],
});

function begun(key, sides, document = ground()) {
  const wanted = { set: setOf(key), sides, bodyId: BODY, viewId: VIEW, uuid };
  const { changes, ids } = beginSet(document, definitions, wanted);
  const after = changes.length ? applyChanges(document, changes) : document;
  assert.deepEqual(validate(after), []);
  return [after, ids];
}

const itemsOf = (document, ids) => document.measurements.filter(({ id }) => ids.includes(id));

function askedFor(document, ids, key) {
  return askedPlaces(document, definitions, itemsOf(document, ids), setOf(key).landmarks)
    .filter(({ place }) => !place.optional);
}

function placeAll(start, ids, key, most = Infinity) {
  let document = start;
  const clicked = [];
  while (clicked.length < most) {
    const open = askedFor(document, ids, key).find(({ place }) => !isPlaced(place));
    if (!open) break;
    const { item, place } = open;
    const landmark = {
      id: uuid(), body_id: BODY, key: place.key, side: place.side,
      point_px: [clicked.length, 7 * clicked.length % 5], placed: "free",
    };
    clicked.push(`${place.key} ${place.side}`);
    document = applyChanges(
      document, placeLandmarks(document, definitions, item, place, [landmark]),
    );
  }
  return [document, clicked];
}

test("every set asks for each landmark once, and then nothing of it is missing", () => {
  for (const set of sets) {
    const sides = sidesOf(set, "L", "");
    const [document, ids] = begun(set.key, sides);
    const [done, clicked] = placeAll(document, ids, set.key);
    for (const { place } of askedFor(done, ids, set.key)) assert.ok(isPlaced(place), set.key);
    const counts = new Map();
    for (const one of clicked) counts.set(one, (counts.get(one) ?? 0) + 1);
    const circles = [...counts].filter(([key]) => key.startsWith("head_rim"));
    const least = (key) => (key.startsWith("head_rim") ? 3 : 1);
    assert.ok([...counts].every(([key, n]) => n === least(key)), set.key);
    assert.ok(circles.length <= 2);
    for (const item of itemsOf(done, ids)) {
      for (const role of definitions.get(item.definition).roles) {
        assert.ok(role.optional || item.landmarks[role.role], `${item.definition}.${role.role}`);
      }
    }
  }
});

test("the AP pelvis set goes from landmark to landmark, the right side first", () => {
  const [document, ids] = begun("ap_pelvis", ["R", "L"]);
  const order = askedFor(document, ids, "ap_pelvis").map(({ place }) => `${place.key} ${place.side}`);
  assert.deepEqual(order, setOf("ap_pelvis").landmarks.flatMap((key) => [`${key} R`, `${key} L`]));
});

test("a set that was left goes on where it was; what is there already is not asked again", () => {
  const [document, ids] = begun("hallux", ["R"]);
  const [left, first] = placeAll(document, ids, "hallux", 3);
  const [again, same] = begun("hallux", ["R"], left);
  assert.deepEqual([again, same], [left, ids]);
  const [, rest] = placeAll(again, same, "hallux");
  assert.deepEqual(first, ["mt1_base R", "mt1_head R", "mt1_art_med R"]);
  assert.equal(rest.length, setOf("hallux").landmarks.length - 3);
});

test("on a film of one side a set of both is taken of that side, without comparisons", () => {
  const set = setOf("ap_pelvis");
  assert.deepEqual(sidesOf(set, "R", "L"), ["L"]);
  assert.deepEqual(sidesOf(set, "R", "B"), ["R", "L"]);
  const members = membersOf(set, definitions, ["L"]);
  assert.ok(members.every(({ side, definition }) => side === "L" || definition.side === "none"));
});

test("the set after an operation is of the replaced hip, and compares its length with the other", () => {
  const set = setOf("postoperative_hip");
  const sides = sidesOf(set, "L", "");
  const [document, ids] = begun(set.key, sides);
  const taken = itemsOf(document, ids).map(({ definition, side }) => [definition, side]);
  assert.deepEqual(taken, set.measurements.map((key) => [
    key, key === "LLD_lesser_trochanter" ? null : "L"]));
  const asked = askedFor(document, ids, set.key).map(({ place }) => `${place.key} ${place.side}`);
  assert.deepEqual(asked, [
    "teardrop R", "teardrop L", "head_rim L", "lesser_troch_apex R", "lesser_troch_apex L",
    "shaft_prox L", "shaft_dist L", "rim_lat L", "rim_med L", "rim_short_a L", "rim_short_b L",
  ]);
});

test("a measurement of two sets stays with the other one; the rest of a set goes with it", () => {
  let [document, pelvis] = begun("ap_pelvis", ["R", "L"]);
  let adult;
  [document, adult] = begun("adult_dysplasia", ["R", "L"], document);
  const shared = pelvis.filter((id) => adult.includes(id));
  assert.equal(shared.length, 4);
  const here = () => true;
  assert.deepEqual(takenSets(document, sets, here).map(({ set }) => set.key), [
    "ap_pelvis", "adult_dysplasia"]);
  document = applyChanges(document, removeSet(document, "ap_pelvis", pelvis));
  const [only, ...others] = takenSets(document, sets, here);
  assert.deepEqual([only.set.key, others.length], ["adult_dysplasia", 0]);
  assert.deepEqual(only.ids.toSorted(), adult.toSorted());
  assert.equal(document.measurements.length, adult.length);
});

test("where the front is, is entered once for the whole spinopelvic set, and taken back", () => {
  let [document, ids] = begun("spinopelvic", []);
  const enter = (entered) => enterValue(document, definitions, entered);
  const [id] = ids;
  document = applyChanges(document, enter({ id, param: "anterior", value: "left" }));
  assert.deepEqual(validate(document), []);
  const asking = itemsOf(document, ids).filter(({ definition }) => definition !== "PI_minus_LL");
  assert.equal(asking.length, 7);
  assert.ok(asking.every(({ params }) => params.anterior === "left"));
  document = applyChanges(document, enter({ id, param: "anterior", value: null }));
  assert.ok(document.measurements.every((item) => !("params" in item)));
});

test("a value is refused with its limits, and a grade is one side's own", () => {
  let [document, ids] = begun("adult_dysplasia", ["R", "L"]);
  const [right, left] = itemsOf(document, ids).filter(({ definition }) => definition === "Toennis_grade");
  const enter = (entered) => enterValue(document, definitions, { param: "grade", ...entered });
  assert.equal(enter({ id: right.id, value: "7" }).code, "param_not_a_choice");
  assert.equal(enter({ id: right.id, value: "2", param: "hanging" }).code, "unknown_param");
  document = applyChanges(document, enter({ id: right.id, value: "2" }));
  assert.deepEqual(itemsOf(document, [right.id, left.id]).map(({ params }) => params), [
    { grade: "2" }, undefined]);
  const target = { id: uuid(), definition: "HTO_miniaci_opening_angle", side: "R", landmarks: {} };
  document = applyChanges(document, [{ op: "upsert", collection: "measurements", item: target }]);
  const refused = enter({ id: target.id, param: "target_WBL_pct", value: 101 });
  assert.deepEqual([refused.code, refused.params.low, refused.params.high], [
    "param_out_of_range", 0, 100]);
});

test("nothing is entered for a measurement that is gone", () => {
  const [document, [id]] = begun("spinopelvic", []);
  const without = applyChanges(document, [{ op: "delete", collection: "measurements", id }]);
  assert.deepEqual(enterValue(without, definitions, { id, param: "anterior", value: "left" }), []);
});
