/** A landmark is placed once, and every measurement that needs it has it. */

import assert from "node:assert/strict";
import test from "node:test";

import { applyChanges } from "../../../static/js/plan/changes.js";
import { empty, validate } from "../../../static/js/plan/document.js";
import {
  isPlaced, landmarksOf, newMeasurement, placeLandmarks, placesOf, removeLandmarks,
  removeMeasurement,
} from "../../../static/js/plan/landmarks.js";

const role = (name, key, side, more = {}) => ({ role: name, key, side, ...more });
const RIM = { as: "circle", min: 3, max: 60 };
const OFFSET = {
  key: "femoral_offset", region: "hip", params: [],
  roles: [role("head_centre", "head_rim", "same", { set: RIM }), role("shaft_prox", "shaft_prox", "same")],
};
const HEAD = { key: "head", region: "hip", params: [], roles: [role("rim", "head_rim", "same", { set: RIM })] };
const LINE = {
  key: "line", region: "hip", params: [],
  roles: [role("teardrop_R", "teardrop", "R"), role("teardrop_L", "teardrop", "L")],
};
const ANGLE = {
  key: "angle", region: "general", params: [], roles: [role("a", "angle_a", "none"), role("b", "angle_b", "none")],
};
const DEFINITIONS = new Map([OFFSET, HEAD, LINE, ANGLE].map((one) => [one.key, one]));

const uuid = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const VIEW = uuid(1);
const BODY = uuid(2);

function ground() {
  return {
    ...empty(),
    views: [{
      id: VIEW, sop_instance_uid: "1.2", frame: 1, pixel_sha256: "0".repeat(64),
      calibration_id: null, side: null,
    }],
    bodies: [{ id: BODY, kind: "film", view_id: VIEW }],
  };
}

let next = 100;
function begin(document, definition, side = null) {
  next += 1;
  const item = newMeasurement(document, { id: uuid(next), definition, side, bodyId: BODY });
  return [item, applyChanges(document, [{ op: "upsert", collection: "measurements", item }])];
}

function place(document, id, roleName, pointPx) {
  const measurement = document.measurements.find((item) => item.id === id);
  const definition = DEFINITIONS.get(measurement.definition);
  const wanted = placesOf(document, definition, measurement).find((one) => one.role === roleName);
  next += 1;
  const landmark = {
    id: uuid(next), body_id: BODY, key: wanted.key, side: wanted.side, point_px: pointPx, placed: "free",
  };
  const changed = applyChanges(
    document, placeLandmarks(document, DEFINITIONS, measurement, wanted, [landmark]),
  );
  assert.deepEqual(validate(changed), []);
  return [landmark, changed];
}

const measured = (document, id) => document.measurements.find((item) => item.id === id);

test("a measurement begins with the landmarks of its side that are there", () => {
  let [offset, document] = begin(ground(), OFFSET, "R");
  [, document] = place(document, offset.id, "shaft_prox", [10, 10]);
  const [right] = begin(document, OFFSET, "R");
  const [left] = begin(document, OFFSET, "L");
  assert.equal(right.landmarks.shaft_prox.length, 1);
  assert.deepEqual(left.landmarks, {});
});

test("a point that is placed goes to all that wait for it, of the same side only", () => {
  let document = ground();
  let offset; let head; let other;
  [offset, document] = begin(document, OFFSET, "R");
  [head, document] = begin(document, HEAD, "R");
  [other, document] = begin(document, HEAD, "L");
  for (const point of [[0, 0], [10, 0], [0, 10]]) {
    [, document] = place(document, offset.id, "head_centre", point);
  }
  assert.equal(measured(document, offset.id).landmarks.head_centre.length, 3);
  assert.deepEqual(
    measured(document, head.id).landmarks.rim, measured(document, offset.id).landmarks.head_centre,
  );
  assert.deepEqual(measured(document, other.id).landmarks, {});
  const [rim] = placesOf(document, HEAD, measured(document, head.id));
  assert.ok(isPlaced(rim));
});

test("a measurement without a point waits on its own film, and takes none of another", () => {
  let document = ground();
  const other = { view: uuid(3), body: uuid(4) };
  document = {
    ...document,
    views: [...document.views, { ...document.views[0], id: other.view, sop_instance_uid: "1.3" }],
    bodies: [...document.bodies, { id: other.body, kind: "film", view_id: other.view }],
  };
  let waiting;
  [waiting, document] = begin(document, LINE);
  assert.equal(waiting.view_id, VIEW);
  const there = newMeasurement(document, {
    id: uuid(90), definition: LINE, side: null, bodyId: other.body,
  });
  document = applyChanges(document, [{ op: "upsert", collection: "measurements", item: there }]);
  const [drop] = placesOf(document, LINE, there);
  const landmark = {
    id: uuid(91), body_id: other.body, key: drop.key, side: drop.side, point_px: [1, 1], placed: "free",
  };
  document = applyChanges(document, placeLandmarks(document, DEFINITIONS, there, drop, [landmark]));
  assert.deepEqual(measured(document, waiting.id).landmarks, {});
  assert.deepEqual(measured(document, there.id).landmarks, { teardrop_R: [landmark.id] });
  assert.deepEqual(validate(document), []);
});

test("where the front of the patient is, is entered once for a film; numbers are not passed on", () => {
  const params = [
    { param: "anterior", name: "Front", choices: { left: -1, right: 1 }, shared: true },
    { param: "target", name: "Target", unit: "percent", min: 0, max: 100 },
  ];
  const tilt = { key: "tilt", region: "spine", roles: [], params };
  let document = ground();
  const item = {
    id: uuid(70), definition: "tilt", side: null, landmarks: {}, view_id: VIEW,
    params: { anterior: "right", target: 60 },
  };
  document = applyChanges(document, [{ op: "upsert", collection: "measurements", item }]);
  const [next] = begin(document, tilt);
  assert.deepEqual(next.params, { anterior: "right" });
});

test("general measurements keep their points for themselves", () => {
  let document = ground();
  let first; let second;
  [first, document] = begin(document, ANGLE);
  [, document] = place(document, first.id, "a", [5, 5]);
  [second, document] = begin(document, ANGLE);
  assert.deepEqual(second.landmarks, {});
  [, document] = place(document, second.id, "a", [6, 6]);
  assert.equal(measured(document, first.id).landmarks.a.length, 1);
  document = applyChanges(document, removeMeasurement(document, DEFINITIONS, first.id));
  assert.deepEqual(validate(document), []);
  assert.equal(document.landmarks.length, 1);
});

test("a removed landmark leaves its measurements, which miss it then", () => {
  let document = ground();
  let line; let drop;
  [line, document] = begin(document, LINE);
  [drop, document] = place(document, line.id, "teardrop_R", [1, 1]);
  [, document] = place(document, line.id, "teardrop_L", [9, 1]);
  document = applyChanges(document, removeLandmarks(document, [drop.id]));
  assert.deepEqual(validate(document), []);
  const [right, left] = placesOf(document, LINE, measured(document, line.id));
  assert.equal(isPlaced(right), false);
  assert.equal(isPlaced(left), true);
  assert.equal(landmarksOf(document, BODY, "teardrop", "L").length, 1);
});

test("a removed measurement leaves landmarks that others may use", () => {
  let document = ground();
  let line;
  [line, document] = begin(document, LINE);
  [, document] = place(document, line.id, "teardrop_R", [1, 1]);
  document = applyChanges(document, removeMeasurement(document, DEFINITIONS, line.id));
  assert.equal(document.measurements.length, 0);
  assert.equal(document.landmarks.length, 1);
});
