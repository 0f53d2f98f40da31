import assert from "node:assert/strict";
import { test } from "node:test";

import { inConflict, keysOf, pass } from "./autosave_page.js";
import { gone, put } from "./store_parts.js";

test("a stale save changes nothing on either side and waits for a person", async () => {
  const { server, autosave, store, place } = await inConflict();
  const { conflict } = autosave.state;
  assert.deepEqual([conflict.theirs.version, conflict.theirs.changed_by], [2, "Dr Other"]);
  assert.deepEqual(keysOf(conflict.base), ["k1_1"]);
  assert.deepEqual(keysOf(store.document), ["k1_1", "k3_3"]);
  const sent = server.sent.length;
  place(4, 4);
  await pass(10_000);
  assert.equal(server.sent.length, sent, "nothing is saved before somebody chose");
  assert.equal(await autosave.settle(), false);
});

test("mine on top of theirs is saved as the next version", async () => {
  const { server, autosave, store, queue } = await inConflict();
  await autosave.putMineOnTop();
  await pass(1000);
  assert.equal(server.plan.version, 3);
  assert.deepEqual(server.plan.document.landmarks.map(({ key, point_px: at }) => [key, at]),
    [["k1_1", [2, 2]], ["theirs", [1, 1]], ["k3_3", [3, 3]]]);
  assert.deepEqual(store.document, server.plan.document);
  assert.deepEqual([autosave.state.conflict, await queue.count()], [null, 0]);
});

test("theirs taken: mine is set aside on the server, whole", async () => {
  const { server, autosave, store, queue } = await inConflict();
  await autosave.takeTheirs();
  assert.deepEqual(store.document, server.plan.document);
  const [aside] = server.aside;
  assert.equal(aside.base_version, 1);
  assert.deepEqual(aside.changes.map(({ item }) => item.key), ["k1_1", "k3_3"]);
  assert.deepEqual([autosave.state.conflict, await queue.count()], [null, 0]);
});

test("without anything of one's own the version of others is taken at once", async () => {
  const { server, autosave, store, told, queue, shared } = await inConflict();
  await autosave.takeTheirs();
  server.other(gone(shared.id));
  await autosave.hear({ id: server.plan.id, version: server.plan.version });
  assert.deepEqual(keysOf(store.document), ["theirs"]);
  assert.equal(told.at(-1), "changed");
  assert.equal(await queue.count(), 0);
});

test("theirs taken: what I do while the server is asked is not set aside but saved on theirs", async () => {
  const { server, autosave, store, queue, place } = await inConflict();
  let answer;
  server.held = new Promise((resolve) => { answer = resolve; });
  const taking = autosave.takeTheirs();
  await pass();
  place(4, 4);
  server.held = null;
  answer();
  await taking;
  await pass(1000);
  assert.deepEqual(server.aside.map(({ changes }) => changes.map(({ item }) => item.key)),
    [["k1_1", "k3_3"]]);
  assert.deepEqual(keysOf(store.document), ["k1_1", "theirs", "k4_4"]);
  assert.deepEqual(store.document.landmarks[0].point_px, [9, 9]);
  assert.deepEqual(server.plan.document, store.document);
  assert.deepEqual([autosave.state.conflict, await queue.count()], [null, 0]);
});

test("theirs taken again after an answer was lost: mine is set aside under the same name", async () => {
  const { server, autosave, store } = await inConflict();
  server.fail = "lost";
  await assert.rejects(autosave.takeTheirs(), { status: 0 });
  assert.deepEqual(keysOf(store.document), ["k1_1", "k3_3"], "nothing is dropped without an answer");
  server.fail = null;
  await autosave.takeTheirs();
  const [first, again] = server.aside;
  assert.deepEqual(again, first);
  assert.deepEqual(store.document, server.plan.document);
});

test("mine on top: this browser keeps the new set before it lets go of the old ones", async () => {
  const { autosave, queue } = await inConflict();
  const asked = [];
  for (const name of ["add", "remove"]) {
    const real = queue[name];
    queue[name] = (...given) => {
      asked.push(name);
      return real(...given);
    };
  }
  await autosave.putMineOnTop();
  await pass(1000);
  assert.deepEqual(asked.slice(0, 2), ["add", "remove"]);
  assert.equal(await queue.count(), 0);
});

test("two who did the very same are not in conflict", async () => {
  const { server, autosave, store, queue, shared } = await inConflict();
  await autosave.takeTheirs();
  const moved = put({ ...shared, point_px: [7, 7] });
  server.other(moved, gone(store.document.landmarks[1].id));
  store.commit("deleted", [gone(store.document.landmarks[1].id)]);
  store.commit("moved", [moved]);
  await pass(1000);
  assert.equal(autosave.state.conflict, null);
  assert.deepEqual(store.document, server.plan.document);
  assert.deepEqual([server.plan.version, store.committedVersion, await queue.count()], [3, 3, 0]);
});
