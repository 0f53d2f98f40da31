import assert from "node:assert/strict";
import { test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { askedBy, optionAfter, valuesOf } from "../../../static/js/tools/implant-keys.js";
import { implantAt, ringOf, stepPx, turnDeg } from "../../../static/js/tools/implant-shapes.js";
import { headCentrePx, placeToBegin, sizeToBegin } from "../../../static/js/tools/implant-start.js";
import { createImplantStep } from "../../../static/js/tools/implant-step.js";
import { createStore, point, put } from "../plan/store_parts.js";

const close = (found, wanted) => found.forEach((value, at) => (
  assert.ok(Math.abs(value - wanted[at]) < 1e-9, `${found} is not ${wanted}`)));

/** A square of 2 halves to a side about a place, 10 px to the millimetre. */
function square(id, [x, y], halfMm) {
  const polyline = [[-halfMm, -halfMm], [halfMm, -halfMm], [halfMm, halfMm], [-halfMm, halfMm]];
  return {
    implant: { id }, matrix: [10, 0, 0, 10, x, y], points: { centre: [x, y] },
    family: { placement: { anchor: "centre" } },
    variant: {
      outline: [{ role: "outline", closed: true, polyline }], points: { centre: [0, 0] },
      axis: [[0, -halfMm], [0, 0]],
    },
  };
}

test("a hand takes the smallest implant under it, but stays with the one it has", () => {
  const [large, small] = [square("large", [100, 100], 5), square("small", [120, 100], 1)];
  const under = (at, preferred) => implantAt([large, small], at, preferred)?.implant.id;
  assert.equal(under([121, 101]), "small");
  assert.equal(under([121, 101], "large"), "large");
  assert.equal(under([60, 60]), "large");
  assert.equal(under([151, 100]), undefined);
  assert.equal(under([151, 100], "large"), undefined);
});

test("the ring lies around the body, its knob against the axis, never smaller than a finger", () => {
  const one = square("one", [100, 100], 3);
  const scale = { columnMm: 0.1, aspect: 1 };
  const ring = ringOf(one, scale);
  assert.ok(ring.radiusPx > 10 * 3 * Math.SQRT2);
  close(ring.centrePx, [100, 100]);
  close(ring.knobPx, [100, 100 - ring.radiusPx]);
  assert.equal(ringOf(one, scale, 500).radiusPx, 500);
});

test("a turn is measured on the true shape of the film, clockwise", () => {
  close([turnDeg([10, 10], [20, 10], [10, 20], 1)], [90]);
  close([turnDeg([10, 10], [20, 10], [20, 15], 2)], [45]);
  close([turnDeg([0, 0], [-10, -0.1], [-10, 0.1], 1)], [-2 * Math.atan(0.01) * 180 / Math.PI]);
});

test("a step has its millimetres, whatever the shape of the pixels", () => {
  close(stepPx([0, -3], 0.5, { columnMm: 0.2, aspect: 1.25 }), [0, -2]);
  close(stepPx([7, 0], 0.5, { columnMm: 0.2, aspect: 1.25 }), [2.5, 0]);
});

test("a cup begins 4 to 6 mm above the measured head, a head as the liner wants it", () => {
  const sizes = [40, 42, 44, 46, 48, 50, 52, 54, 56].map((size) => ({ size: String(size) }));
  const cup = { kind: "cup", sizes, placement: { size: "52" } };
  for (let headMm = 36; headMm <= 50; headMm += 0.37) {
    const beyond = Number(sizeToBegin(cup, { headMm })) - headMm;
    assert.ok(beyond >= 4 && beyond <= 6, `${beyond} above ${headMm}`);
  }
  assert.equal(sizeToBegin(cup, {}), "52");
  const head = { kind: "head", sizes: [{ size: "28" }, { size: "32" }], placement: { size: "32" } };
  const set = { cup: { variant: { mating: { head: { diameter_mm: 28 } } } } };
  assert.equal(sizeToBegin(head, { set }), "28");
  assert.equal(sizeToBegin({ kind: "stem", sizes, placement: { size: "50" } }, { headMm: 60 }), "50");
});

test("an implant begins at the head's centre, else at the cup's, else in the middle", () => {
  const set = { cup: { points: { liner_head_centre: [7, 8] } } };
  const at = (kind, headPx, known = null) => (
    placeToBegin(kind, { headPx, middlePx: [1, 2], set: known }));
  assert.deepEqual(at("cup", null), { atPx: [1, 2], point: null });
  assert.deepEqual(at("cup", null, set), { atPx: [1, 2], point: null });
  assert.deepEqual(at("stem", null, set), { atPx: [7, 8], point: "head_centre" });
  assert.deepEqual(at("stem", [3, 4], set), { atPx: [3, 4], point: "head_centre" });
});

test("the head's centre is that of the circle through its rim, also with pixels that are not square", () => {
  const { store } = createStore();
  const rim = [0, 1, 2, 3].map((quarter) => {
    const angle = quarter * Math.PI / 2;
    return [500 + 90 * Math.cos(angle), 400 + (90 / 1.5) * Math.sin(angle)];
  });
  store.commit("rim", rim.map((at) => put(point(store, at, { key: "head_rim" }))));
  close(headCentrePx(store.document, store.filmBodyId, "R", 1.5), [500, 400]);
  assert.equal(headCentrePx(store.document, store.filmBodyId, "L", 1.5), null);
});

test("keys mean what the sheet says, with Shift finer or upright", () => {
  const asked = (key, shiftKey = false) => askedBy({ key, shiftKey });
  assert.deepEqual(asked("ArrowRight"), { do: "turn", deg: 1 });
  assert.deepEqual(asked("ArrowLeft", true), { do: "turn", deg: -0.2 });
  assert.deepEqual(asked("+", true), { do: "size", steps: 1 });
  assert.deepEqual(asked("ArrowUp"), { do: "along", mm: -1 });
  assert.deepEqual(asked("Y", true), { do: "upright", mm: 0.5 });
  assert.deepEqual(asked("u"), { do: "across", mm: 0.5 });
  assert.equal(asked("q"), null);
});

test("neck lengths go up and down and end; offsets take turns", () => {
  const lengths = valuesOf({ 0: {}, "-4": {}, "+4": {}, "+8": {} });
  assert.deepEqual(lengths, ["-4", "0", "+4", "+8"]);
  assert.equal(optionAfter(lengths, "+4", { steps: 1, turns: false }), "+8");
  assert.equal(optionAfter(lengths, "+8", { steps: 1, turns: false }), null);
  assert.equal(optionAfter(lengths, "-4", { steps: -1, turns: false }), null);
  const offsets = valuesOf({ standard: {}, high: {} });
  assert.equal(optionAfter(offsets, "high", { steps: 1, turns: true }), "standard");
});

function underWay({ refuses = () => false } = {}) {
  const made = createStore();
  const item = point(made.store, [10, 10]);
  made.store.commit("placed", [put(item)]);
  const refused = [];
  const step = createImplantStep({
    store: made.store, benchOf: (document) => document, refuses,
    onRefused: (reason) => refused.push(reason.code),
  });
  const right = (by) => (document) => {
    const [landmark] = document.landmarks;
    const [x, y] = landmark.point_px;
    return [put({ ...landmark, point_px: [x + by, y] })];
  };
  const at = () => made.store.document.landmarks[0].point_px[0];
  return { ...made, step, right, at, refused };
}

test("a drag is counted from where it began, and is one step", () => {
  const { step, right, at, history } = underWay();
  step.begin("moved");
  step.show(right(5));
  step.show(right(7));
  assert.equal(at(), 17);
  assert.ok(step.isDragging);
  step.end();
  assert.equal(at(), 17);
  history.undo();
  assert.equal(at(), 10);
});

test("a cancelled drag leaves nothing, and a drag of nothing is no step", () => {
  const { step, right, at, store } = underWay();
  step.begin("moved");
  step.show(right(5));
  step.cancel();
  assert.equal(at(), 10);
  const { version } = store;
  step.begin("moved");
  step.end();
  assert.equal(store.version, version);
});

test("a held key adds up to one step; another deed is another", () => {
  const { step, right, at, history } = underWay();
  for (const _ of [1, 2, 3]) step.add("nudged", right(1));
  step.add("turned", right(10));
  step.end();
  assert.equal(at(), 23);
  history.undo();
  assert.equal(at(), 13);
  history.undo();
  assert.equal(at(), 10);
});

test("what is refused is said and changes nothing", () => {
  const one = underWay();
  one.step.add("nudged", () => new Reason("unknown_implant"));
  one.step.end();
  assert.deepEqual(one.refused, ["unknown_implant"]);
  assert.equal(one.at(), 10);
  const two = underWay({ refuses: () => true });
  two.step.begin("moved");
  two.step.show(two.right(5));
  two.step.add("nudged", two.right(5));
  two.step.end();
  assert.equal(two.at(), 10);
});

test("a drag ends where the document was exchanged below it", () => {
  const { step, right, at, store } = underWay();
  step.begin("moved");
  step.show(right(5));
  store.replace(store.document, 3);
  const here = at();
  step.show(right(50));
  step.end();
  assert.equal(at(), here);
});
