import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, nextUnread, threadsOf } from "../../../static/js/plan/note-threads.js";

const note = (id, more = {}) => ({
  id, reply_to: null, read_by_me: true, open: false, mine: false, ...more,
});

test("replies stand with the note that they answer, and threads are numbered as begun", () => {
  const threads = threadsOf([
    note("a"), note("b", { read_by_me: false, open: true }), note("a1", { reply_to: "a" }),
    note("b1", { reply_to: "b", read_by_me: false }), note("a2", { reply_to: "a" }),
  ]);
  assert.deepEqual(threads.map(({ number, entries }) => [number, entries.map(({ id }) => id)]),
    [[1, ["a", "a1", "a2"]], [2, ["b", "b1"]]]);
  assert.deepEqual(threads.map(({ unread, open }) => [unread.length, open.length]),
    [[0, 0], [2, 1]]);
});

test("the next unread one comes after the one that is open, and round", () => {
  const unread = { read_by_me: false };
  const threads = threadsOf([note("a", unread), note("b"), note("c", unread)]);
  assert.equal(nextUnread(threads, null).id, "a");
  assert.equal(nextUnread(threads, "a").id, "c");
  assert.equal(nextUnread(threads, "c").id, "a");
});

test("when all is read, what waits to be acknowledged is next", () => {
  const threads = threadsOf([note("a"), note("b", { open: true })]);
  assert.equal(nextUnread(threads, "b").id, "b");
  assert.equal(nextUnread(threadsOf([note("a")]), null), null);
  assert.equal(nextUnread([], null), null);
});

test("new is what others wrote since", () => {
  const before = [note("a")];
  const now = [note("a"), note("b", { mine: true }), note("c")];
  assert.deepEqual(arrived(before, now).map(({ id }) => id), ["c"]);
});
