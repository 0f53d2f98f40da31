/** A page with an autosave, on a clock of its own and a server in memory. */

import assert from "node:assert/strict";
import { mock } from "node:test";

import { createAutosave } from "../../../static/js/plan/autosave.js";
import { openWithLeftovers } from "../../../static/js/plan/leftovers.js";
import { createMemoryQueue } from "../../../static/js/plan/queue.js";
import { createFakePlans } from "./fake_plans.js";
import { createStore, point, put } from "./store_parts.js";

mock.timers.enable({ apis: ["setTimeout", "Date"] });

/** Let answers arrive, and so many milliseconds pass. */
export async function pass(ms = 0) {
  for (let left = ms; left > 0; left -= 50) {
    mock.timers.tick(Math.min(50, left));
    for (let turn = 0; turn < 10; turn += 1) await null;
  }
  for (let turn = 0; turn < 30; turn += 1) await null;
}

export async function open(server, { queue = createMemoryQueue(), user = "me", sends = true } = {}) {
  const plan = server.fail === "offline" ? null : structuredClone(server.plan);
  const opening = await openWithLeftovers({
    queue, user, study: "s", plan, chosen: false, get: server.get,
  });
  const { store, history } = createStore({ document: opening.document, version: opening.version });
  const told = [];
  const autosave = createAutosave({
    store, queue, user, api: server, sends, saved: opening.saved, leftovers: opening.entries,
    plan: { id: opening.planId, studyId: "s", exists: opening.exists },
    onPlan: (next, why) => told.push(why),
  });
  const place = (...at) => {
    const item = point(store, at, { key: `k${at.join("_")}` });
    assert.equal(store.commit("placed", [put(item)]), null);
    return item;
  };
  return { store, history, autosave, queue, told, place, opening };
}

export const keysOf = (document) => document.landmarks.map(({ key }) => key);

/** Two edits of mine wait, on a version that somebody else has changed. */
export async function inConflict() {
  const server = createFakePlans();
  const page = await open(server);
  const shared = page.place(1, 1);
  await pass(1000);
  server.other(put({ ...shared, point_px: [9, 9] }),
    put({ ...shared, id: page.store.uuid(), key: "theirs" }));
  page.store.commit("moved", [put({ ...shared, point_px: [2, 2] })]);
  page.place(3, 3);
  await pass(1000);
  return { server, shared, ...page };
}
