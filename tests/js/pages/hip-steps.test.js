import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { firstOpen, stepAfter, stepStates } from "../../../static/js/pages/planner/hip-steps.js";

const [procedure] = JSON.parse(readFileSync(new URL(
  "../../../planning/plans/procedures/hip_replacement.json", import.meta.url,
))).procedures;

const NOTHING = {
  film: { off: [], straight: "" },
  scale: { ok: false, text: "", waits: false },
  missing: { pelvic_line: ["teardrop, right", "teardrop, left"], landmarks: ["femoral head, right"] },
  line: "",
  cup: { placed: null, proposed: null },
  stem: { placed: null, proposed: null },
  reduction: { on: false, text: "", lacks: "cup" },
  chosen: null,
  sign: { by: null, left: 3 },
};
const of = (facts) => new Map(
  stepStates(procedure, { ...NOTHING, ...facts }).map((step) => [step.key, step]),
);

test("at the beginning every step that is needed says what is missing", () => {
  const steps = of({});
  assert.deepEqual([...steps.values()].map(({ number }) => number), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(steps.get("scale").sentence, "This film has no scale: press C.");
  assert.equal(steps.get("pelvic_line").sentence, "Teardrop, right next, 2 to place.");
  assert.equal(steps.get("landmarks").sentence, "Femoral head, right next.");
  assert.equal(steps.get("reduce").sentence, "Needs the cup first.");
  assert.equal(steps.get("sign").sentence, "3 things left.");
  for (const key of ["film", "compare"]) assert.equal(steps.get(key).state, "open");
  assert.ok([...steps.values()].every(({ sentence }) => sentence.endsWith(".") || sentence.endsWith("C.")));
});

test("a film that is not straight is amber and keeps nobody from going on", () => {
  const steps = of({ film: { off: ["left 4° lower"], straight: "" } });
  assert.equal(steps.get("film").state, "amber");
  assert.match(steps.get("film").sentence, /left 4° lower/);
  assert.equal(firstOpen([...steps.values()]), "scale");
});

test("a scale of the header waits for a person", () => {
  assert.match(of({ scale: { ok: false, text: "", waits: true } }).get("scale").sentence, /waits/);
});

test("what is proposed is offered with its key, what is there is said with its figures", () => {
  const offered = of({ cup: { placed: null, proposed: "50 to 54" } }).get("cup");
  assert.equal(offered.sentence, "50 to 54 proposed: R takes it.");
  assert.equal(offered.state, "needed");
  const placed = of({ cup: { placed: ["52", "40°"], proposed: null } }).get("cup");
  assert.deepEqual([placed.state, placed.sentence], ["done", "52 mm, 40°."]);
});

test("the guide begins at the first step that needs something, and ends where nothing does", () => {
  const done = {
    scale: { ok: true, text: "ball ×1.21 ±2.5 %", waits: false }, missing: {},
    line: "left 2° lower",
    cup: { placed: ["52", "40°"], proposed: null }, stem: { placed: ["148", ""], proposed: null },
    reduction: { on: true, text: "right 1 mm long", lacks: null }, sign: { by: "Dr A", left: 0 },
  };
  assert.equal(firstOpen([...of({ ...done, reduction: NOTHING.reduction }).values()]), "reduce");
  const steps = [...of(done).values()];
  assert.equal(firstOpen(steps), "sign");
  assert.equal(steps.find(({ key }) => key === "pelvic_line").sentence, "Teardrops, left 2° lower.");
  assert.equal(stepAfter(steps, "cup", 1), "stem");
  assert.equal(stepAfter(steps, "film", -1), null);
});
