import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { snapEdge, snapHead, snapLevel } from "../../../static/js/view/snap.js";
import { snapShaft } from "../../../static/js/view/snap-shaft.js";
import { head, shaft } from "./drawn-bones.js";

const golden = JSON.parse(readFileSync(new URL("../../golden/snap.json", import.meta.url)));
const { size, mm_per_px: mmPerPx } = golden;
const SHELL_PX = 0.15 / mmPerPx;
const WITHIN_PX = 0.25 / mmPerPx;

for (const film of golden.heads) {
  test(`a click near a head's centre gives its circle: ${film.title}`, () => {
    const found = snapHead({ ...head(film, size), mmPerPx }, film.click);
    assert.ok(!(found instanceof Reason), found.code);
    const off = Math.hypot(found.centre[0] - film.centre[0], found.centre[1] - film.centre[1]);
    assert.ok(off < WITHIN_PX, `centre off by ${off}`);
    assert.ok(Math.abs(found.radius - SHELL_PX - film.radius) < WITHIN_PX, `radius ${found.radius}`);
    assert.ok(found.agree >= film.least_agree, `${found.agree} agree`);
    assert.equal(found.of, 180);
  });
}

for (const film of golden.no_heads) {
  test(`what is no head is refused: ${film.title}`, () => {
    const found = snapHead({ ...head(film, size), mmPerPx }, film.click);
    assert.ok(found instanceof Reason);
    assert.equal(found.code, "no_edge");
    assert.ok(found.params.agree < 90);
  });
}

for (const film of golden.edges) {
  test(`a point moves onto the border of a bone: ${film.title}`, () => {
    const found = snapEdge({ ...shaft(film, size), mmPerPx }, film.click, film.direction);
    assert.ok(!(found instanceof Reason), found.code);
    const tilt = (film.tilt_deg * Math.PI) / 180;
    const [x, y] = [found.point[0] - film.axis[0], found.point[1] - film.axis[1]];
    const off = Math.abs(x * Math.cos(tilt) - y * Math.sin(tilt)) - film.half_width;
    assert.ok(Math.abs(off) < WITHIN_PX, `off by ${off}`);
    assert.ok(found.agree >= film.least_agree, `${found.agree} agree`);
  });
}

for (const film of golden.no_edges) {
  test(`where there is no border it says so: ${film.title}`, () => {
    const found = snapEdge({ ...shaft(film, size), mmPerPx }, film.click, film.direction);
    assert.ok(found instanceof Reason);
    assert.equal(found.code, "no_edge");
  });
}

test("a reduced level gives image pixels", () => {
  const film = golden.heads[0];
  const drawn = head(film, size);
  const level = snapLevel({ ...drawn, factor: 4 }, { columnMm: mmPerPx / 4, invert: false });
  const found = snapHead(level, film.click.map((value) => 4 * value));
  const plain = snapHead({ ...drawn, mmPerPx }, film.click);
  assert.ok(Math.abs(found.centre[0] - 4 * plain.centre[0]) < 1e-9);
  assert.ok(Math.abs(found.radius - 4 * plain.radius) < 1e-9);
});

for (const film of golden.edges) {
  for (const missMm of [-8, 0, 8]) {
    test(`a click ${missMm} mm beside a shaft's middle moves onto it: ${film.title}`, () => {
      const tilt = (film.tilt_deg * Math.PI) / 180;
      const across = [Math.cos(tilt), -Math.sin(tilt)];
      const at = film.axis.map((value, axis) => value + (missMm / mmPerPx) * across[axis]);
      const found = snapShaft({ ...shaft(film, size), mmPerPx }, at, [1, 0]);
      assert.ok(!(found instanceof Reason), found.code);
      const off = found.middle.reduce(
        (sum, value, axis) => sum + (value - film.axis[axis]) * across[axis], 0,
      );
      assert.ok(Math.abs(off) < WITHIN_PX, `off by ${off}`);
      const width = Math.hypot(...found.walls[0].map((v, axis) => v - found.walls[1][axis]));
      const canal = 2 * (film.half_width - film.cortex);
      assert.ok(Math.abs(width * Math.cos(tilt) - canal) < 4 * WITHIN_PX, `${width}`);
    });
  }
}

test("where canal and bone have not the same middle the click stays where it is", () => {
  const film = golden.edges[0];
  const drawn = shaft({ ...film, tilt_deg: 0 }, size);
  // As where a bone flares: another 4 mm of cortex on one side.
  const outer = Math.round(film.axis[0] + film.half_width);
  const cortex = drawn.values[Math.round(film.axis[1]) * size + outer - 6];
  for (let row = 0; row < size; row += 1) {
    drawn.values.fill(cortex, row * size + outer - 4, row * size + outer + 10);
  }
  const found = snapShaft({ ...drawn, mmPerPx }, film.axis, [1, 0]);
  assert.ok(found instanceof Reason);
  assert.equal(found.code, "no_edge");
});

test("where a shaft has no borders there is no middle", () => {
  const film = golden.no_heads[0];
  const found = snapShaft({ ...head(film, size), mmPerPx }, film.click, [1, 0]);
  assert.ok(found instanceof Reason);
  assert.equal(found.code, "no_edge");
});
