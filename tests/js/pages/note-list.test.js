import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError } from "../../../static/js/api.js";
import { createNoteList } from "../../../static/js/pages/planner/note-list.js";

function page(get) {
  const shown = { notes: 0, failed: [] };
  const list = createNoteList({ study: { id: "s" }, api: { get }, follow() {} }, {
    onNotes() { shown.notes += 1; }, onArrived() {},
    onFailed: (sentence) => shown.failed.push(sentence),
  });
  return { list, shown };
}

const NOTE = { id: "n", reply_to: null, read_by_me: true, open: false, written_at: "1" };

test("without an answer the list says so, and asks again when it is told to", async () => {
  const answers = [() => { throw new ApiError(0); }, () => [NOTE]];
  const { list, shown } = page(async () => answers.shift()());
  await list.start();
  assert.equal(list.threads.length, 0);
  assert.match(shown.failed[0], /connection/);
  await list.start();
  assert.equal(list.threads.length, 1);
  assert.equal(shown.failed.at(-1), null);
});

test("something unforeseen ends one question, not all that follow", async () => {
  const answers = [() => { throw new TypeError("unforeseen"); }, () => [NOTE]];
  const { list } = page(async () => answers.shift()());
  await assert.rejects(list.start(), TypeError);
  await list.start();
  assert.equal(list.threads.length, 1);
});

test("what is told while a question is on its way asks once more, not at the same time", async () => {
  const asked = [];
  const { list } = page(() => new Promise((resolve) => { asked.push(resolve); }));
  const both = Promise.all([list.start(), list.start(), list.start()]);
  assert.equal(asked.length, 1);
  asked[0]([]);
  await new Promise(setImmediate);
  assert.equal(asked.length, 2);
  asked[1]([NOTE]);
  await both;
  assert.equal(asked.length, 2);
  assert.equal(list.threads.length, 1);
});
