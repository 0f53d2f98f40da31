import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { fromBall, fromKnownLength, fromMagnification } from "../../../static/js/plan/calibrate.js";

const golden = JSON.parse(readFileSync(new URL("../../golden/calibration.json", import.meta.url)));

function filmOf({ film }) {
  return {
    aspect: film.aspect,
    detectorMm: film.detector_mm,
    sidMm: film.sid_mm,
    centralRayPx: film.central_ray_px,
  };
}

function valuesOf(found) {
  return {
    row_mm: found.rowMm,
    column_mm: found.columnMm,
    magnification: found.magnification,
    relative_sigma: found.relativeSigma,
    plausibility: found.plausibility,
    may_be_saved: found.mayBeSaved,
    residual_px: found.residualPx,
    residual_mm: found.residualMm,
    shape: found.rim?.shape,
    used: found.rim?.used,
    given: found.rim?.given,
  };
}

function check(found, example) {
  if (example.refused) {
    assert.ok(found instanceof Reason);
    assert.equal(found.code, example.refused);
    return;
  }
  assert.ok(!(found instanceof Reason), found.code);
  const values = valuesOf(found);
  for (const [name, expected] of Object.entries(example.expected)) {
    if (typeof expected === "number") {
      const isClose = Math.abs(values[name] - expected) <= example.tolerance;
      assert.ok(isClose, `${name}: ${values[name]} is not ${expected}`);
    } else {
      assert.equal(values[name], expected, name);
    }
  }
}

for (const example of golden.balls) {
  test(`a ball gives the magnification at its depth: ${example.title}`, () => {
    const options = { depth95: example.depth_95, reason: example.reason };
    const { rim_points_px: points, ball_diameter_mm: diameterMm } = example;
    check(fromBall(points, diameterMm, filmOf(example), options), example);
  });
}

for (const example of golden.known_lengths) {
  test(`a known length gives its millimetres: ${example.title}`, () => {
    const { a_px: aPx, b_px: bPx, length_mm: lengthMm } = example;
    check(fromKnownLength(aPx, bPx, lengthMm, filmOf(example)), example);
  });
}

for (const example of golden.magnifications) {
  test(`an entered magnification divides the detector spacing: ${example.title}`, () => {
    const { factor, reason } = example;
    check(fromMagnification(factor, filmOf(example), { reason }), example);
  });
}

test("numbers that are none are refused", () => {
  const film = filmOf(golden.balls[0]);
  const rim = golden.balls[0].rim_points_px;
  for (const bad of [NaN, Infinity, -Infinity]) {
    assert.equal(fromBall([[bad, 0], ...rim], 25, film).code, "not_finite");
    assert.equal(fromBall(rim, bad, film).code, "ball_diameter_out_of_range");
    assert.equal(fromKnownLength([0, bad], [1, 1], 100, film).code, "not_finite");
    assert.equal(fromKnownLength([0, 0], [99, 1], bad, film).code, "length_out_of_range");
    assert.equal(
      fromMagnification(bad, film, { reason: "x" }).code, "magnification_out_of_range",
    );
    assert.equal(fromBall(rim, 25, { ...film, aspect: bad }).code, "invalid_film_geometry");
  }
});
