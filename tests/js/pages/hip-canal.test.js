/** The canal is read when points rest, and again later where the server was busy. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { ApiError } from "../../../static/js/api.js";
import { scaleFromJson } from "../../../static/js/measuring/scale.js";
import { hipFacts } from "../../../static/js/plan/hip/facts.js";
import { createHipCanal } from "../../../static/js/pages/planner/hip-canal.js";

const scale = scaleFromJson({
  unit: "mm", row_mm: 0.2, column_mm: 0.2, method: "ball", label: "ball", confidence: "high",
  templating: "yes", relative_sigma: 0.01, magnification: null,
});
const mark = (key, side, ...pointsPx) => pointsPx.map((point, at) => ({
  id: `${key}${side}${at}`, body_id: "film", key, side, point_px: point, placed: "loupe",
}));
const document = {
  bodies: [{ id: "film", kind: "film", view_id: "view" }],
  landmarks: [
    ...mark("teardrop", "R", [900, 900]), ...mark("teardrop", "L", [1300, 900]),
    ...mark("lesser_troch_apex", "R", [650, 1200]),
    ...mark("head_rim", "R", [600, 800], [700, 700], [800, 800]),
  ],
};

async function answered(...answers) {
  let asked = 0;
  let changed = 0;
  const api = {
    async post() {
      const next = answers[asked];
      asked += 1;
      if (next instanceof Error) throw next;
      return next;
    },
  };
  const canal = createHipCanal(
    { film: { id: 1 }, store: { film: { frame: 1 } }, scale: () => scale, api },
    {
      hips: { side: () => "R", facts: () => hipFacts(document, { viewId: "view", scale }) },
      onChange: () => { changed += 1; },
      calmMs: 0,
      againMs: 1,
    },
  );
  canal.follow();
  await pause(60);
  canal.follow();
  return { canal: canal.canal(), asked, changed };
}

const busy = new ApiError(503, { error: { code: "detection_busy" } });
const read = { canal: { levels: [] } };

test("a busy server is asked again until it has read the canal", async () => {
  assert.deepEqual(await answered(busy, busy, read), { canal: read.canal, asked: 3, changed: 1 });
});

test("another refusal stays: the stem is then chosen by hand", async () => {
  const refused = new ApiError(422, { error: { code: "pixels_not_square" } });
  assert.deepEqual(await answered(refused, read), { canal: null, asked: 1, changed: 1 });
});
