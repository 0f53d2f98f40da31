/** Directions come from anatomy: leg length keeps its sign however the film hangs. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { lineThrough, perpendicularTowards } from "../../../static/js/geometry/lines.js";
import { dot, mean, subtract } from "../../../static/js/geometry/points.js";
import { IDENTITY, apply, compose, invert, mirrorAcross, rotationAbout }
  from "../../../static/js/geometry/transforms.js";
import { assertAgrees } from "./golden_runner.js";

// Example LLD_lesser_trochanter of the shared orthopaedic set: the right leg is 8 mm short.
const FILM = { tearR: [-42, 7], tearL: [34, 7], trochR: [-89, 45], trochL: [85, 53] };

function legLengthMm({ tearR, tearL, trochR, trochL }) {
  const towards = subtract(mean([trochR, trochL]), mean([tearR, tearL]));
  const distal = perpendicularTowards(lineThrough(tearR, tearL), towards);
  return dot(distal, subtract(trochR, tearR)) - dot(distal, subtract(trochL, tearL));
}

function hung(rigid) {
  return Object.fromEntries(Object.entries(FILM).map(([key, p]) => [key, apply(rigid, p)]));
}

const mirror = mirrorAcross(lineThrough([1500, 0], [1500, 1]));
const hangings = {
  "as filmed": IDENTITY,
  mirrored: mirror,
  "turned by 7 degrees": rotationAbout([300, 200], (7 * Math.PI) / 180),
  "upside down": rotationAbout([0, 0], Math.PI),
  "mirrored and turned": compose(rotationAbout([5, 9], 1), mirror),
};

for (const [how, rigid] of Object.entries(hangings)) {
  test(`leg length on a film ${how}`, () => {
    assertAgrees(legLengthMm(hung(rigid)), -8, undefined, how);
  });
  test(`a film ${how} can be hung back`, () => {
    const back = invert(rigid);
    for (const p of Object.values(FILM)) assertAgrees(apply(back, apply(rigid, p)), p, 1e-9, how);
  });
}

test("a line without direction is a mistake of the program", () => {
  assert.throws(() => mirrorAcross({ point: [0, 0], direction: [0, 0] }), RangeError);
});
