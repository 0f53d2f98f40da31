import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { createRescaling } from "../../../static/js/pages/planner/rescaling.js";
import { FACTS, createStore, point, put } from "../plan/store_parts.js";

const { fetch } = globalThis;
afterEach(() => { globalThis.fetch = fetch; });

const OLD = { id: "old", created_by: "Dr Me" };
const NEW = { id: "new", created_by: "Dr Other" };

/** A plan on the old calibration, signed or a draft; the film's scale is `current` here. */
function page({ current, state }) {
  const { store } = createStore({ film: { ...FACTS, calibrationId: OLD.id } });
  store.commit("begun", [put(point(store, [1, 1]))]);
  const listeners = [];
  const planning = {
    store, onlyHere: false, onPlan: (listener) => listeners.push(listener),
    tell(next) {
      store.setReadOnly(next === "draft" ? null : new Reason(`plan_${next}`));
      listeners.forEach((listener) => listener({ state: next }));
    },
  };
  planning.tell(state);
  const said = [];
  const calibrating = {
    current,
    take(calibration) {
      calibrating.current = calibration;
      rescaling.follow(calibration);
    },
  };
  const rescaling = createRescaling({
    film: { id: "f", sop_instance_uid: FACTS.sopInstanceUid }, planning, calibrating,
    say: (sentence) => said.push(sentence),
  });
  const asked = [];
  globalThis.fetch = async (address) => {
    asked.push(address);
    return new Response(JSON.stringify({ calibration: NEW }));
  };
  return {
    planning, rescaling, said, asked,
    get named() { return store.document.views[0].calibration_id; },
    settle: () => new Promise(setImmediate),
  };
}

test("a plan that is reopened names the calibration that was made while it was signed", async () => {
  const there = page({ current: NEW, state: "signed" });
  there.rescaling.follow(NEW);
  assert.equal(there.named, "old", "a signed plan is not changed");
  there.planning.tell("draft");
  await there.settle();
  assert.equal(there.named, "new");
});

test("a calibration of somebody else that this page never heard of is asked for on reopening", async () => {
  const there = page({ current: { ...OLD, id: "older" }, state: "signed" });
  there.planning.tell("draft");
  await there.settle();
  assert.equal(there.named, "new");
  assert.deepEqual(there.said, ["Dr Other calibrated this film; every value follows."]);
});

test("news of a draft alone neither asks nor changes anything", async () => {
  const there = page({ current: NEW, state: "draft" });
  there.planning.tell("draft");
  there.planning.tell("signed");
  await there.settle();
  assert.deepEqual([there.named, there.asked], ["old", []]);
});
