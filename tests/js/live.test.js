import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { follow } from "../../static/js/live.js";

const sources = [];
const leaving = [];

globalThis.EventSource = class extends EventTarget {
  static CLOSED = 2;

  constructor() {
    super();
    this.readyState = 1;
    sources.push(this);
  }

  close() { this.readyState = 2; }

  say(event, data) {
    const message = new Event(event);
    message.data = JSON.stringify(data);
    this.dispatchEvent(message);
  }
};

const followed = (...parts) => {
  const leave = follow(...parts);
  leaving.push(leave);
  return leave;
};

beforeEach(() => { sources.length = 0; });
afterEach(() => { for (const leave of leaving.splice(0)) leave(); });

test("however many follow, there is one stream, and it closes with the last", () => {
  const first = followed({});
  const second = followed({});
  assert.equal(sources.length, 1);
  first();
  assert.equal(sources[0].readyState, 1);
  second();
  assert.equal(sources[0].readyState, 2);
  followed({});
  assert.equal(sources.length, 2);
});

test("each follower is told of its own events only", () => {
  const told = [];
  followed({ note: (data) => told.push(["first", data]) });
  followed({ note: (data) => told.push(["second", data]), plan: () => told.push("plan") });
  sources[0].say("note", { note_id: "n" });
  assert.deepEqual(told, [["first", { note_id: "n" }], ["second", { note_id: "n" }]]);
});

test("whoever comes after the greeting is greeted all the same, once", async () => {
  const greeted = [];
  followed({ hello: () => greeted.push("first") });
  sources[0].say("hello", {});
  followed({ hello: () => greeted.push("second") });
  await Promise.resolve();
  assert.deepEqual(greeted, ["first", "second"]);
});

test("without a stream each follower asks in its own interval", () => {
  mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  let now = 0;
  const clock = mock.method(performance, "now", () => now);
  const asked = { often: 0, seldom: 0 };
  followed({}, { poll: () => { asked.often += 1; } });
  followed({}, { poll: () => { asked.seldom += 1; }, every_ms: 3000 });
  sources[0].onerror();
  for (let second = 0; second < 6; second += 1) {
    now += 1000;
    mock.timers.tick(1000);
  }
  sources[0].onopen();
  mock.timers.tick(5000);
  clock.mock.restore();
  mock.timers.reset();
  assert.deepEqual(asked, { often: 6, seldom: 2 });
});
