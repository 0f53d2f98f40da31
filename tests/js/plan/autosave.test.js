import assert from "node:assert/strict";
import { test } from "node:test";

import { createMemoryQueue } from "../../../static/js/plan/queue.js";
import { keysOf, open, pass } from "./autosave_page.js";
import { createFakePlans } from "./fake_plans.js";
import { gone, put } from "./store_parts.js";

test("the plan is begun with the first edit, once, and the edit is there within a second", async () => {
  const server = createFakePlans();
  const { place, autosave } = await open(server);
  await pass(5000);
  assert.deepEqual(server.log, [], "looking begins nothing");
  place(1, 1);
  place(2, 2);
  await pass(1000);
  assert.equal(server.log.filter(([path]) => path === "plans").length, 1);
  assert.deepEqual(keysOf(server.plan.document), ["k1_1", "k2_2"]);
  assert.deepEqual([autosave.state.pending, autosave.state.sending], [0, false]);
  assert.equal(autosave.state.savedAt, "2026-11-22T08:00:00Z");
});

test("edits go in their order, each once, also while another is on its way", async () => {
  const server = createFakePlans();
  const { place, history, store } = await open(server);
  place(1, 1);
  await pass(1000);
  let arrive;
  server.held = new Promise((resolve) => { arrive = resolve; });
  place(2, 2);
  await pass(500);
  place(3, 3);
  await history.undo();
  place(4, 4);
  await pass(3000);
  assert.equal(server.sent.length, 2, "nothing overtakes what is on its way");
  server.held = null;
  arrive();
  await pass(1000);
  assert.deepEqual(keysOf(server.plan.document), ["k1_1", "k2_2", "k4_4"]);
  assert.deepEqual(server.plan.document, store.document);
  assert.deepEqual(server.sent.map((body) => body.base_version), [0, 1, 2]);
});

test("without a connection everything is kept and sent later, with a state that says so", async () => {
  const server = createFakePlans();
  const { place, autosave, queue } = await open(server);
  place(0, 0);
  await pass(1000);
  server.fail = "offline";
  for (let x = 1; x <= 30; x += 1) place(x, 0);
  await pass(20_000);
  assert.equal(autosave.state.offline, true);
  assert.equal(autosave.state.pending, 30);
  assert.notEqual(autosave.state.since, null);
  assert.equal(await queue.count(), 30);
  server.fail = null;
  await pass(9000);
  assert.deepEqual([autosave.state.offline, autosave.state.pending, await queue.count()],
    [false, 0, 0]);
  assert.equal(server.plan.document.landmarks.length, 31);
});

test("an answer that was lost costs nothing and doubles nothing", async () => {
  const server = createFakePlans();
  const { place, store, autosave, told } = await open(server);
  place(1, 1);
  await pass(1000);
  server.fail = "lost";
  place(2, 2);
  await pass(600);
  place(3, 3);
  await pass(600);
  server.fail = null;
  await pass(10_000);
  assert.deepEqual(keysOf(server.plan.document), ["k1_1", "k2_2", "k3_3"]);
  assert.deepEqual(server.plan.document, store.document);
  assert.deepEqual([autosave.state.conflict, told], [null, ["begun"]]);
});

test("what a page left unsaved is taken up by the next one of the same person only", async () => {
  const server = createFakePlans();
  const first = await open(server);
  first.place(1, 1);
  await pass(1000);
  server.fail = "offline";
  const moved = first.place(2, 2);
  first.store.commit("deleted", [gone(moved.id)]);
  first.place(3, 3);
  await pass(100);
  server.fail = null;
  const stranger = await open(server, { queue: first.queue, user: "somebody else" });
  await pass(2000);
  assert.deepEqual(keysOf(stranger.store.document), ["k1_1"]);
  const next = await open(server, { queue: first.queue });
  assert.deepEqual(keysOf(next.store.document), ["k1_1", "k3_3"]);
  await pass(2000);
  assert.deepEqual(keysOf(server.plan.document), ["k1_1", "k3_3"]);
  assert.equal(await first.queue.count(), 0);
});

test("a plan begun without a connection is begun when there is one, on a later page", async () => {
  const server = createFakePlans();
  server.fail = "offline";
  const first = await open(server);
  first.place(1, 1);
  await pass(3000);
  server.fail = null;
  const next = await open(server, { queue: first.queue });
  assert.equal(next.opening.planId, first.opening.planId);
  await pass(1000);
  assert.deepEqual(keysOf(server.plan.document), ["k1_1"]);
});

test("what the server had already when the page went is not a conflict with oneself", async () => {
  const server = createFakePlans();
  const first = await open(server);
  first.place(1, 1);
  await pass(1000);
  server.fail = "lost";
  first.place(2, 2);
  await pass(450);
  first.place(3, 3);
  await pass(10);
  first.autosave.leave();
  await pass();
  server.fail = null;
  const next = await open(server, { queue: first.queue });
  await pass(3000);
  assert.equal(next.autosave.state.conflict, null);
  assert.deepEqual(keysOf(server.plan.document), ["k1_1", "k2_2", "k3_3"]);
  assert.deepEqual(next.store.document, server.plan.document);
  assert.equal(await first.queue.count(), 0);
});

test("a page that goes sends what waits at once", async () => {
  const server = createFakePlans();
  const { place, autosave } = await open(server);
  place(1, 1);
  await pass(1000);
  place(2, 2);
  autosave.leave();
  await pass();
  assert.deepEqual(keysOf(server.plan.document), ["k1_1", "k2_2"]);
});

test("a refusal stops the saving, keeps the work and can be tried again", async () => {
  const server = createFakePlans();
  const { place, autosave, queue } = await open(server);
  place(1, 1);
  await pass(1000);
  server.fail = server.refusal(401, "not_signed_in");
  place(2, 2);
  await pass(20_000);
  assert.equal(autosave.state.refused.code, "not_signed_in");
  assert.equal(await queue.count(), 1);
  server.fail = null;
  await autosave.retry();
  await pass();
  assert.deepEqual(keysOf(server.plan.document), ["k1_1", "k2_2"]);
});

test("who may only look saves nothing, and keeps what is theirs when others save", async () => {
  const server = createFakePlans();
  const surgeon = await open(server);
  const shared = surgeon.place(1, 1);
  await pass(1000);
  const reader = await open(server, { user: "reader", sends: false });
  reader.place(5, 5);
  const sent = server.log.length;
  await pass(5000);
  assert.equal(server.log.length, sent);
  server.other(put({ ...shared, point_px: [8, 8] }));
  await reader.autosave.hear({ id: server.plan.id, version: 2 });
  assert.deepEqual(reader.store.document.landmarks.map(({ point_px: at }) => at), [[8, 8], [5, 5]]);
  assert.equal(await reader.queue.count(), 0);
});

test("random losses, delays and pages that go leave every edit on the server, once", async () => {
  const random = (seed) => () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };
  for (let seed = 1; seed <= 25; seed += 1) {
    const draw = random(seed);
    const server = createFakePlans();
    const queue = createMemoryQueue();
    let page = await open(server, { queue });
    for (let count = 0; count < 25; count += 1) {
      server.fail = [null, null, "lost", "offline"][Math.floor(draw() * 4)];
      page.place(count, seed);
      await pass(draw() * 1500);
      if (draw() < 0.2) {
        page.autosave.leave();
        await pass();
        page.autosave.stop();
        server.fail = null;
        page = await open(server, { queue });
      }
    }
    server.fail = null;
    await pass(30_000);
    assert.equal(page.autosave.state.conflict, null, `seed ${seed}`);
    assert.deepEqual(new Set(keysOf(server.plan.document)).size, 25, `seed ${seed}`);
    assert.deepEqual(server.plan.document, page.store.document, `seed ${seed}`);
    assert.equal(await queue.count(), 0, `seed ${seed}`);
  }
});
