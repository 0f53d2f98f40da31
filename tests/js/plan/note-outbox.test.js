import assert from "node:assert/strict";
import { test } from "node:test";

import { createNoteOutbox } from "../../../static/js/plan/note-outbox.js";

const STUDY = "study-1";

/** A browser's database that survives pages, and may fail. */
function createDatabase() {
  const rows = new Map();
  const database = {
    rows, fails: false,
    async all() {
      if (database.fails) throw new Error("no database");
      return [...rows.values()].map((row) => structuredClone(row));
    },
    async put(row) {
      if (database.fails) throw new Error("no database");
      rows.set(row.id, structuredClone(row));
    },
    async remove(id) { rows.delete(id); },
  };
  return database;
}

/** A server that keeps notes by key, and fails as it is told. */
function createServer() {
  const server = {
    notes: new Map(), asked: [], failures: [], losesAnswer: false,
    async send(studyId, note) {
      server.asked.push(structuredClone(note));
      const failure = server.failures.shift();
      if (failure) throw Object.assign(new Error(failure.sentence), failure);
      const there = server.notes.get(note.id);
      if (there && there.text !== note.text) {
        throw Object.assign(new Error("differs"), {
          status: 409, code: "note_sent_differently", sentence: "Sent before.",
        });
      }
      server.notes.set(note.id, note);
      if (server.losesAnswer) {
        server.losesAnswer = false;
        throw Object.assign(new Error("lost"), { status: 0, sentence: "No connection." });
      }
      return { ...note, study_id: studyId };
    },
  };
  return server;
}

function page({ keeper, server, user = "ben" }) {
  let count = 0;
  const events = [];
  const timers = [];
  const outbox = createNoteOutbox({
    keeper, user, send: server.send, uuid: () => `${user}-${Math.random()}-${count += 1}`,
    later: (run, ms) => timers.push({ run, ms }),
  });
  outbox.subscribe((event) => events.push(event));
  const kinds = () => events.map(({ kind }) => kind).filter((kind) => kind !== "changed");
  return { outbox, events, timers, kinds };
}

const world = () => ({ keeper: createDatabase(), server: createServer() });
const settle = () => new Promise((resolve) => { setTimeout(resolve, 5); });
const noConnection = { status: 0, sentence: "No connection." };

test("every letter is kept from the first on, and another page finds them", async () => {
  const { keeper, server } = world();
  const { outbox } = page({ keeper, server });
  const { id } = outbox.begin({ study_id: STUDY });
  assert.equal(keeper.rows.size, 0, "an empty note leaves nothing behind");
  outbox.edit(id, { text: "L" });
  outbox.edit(id, { text: "Ly", priority: "must_read", point_px: [1, 2], film_id: "f", frame: 1 });
  await settle();
  const later = page({ keeper, server });
  await later.outbox.load();
  const [found] = later.outbox.unsent(STUDY);
  assert.deepEqual(
    [found.id, found.text, found.priority, found.point_px, found.state],
    [id, "Ly", "must_read", [1, 2], "draft"],
  );
  assert.equal(server.asked.length, 0, "a draft is not sent behind anybody's back");
});

test("what the server has confirmed is forgotten here, and only then", async () => {
  const { keeper, server } = world();
  const { outbox, kinds } = page({ keeper, server });
  const { id } = outbox.begin({ study_id: STUDY });
  outbox.edit(id, { text: "  Lytic lesion. \n" });
  const sending = outbox.submit(id);
  assert.equal(outbox.unsent(STUDY)[0].state, "waiting");
  await sending;
  assert.equal(keeper.rows.size, 0);
  assert.deepEqual(kinds(), ["sent"]);
  assert.equal(server.notes.get(id).text, "Lytic lesion.");
});

test("without an answer the note stays, says why, and is sent once the server answers", async () => {
  const { keeper, server } = world();
  const { outbox, timers, kinds } = page({ keeper, server });
  server.failures = [noConnection, { status: 503, sentence: "Busy." }];
  const { id } = outbox.begin({ study_id: STUDY });
  outbox.edit(id, { text: "Lytic lesion." });
  await outbox.submit(id);
  assert.equal(outbox.unsent()[0].problem, "No connection.");
  assert.equal(keeper.rows.get(id).state, "waiting");
  timers.shift().run();
  await settle();
  assert.equal(outbox.unsent()[0].problem, "Busy.");
  assert.ok(timers[0].ms > 2000, "it asks less and less often");
  timers.shift().run();
  await settle();
  assert.deepEqual([outbox.unsent(), kinds(), server.notes.size], [[], ["sent"], 1]);
});

test("an answer that was lost never doubles: the same note is sent again", async () => {
  const { keeper, server } = world();
  const { outbox, timers } = page({ keeper, server });
  server.losesAnswer = true;
  const { id } = outbox.begin({ study_id: STUDY });
  outbox.edit(id, { text: "Lytic lesion." });
  await outbox.submit(id);
  outbox.edit(id, { text: "Something else" });
  timers.shift().run();
  await settle();
  assert.equal(server.notes.size, 1);
  assert.deepEqual(server.asked[0], server.asked[1], "words are frozen while they are on the way");
});

test("a page that dies while sending leaves the note to the next page", async () => {
  const { keeper, server } = world();
  const first = page({ keeper, server });
  server.failures = [noConnection];
  const { id } = first.outbox.begin({ study_id: STUDY });
  first.outbox.edit(id, { text: "Lytic lesion." });
  await first.outbox.submit(id);
  const next = page({ keeper, server });
  await next.outbox.load();
  assert.deepEqual([server.notes.size, keeper.rows.size, next.kinds()], [1, 0, ["sent"]]);
});

test("a refusal gives the words back with the reason, and they can be corrected", async () => {
  const { keeper, server } = world();
  const { outbox, timers, kinds } = page({ keeper, server });
  server.failures = [{ status: 400, code: "note_too_long", sentence: "Too long." }];
  const { id } = outbox.begin({ study_id: STUDY });
  outbox.edit(id, { text: "Long text" });
  await outbox.submit(id);
  const [record] = outbox.unsent();
  assert.deepEqual([record.state, record.problem, timers.length], ["refused", "Too long.", 0]);
  outbox.edit(id, { text: "Short" });
  await outbox.submit(id);
  assert.deepEqual(kinds(), ["refused", "sent"]);
  assert.equal(server.notes.get(id).text, "Short");
});

test("under a key that holds other words they become a new note, and both are kept", async () => {
  const { keeper, server } = world();
  const { outbox, events } = page({ keeper, server });
  const { id } = outbox.begin({ study_id: STUDY });
  server.notes.set(id, { id, text: "First words" });
  outbox.edit(id, { text: "Other words" });
  await outbox.submit(id);
  const renamed = events.find(({ kind }) => kind === "renamed");
  assert.equal(renamed.from, id);
  await outbox.submit(renamed.to);
  assert.deepEqual([...server.notes.values()].map(({ text }) => text),
    ["First words", "Other words"]);
  assert.equal(keeper.rows.size, 0);
});

test("notes are sent in the order in which they were begun, and a gap stops the round", async () => {
  const { keeper, server } = world();
  const { outbox, timers } = page({ keeper, server });
  server.failures = [noConnection, noConnection, noConnection];
  for (const text of ["one", "two", "three"]) {
    const { id } = outbox.begin({ study_id: STUDY });
    outbox.edit(id, { text });
    await outbox.submit(id);
    await settle();
  }
  assert.deepEqual(server.asked.map(({ text }) => text), ["one", "one", "one"]);
  assert.equal(timers.length, 1, "one clock for all");
  await outbox.flush();
  assert.deepEqual([...server.notes.values()].map(({ text }) => text), ["one", "two", "three"]);
});

test("two who share a browser never see or send each other's notes", async () => {
  const { keeper, server } = world();
  const ben = page({ keeper, server, user: "ben" });
  server.failures = [noConnection];
  const { id } = ben.outbox.begin({ study_id: STUDY });
  ben.outbox.edit(id, { text: "Of Ben" });
  await ben.outbox.submit(id);
  const ada = page({ keeper, server, user: "ada" });
  await ada.outbox.load();
  assert.deepEqual([ada.outbox.unsent(), server.notes.size], [[], 0]);
  assert.equal(keeper.rows.size, 1);
});

test("what the server turns out to have is no longer unsent", async () => {
  const { keeper, server } = world();
  const { outbox } = page({ keeper, server });
  server.failures = [noConnection];
  const { id } = outbox.begin({ study_id: STUDY });
  outbox.edit(id, { text: "Lytic lesion." });
  await outbox.submit(id);
  const draft = outbox.begin({ study_id: STUDY });
  outbox.edit(draft.id, { text: "Half a sen" });
  await outbox.reconcile([{ id, text: "Lytic lesion." }, { id: draft.id, text: "Another text" }]);
  assert.deepEqual(outbox.unsent().map(({ text }) => text), ["Half a sen"]);
});

test("only drafts are thrown away; what is on its way is not", async () => {
  const { keeper, server } = world();
  const { outbox } = page({ keeper, server });
  server.failures = [noConnection];
  const { id } = outbox.begin({ study_id: STUDY });
  outbox.edit(id, { text: "Lytic lesion." });
  await outbox.submit(id);
  await outbox.discard(id);
  assert.equal(outbox.unsent().length, 1);
  const draft = outbox.begin({ study_id: STUDY });
  outbox.edit(draft.id, { text: "x" });
  await outbox.discard(draft.id);
  assert.deepEqual([...keeper.rows.keys()], [id]);
});

test("a browser that keeps nothing is told of, and sends all the same", async () => {
  const { keeper, server } = world();
  keeper.fails = true;
  const { outbox } = page({ keeper, server });
  await outbox.load();
  assert.equal(outbox.isKept, false);
  const { id } = outbox.begin({ study_id: STUDY });
  outbox.edit(id, { text: "Lytic lesion." });
  await outbox.submit(id);
  assert.equal(server.notes.get(id).text, "Lytic lesion.");
  keeper.fails = false;
  const next = outbox.begin({ study_id: STUDY });
  await outbox.edit(next.id, { text: "x" });
  assert.equal(outbox.isKept, true);
});

test("what no server could keep is left out: NUL and halves of characters", async () => {
  const { keeper, server } = world();
  const { outbox } = page({ keeper, server });
  const { id } = outbox.begin({ study_id: STUDY });
  outbox.edit(id, { text: "a\0b\ud800" });
  await outbox.submit(id);
  assert.equal(server.notes.get(id).text, "ab\ufffd");
});
