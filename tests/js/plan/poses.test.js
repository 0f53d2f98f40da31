import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import {
  applyPose, composePoses, invertPose, landmarkPositions, placeImplantPoint, reanchor,
} from "../../../static/js/plan/poses.js";

const golden = JSON.parse(readFileSync(new URL("../../golden/poses.json", import.meta.url)));

function close(actual, expected, what) {
  [actual].flat().forEach((value, index) => {
    const wanted = [expected].flat()[index];
    assert.ok(Math.abs(value - wanted) <= 1e-9, `${what}: ${value} is not ${wanted}`);
  });
}

for (const example of golden.apply) {
  test(`a point moves with its body: ${example.title}`, () => {
    close(applyPose(example.pose, example.point_px, example.aspect), example.expected, "moved");
  });
}

for (const example of golden.invert) {
  test(`the inverse keeps the anchor and takes the motion back: ${example.title}`, () => {
    const inverse = invertPose(example.pose);
    for (const name of ["anchor_px", "rotation_rad", "translation_px"]) {
      close(inverse[name], example.expected[name], name);
    }
    assert.equal(inverse.mirrored, example.expected.mirrored);
    assert.equal(inverse.type, "rigid2d");
  });
}

for (const example of golden.compose) {
  test(`composed poses do the inner one first: ${example.title}`, () => {
    const both = composePoses(example.outer, example.inner);
    assert.deepEqual([...both.anchor_px], example.anchor_px);
    assert.equal(both.mirrored, example.mirrored);
    for (const point of example.points) close(applyPose(both, point.from), point.to, "moved");
  });
}

for (const example of golden.reanchor) {
  test(`another anchor describes the same motion: ${example.title}`, () => {
    const pose = reanchor(example.pose, example.anchor_px);
    close(pose.translation_px, example.translation_px, "translation");
    for (const point of example.points) close(applyPose(pose, point.from), point.to, "moved");
  });
}

for (const example of golden.implants) {
  test(`recalibration leaves an implant's origin, changes its size: ${example.title}`, () => {
    const { origin_px: originPx, point_mm: pointMm, column_mm: columnMm, aspect } = example;
    const nativePx = placeImplantPoint(originPx, pointMm, columnMm, aspect);
    close(nativePx, example.native_px, "native");
    close(applyPose(example.pose, nativePx, aspect), example.planned_px, "planned");
  });
}

for (const example of golden.readings) {
  test(`landmarks are read native and planned: ${example.title}`, () => {
    const read = landmarkPositions(example.document, example.variant_id, example.aspects);
    if (example.refused) {
      assert.ok(read instanceof Reason);
      assert.equal(read.code, example.refused);
      return;
    }
    assert.equal(read.size, Object.keys(example.expected).length);
    for (const [id, point] of Object.entries(example.expected)) close(read.get(id), point, id);
  });
}

test("a pose of an unknown type is refused", () => {
  assert.throws(() => applyPose({ ...golden.apply[0].pose, type: "rigid3d" }, [0, 0]), RangeError);
});
