import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import {
  fromDistances, fromImplantHead, fromOtherFilm, fromTwoMarkers,
} from "../../../static/js/plan/calibrate_objects.js";
import {
  headDiameters, headIsPlausible, markerWarnings,
} from "../../../static/js/plan/marker_warnings.js";

const golden = JSON.parse(
  readFileSync(new URL("../../golden/calibration_objects.json", import.meta.url)),
);

const filmOf = ({ film }) => ({
  aspect: film.aspect, detectorMm: film.detector_mm, sidMm: film.sid_mm,
  centralRayPx: film.central_ray_px,
});

function check(found, example) {
  if (example.refused) {
    assert.ok(found instanceof Reason);
    assert.equal(found.code, example.refused);
    return;
  }
  assert.ok(!(found instanceof Reason), found.code);
  const values = {
    column_mm: found.columnMm, magnification: found.magnification,
    relative_sigma: found.relativeSigma, plausibility: found.plausibility,
    may_be_saved: found.mayBeSaved, residual_px: found.residualPx,
  };
  for (const [name, expected] of Object.entries(example.expected)) {
    if (typeof expected === "number") {
      const off = Math.abs(values[name] - expected);
      assert.ok(off <= example.tolerance, `${name}: ${values[name]} is not ${expected}`);
    } else assert.equal(values[name], expected, name);
  }
}

const marker = ({ rim_points_px: rimPointsPx, diameter_mm: diameterMm }) => (
  { rimPointsPx, diameterMm }
);

for (const example of golden.heads) {
  test(`an implant head gives the scale at the joint: ${example.title}`, () => {
    const { rim_points_px: rim, head_diameter_mm: mm } = example;
    check(fromImplantHead(rim, mm, filmOf(example)), example);
  });
}

for (const example of golden.two_markers) {
  test(`two markers give the scale between them: ${example.title}`, () => {
    const { behind, front, depth_share: share } = example;
    check(fromTwoMarkers(marker(behind), marker(front), filmOf(example), { share }), example);
  });
}

for (const example of golden.distances) {
  test(`distances give the magnification: ${example.title}`, () => {
    const { sid_mm: sid, object_distance_mm: away } = example;
    check(fromDistances(sid, away, filmOf(example)), example);
  });
}

for (const example of golden.other_films) {
  test(`an object on another film gives its millimetres: ${example.title}`, () => {
    const { a_px: a, b_px: b, length_mm: mm, other_sigma: otherSigma } = example;
    check(fromOtherFilm(a, b, mm, filmOf(example), { otherSigma }), example);
  });
}

test("numbers that are none are refused", () => {
  const film = filmOf(golden.heads[0]);
  const rim = golden.heads[1].rim_points_px;
  for (const bad of [NaN, Infinity, -Infinity]) {
    const outcomes = [
      fromImplantHead(rim, bad, film),
      fromTwoMarkers({ rimPointsPx: rim, diameterMm: bad }, { rimPointsPx: rim, diameterMm: 25 },
        film),
      fromDistances(bad, 100, film),
      fromDistances(1150, bad, film),
      fromOtherFilm([0, 0], [99, 0], bad, film, { otherSigma: 0.01 }),
    ];
    assert.ok(outcomes.every((found) => found instanceof Reason));
  }
});

test("a single ball on a standing film and a ball on the table are warned of", () => {
  const lying = { region: "pelvis" };
  assert.deepEqual(markerWarnings("ball", 1.2, { ...lying, standing: true }),
    ["standing_single_ball"]);
  assert.deepEqual(markerWarnings("ball", 1.07, lying), ["ball_on_table"]);
  assert.deepEqual(markerWarnings("ball", 1.13, lying), []);
  assert.deepEqual(markerWarnings("ball", 1.07, { region: "knee" }), []);
  assert.deepEqual(markerWarnings("implant_head", 1.07, lying), []);
  assert.deepEqual(markerWarnings("ball", null, lying), []);
});

test("the header's own distance is known to end at the table", () => {
  const trap = { region: "pelvis", sourceObjectMm: 1100, headerSodMm: 1095 };
  assert.deepEqual(markerWarnings("distances", 1.045, trap), ["distance_is_the_tables"]);
  assert.deepEqual(markerWarnings("distances", 1.16, { ...trap, sourceObjectMm: 990 }), []);
});

test("a femoral head is 40 to 58 mm wide, and is measured with the scale in question", () => {
  assert.deepEqual([39.9, 40, 58, 61].map(headIsPlausible), [false, true, true, false]);
  const rim = [[100, 0], [200, 100], [100, 200], [0, 100]].map((point, index) => (
    { id: `p${index}`, key: "head_rim", side: "R", body_id: "b", point_px: point }));
  const document = {
    views: [{ id: "v", sop_instance_uid: "1.2" }, { id: "w", sop_instance_uid: "1.3" }],
    bodies: [{ id: "b", kind: "film", view_id: "v" }], landmarks: rim,
  };
  const [head] = headDiameters(document, "1.2", { columnMm: 0.24, aspect: 1 });
  assert.equal(head.side, "R");
  assert.ok(Math.abs(head.diameterMm - 48) < 1e-9);
  assert.equal(head.plausible, true);
  assert.equal(headDiameters(document, "1.2", { columnMm: 0.31, aspect: 1 })[0].plausible, false);
  assert.deepEqual(headDiameters(document, "1.3", { columnMm: 0.24, aspect: 1 }), []);
});
