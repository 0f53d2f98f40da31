import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { createRescaling } from "../../../static/js/pages/planner/rescaling.js";
import { FACTS, createStore, point, put } from "../plan/store_parts.js";

const { fetch } = globalThis;
const streams = [];
globalThis.EventSource = class extends EventTarget {
  constructor() {
    super();
    streams.push(this);
  }
  close() {}
};
beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => {
  mock.timers.reset();
  globalThis.fetch = fetch;
});

const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
};
let films = 0;

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
    isOpen: false,
    take(calibration) {
      calibrating.current = calibration;
      rescaling.follow(calibration);
    },
  };
  const film = `film-${films += 1}`;
  const rescaling = createRescaling({
    film: { id: film, sop_instance_uid: FACTS.sopInstanceUid }, planning, calibrating,
    say: (sentence) => said.push(sentence),
  });
  const asked = [];
  globalThis.fetch = async (address) => {
    asked.push(address);
    return new Response(JSON.stringify({ calibration: NEW }));
  };
  return {
    planning, rescaling, calibrating, said, asked,
    /** The server tells of a calibration of this film. */
    tell({ id }) {
      const message = new Event("calibration");
      message.data = JSON.stringify({ film_id: film, calibration_id: id });
      streams.forEach((stream) => stream.dispatchEvent(message));
    },
    get named() { return store.document.views[0].calibration_id; },
  };
}

test("a plan that is reopened names the calibration that was made while it was signed", async () => {
  const there = page({ current: NEW, state: "signed" });
  there.rescaling.follow(NEW);
  assert.equal(there.named, "old", "a signed plan is not changed");
  there.planning.tell("draft");
  await settle();
  assert.equal(there.named, "new");
});

test("a calibration of somebody else that this page never heard of is asked for on reopening", async () => {
  const there = page({ current: { ...OLD, id: "older" }, state: "signed" });
  there.planning.tell("draft");
  await settle();
  assert.equal(there.named, "new");
  assert.deepEqual(there.said, ["Dr Other calibrated this film; every value follows."]);
});

test("news of a draft alone neither asks nor changes anything", async () => {
  const there = page({ current: NEW, state: "draft" });
  there.planning.tell("draft");
  there.planning.tell("signed");
  await settle();
  assert.deepEqual([there.named, there.asked], ["old", []]);
});

test("somebody else's calibration holds here at once; they name it in the plan, else this page does", async () => {
  const there = page({ current: OLD, state: "draft" });
  there.tell(NEW);
  await settle();
  assert.equal(there.calibrating.current.id, "new");
  assert.deepEqual(there.said, ["Dr Other calibrated this film; every value follows."]);
  assert.equal(there.named, "old", "two pages that name it at once would be in each other's way");
  mock.timers.tick(3000);
  assert.equal(there.named, "new");
});

test("who calibrates just now is not interrupted; afterwards the newest one holds", async () => {
  const there = page({ current: OLD, state: "draft" });
  there.calibrating.isOpen = true;
  there.tell(NEW);
  await settle();
  assert.equal(there.calibrating.current.id, "old");
  there.calibrating.isOpen = false;
  mock.timers.tick(3000);
  await settle();
  assert.equal(there.calibrating.current.id, "new");
});

test("a calibration that holds here already, or of another film, is not asked for", async () => {
  const there = page({ current: NEW, state: "draft" });
  there.tell(NEW);
  page({ current: OLD, state: "draft" }).tell(NEW);
  await settle();
  assert.deepEqual(there.asked, []);
});
