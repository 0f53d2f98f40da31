/** Error bars of fits, and what degenerate clicks give. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { circleErrors, circleErrorsFor, fitCircle, residualSigma }
  from "../../../static/js/geometry/circle_fit.js";
import { ellipseErrors, ellipseErrorsFor, fitEllipse }
  from "../../../static/js/geometry/ellipse_fit.js";
import { nearestFoot } from "../../../static/js/geometry/ellipses.js";
import { minimise } from "../../../static/js/geometry/least_squares.js";
import { inverseDiagonal, invertMatrix, solve }
  from "../../../static/js/geometry/linear_systems.js";
import { denormalize, normalize } from "../../../static/js/geometry/normalization.js";
import { Reason } from "../../../static/js/geometry/reasons.js";
import { assertAgrees } from "./golden_runner.js";

function ring(count, radius, off) {
  return Array.from({ length: count }, (_, k) => {
    const r = radius + (k % 2 === 0 ? off : -off);
    const t = (2 * Math.PI * k) / count;
    return [r * Math.cos(t), r * Math.sin(t)];
  });
}

test("standard errors of a circle follow from its residuals", () => {
  const errors = circleErrors(fitCircle(ring(8, 100, 0.5)));
  const noise = 0.5 * Math.sqrt(8 / 5);
  const expected = {
    centre_x: noise * Math.sqrt(2 / 8), centre_y: noise * Math.sqrt(2 / 8),
    radius: noise / Math.sqrt(8),
  };
  assertAgrees(errors, expected, undefined, "errors");
});

test("standard errors for a known noise need no residuals", () => {
  const fit = fitCircle([[10, 0], [0, 10], [-10, 0]]);
  assert.equal(circleErrors(fit).code, "too_few_points");
  const expected = { centre_x: Math.SQRT2, centre_y: 2 * Math.sqrt(1.5), radius: Math.SQRT2 };
  assertAgrees(circleErrorsFor(fit, 2), expected, undefined, "known");
});

test("standard errors of a round ring are those of its harmonics", () => {
  const errors = ellipseErrorsFor(fitEllipse(ring(12, 100, 0)), 1);
  assertAgrees(errors, { centre_x: Math.sqrt(2 / 12), semi_minor: 0.5 }, undefined, "ring");
});

test("five points hold an ellipse without telling its error", () => {
  const errors = ellipseErrors(fitEllipse(ring(5, 100, 0)));
  assert.deepEqual(errors, new Reason("too_few_points", { needed: 6, given: 5 }));
});

test("residual noise counts the parameters", () => {
  assertAgrees(residualSigma(0.3, 9, 5), 0.45, undefined, "sigma");
});

test("points that are no numbers are refused", () => {
  assert.equal(fitCircle([[0, 0], [1, 0], [0, 1], [NaN, 1]]).code, "not_finite");
  assert.equal(fitEllipse([...ring(6, 5, 0), [0, Infinity]]).code, "not_finite");
});

test("a normalised point finds its way back", () => {
  const normalized = normalize([[0, 0], [6, 0], [6, 8], [0, 8]], 3);
  assertAgrees(denormalize([-0.6, 0.8], normalized), [0, 8], undefined, "back");
});

test("the nearest rim point keeps the signs of its quarter", () => {
  const foot = nearestFoot([-5 * 0.6 - 0.9, -3 * 0.8 - 2], 5, 3);
  assertAgrees([foot.cos, foot.sin], [-0.6, -0.8], undefined, "foot");
  assertAgrees(foot.distance, Math.hypot(0.9, 2), undefined, "distance");
});

test("small systems are solved, and singular ones said to be so", () => {
  assertAgrees(solve([[0, 2], [4, 1]], [6, 11]), [2, 3], undefined, "swapped");
  assertAgrees(invertMatrix([[4, 7], [2, 6]]), [[0.6, -0.7], [-0.2, 0.4]], undefined, "inverse");
  assertAgrees(inverseDiagonal([[4, 7], [2, 6]]), [0.6, 0.4], undefined, "diagonal");
  assert.equal(solve([[1, 2], [2, 4]], [1, 2]).code, "singular");
  assert.equal(invertMatrix([[1, 2], [2, 4]]).code, "singular");
  assert.equal(inverseDiagonal([[0, 0], [0, 0]]).code, "singular");
});

test("a curved valley is followed to its minimum", () => {
  const rosenbrock = ([x, y]) => ({
    residuals: [10 * (y - x * x), 1 - x],
    jacobian: [[-20 * x, 10], [-1, 0]],
  });
  assertAgrees(minimise(rosenbrock, [-1.2, 1]), [1, 1], undefined, "minimum");
});
