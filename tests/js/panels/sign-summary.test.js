import assert from "node:assert/strict";
import { test } from "node:test";

import { summaryOf } from "../../../static/js/panels/sign-summary.js";

const FILM = {
  sop_instance_uid: "1.2", frame: 1, body_part: "PELVIS", view: "AP", film_date: "2026-11-10",
};

function summary(changes = {}, more = {}) {
  const plan = {
    patient: { name: "Demo, Anna", ideographic: "佐藤 花子", birth_date: "1956-03-14", id: "D-1" },
    operation: "Total hip replacement", side: "R", planned_on: "2026-11-24", version: 7,
    ...changes,
    document: { views: [], implants: [], variants: [], procedures: [], ...changes.document },
  };
  return summaryOf({
    plan, results: [], film: FILM, families: [], badge: "M 1.21 · ball", notes: [], warnings: [],
    ...more,
  });
}

test("the side is a word, and what is missing is said", () => {
  assert.equal(summary().side, "RIGHT");
  assert.equal(summary({ side: "L" }).side, "LEFT");
  assert.equal(summary({ operation: "" }).operation, "not named");
  assert.equal(summary({ planned_on: null }).date, "no date");
});

test("the person is named with birth date and ID, in both scripts", () => {
  assert.equal(summary().patient, "Demo, Anna 佐藤 花子");
  assert.equal(summary().identity, "1956-03-14 · ID D-1");
});

test("the film on the screen is named with its date, side and scale", () => {
  const views = [{ sop_instance_uid: "1.2", frame: 1, side: "R" }];
  const { films } = summary({ document: { views, implants: [] } });
  assert.deepEqual(films, ["PELVIS AP · 2026-11-10 · RIGHT · M 1.21 · ball"]);
});

test("a planned value stands beside the present one only where it differs", () => {
  const results = [
    { name: "Femoral offset", side: "R", text: "41 mm", planned_text: "43 mm" },
    { name: "Leg length", side: null, text: "right 8 mm short", planned_text: "right 8 mm short" },
  ];
  assert.deepEqual(summary({}, { results }).values, [
    { name: "Femoral offset, right", native: "41 mm", planned: "43 mm" },
    { name: "Leg length", native: "right 8 mm short", planned: "" },
  ]);
});

test("a value that the plan takes away is not shown as one that stays", () => {
  const results = [{
    name: "Neck-shaft angle", side: "R", text: "128°", planned_text: "",
    planned: { kind: "reason", code: "neck_is_cut", params: {} },
  }];
  assert.deepEqual(summary({}, { results }).values, [
    { name: "Neck-shaft angle, right", native: "128°", planned: "none" },
  ]);
});

test("an implant is named by its family, its size and its options, and that it is generic", () => {
  const families = [{
    key: "stem", version: 2, name: "Tapered stem", generic: true, sizes: [{ size: "4", name: "4" }],
  }];
  const implant = { family: "stem", family_version: 2, size: "4", options: { offset: "high" } };
  const { implants } = summary({ document: { views: [], implants: [implant] } }, { families });
  assert.deepEqual(implants, [{
    name: "Tapered stem", detail: "size 4 · high offset · generic shape, not a product",
  }]);
});

test("an implant of a family that is gone keeps its key and is never left out", () => {
  const implant = { family: "old_cup", family_version: 1, size: "52", options: {} };
  const { implants } = summary({ document: { views: [], implants: [implant] } });
  assert.deepEqual(implants, [{ name: "old_cup", detail: "size 52" }]);
});

test("notes that were acknowledged are shown to the signer", () => {
  const notes = [
    { text: "Thin wall", acknowledged: [{ by: "A", at: "" }] },
    { text: "By the way", acknowledged: [] },
  ];
  assert.deepEqual(summary({}, { notes }).notes, ["Thin wall"]);
});

test("implants are those of the way of operating that is signed, in its own sizes", () => {
  const [stem, cup] = ["stem", "cup"].map((id) => (
    { id, family: id, family_version: 1, size: "4", options: {} }));
  const own = ({ id: _, ...choice }, size) => ({ ...choice, size });
  const variants = [
    { id: "A", implants: { stem: own(stem, "5"), cup: own(cup, "52") } },
    { id: "B", implants: { stem: own(stem, "6") } },
  ];
  const listed = (procedures) => summary({
    document: { views: [], implants: [stem, cup], variants, procedures },
  }).implants.map(({ name, detail }) => `${name} ${detail}`);
  assert.deepEqual(listed([]), ["stem size 5", "cup size 52"]);
  assert.deepEqual(listed([{ variant_id: "B" }]), ["stem size 6"]);
  assert.deepEqual(listed([{ variant_id: null }]), ["stem size 5", "cup size 52"]);
});
