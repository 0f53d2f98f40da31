import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { createPlanesStore } from "../../../static/js/view/planes-store.js";

const plane = { name: "axial", count: 70, rows: 2, columns: 3, url: "/p/axial/{start}/{count}/d" };
const volume = { run: 16, planes: [plane] };
let workers;

class FakeWorker {
  constructor() {
    this.asked = [];
    workers.push(this);
  }

  postMessage(message) {
    this.asked.push(message);
    this.last = message;
    this.waits = true;
  }

  terminate() { this.ended = true; }

  fail() {
    this.waits = false;
    this.onmessage({ data: { id: this.last.id, code: "level_checks" } });
  }

  /** Give what was asked for last: each value tells its slice. */
  give() {
    this.waits = false;
    const { id, level } = this.last;
    const start = Number(level.url.split("/").at(-3));
    const size = level.rows * level.columns;
    const values = Uint16Array.from(
      { length: size * level.planes }, (_, i) => start + Math.floor(i / size),
    );
    this.onmessage({ data: { id, values } });
  }
}

const asked = () => workers.flatMap((worker) => worker.asked.map(({ level }) => level.url))
  .map((url) => url.split("/").slice(-3, -1).join("+"));

beforeEach(() => {
  workers = [];
  globalThis.Worker = FakeWorker;
});
afterEach(() => { delete globalThis.Worker; });

function giveAll() {
  for (let waiting = workers; waiting.length; waiting = workers.filter(({ waits }) => waits)) {
    waiting.filter(({ waits }) => waits).forEach((worker) => worker.give());
  }
}

function store(more = {}) {
  const shown = [];
  const made = createPlanesStore({
    volume, workerUrl: "/w.js", onPlanes: (name) => shown.push(name),
    onError: (code) => { throw new Error(code); }, ...more,
  });
  return { made, shown };
}

test("the slice that is looked at comes first and alone, then its run", () => {
  const { made } = store();
  made.want([{ name: "axial", index: 20 }]);
  assert.deepEqual(asked().sort(), ["16+16", "20+1"]);
  assert.equal(made.get("axial", 20), null);
  workers.find((worker) => worker.last.level.url.includes("/20/1/")).give();
  assert.deepEqual([...made.get("axial", 20)], [20, 20, 20, 20, 20, 20]);
});

test("every slice of a run is its own", () => {
  const { made } = store();
  made.want([{ name: "axial", index: 20 }]);
  workers.find((worker) => worker.last.level.url.includes("/16/16/")).give();
  for (const index of [16, 20, 31]) assert.equal(made.get("axial", index)[0], index);
  assert.equal(made.get("axial", 15), null);
  assert.equal(made.get("axial", 32), null);
});

test("runs around follow, nothing is asked for twice, and the last run is shorter", () => {
  const { made, shown } = store();
  made.want([{ name: "axial", index: 66 }]);
  giveAll();
  assert.deepEqual(asked().sort(), ["32+16", "48+16", "64+16", "66+1"]);
  const levels = workers.flatMap((worker) => worker.asked.map(({ level }) => level));
  assert.equal(levels.find(({ url }) => url.includes("/64/16/")).planes, 6);
  assert.equal(shown.length, 4);
});

test("what failed is not asked for again until somebody tries again", () => {
  const codes = [];
  const { made } = store({ onError: (code) => codes.push(code) });
  made.want([{ name: "axial", index: 0 }]);
  workers.filter(({ waits }) => waits).forEach((worker) => worker.fail());
  giveAll();
  made.want([{ name: "axial", index: 0 }]);
  const count = () => asked().filter((what) => what.startsWith("0+")).length;
  assert.deepEqual([codes, count()], [["level_checks", "level_checks"], 2]);
  made.retry();
  assert.equal(count(), 4);
});

test("workers that broke are replaced when somebody tries again", () => {
  const codes = [];
  const { made } = store({ onError: (code) => codes.push(code) });
  made.want([{ name: "axial", index: 20 }]);
  const [first] = workers;
  first.onerror();
  assert.deepEqual([codes, workers.map(({ ended }) => ended)], [["level_failed"], [true, true]]);
  made.retry();
  assert.equal(workers.length, 4);
  workers.filter(({ ended, last }) => !ended && last.level.url.includes("/20/1/"))
    .forEach((worker) => worker.give());
  assert.equal(made.get("axial", 20)[0], 20);
});
