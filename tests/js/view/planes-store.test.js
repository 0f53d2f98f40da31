import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { createPlanesStore } from "../../../static/js/view/planes-store.js";

const plane = { name: "axial", count: 70, rows: 2, columns: 3, url: "/p/axial/{start}/{count}/d" };
const volume = { run: 16, planes: [plane] };
let workers;
let log;

class FakeWorker {
  constructor() {
    this.asked = [];
    workers.push(this);
  }

  postMessage(message) {
    this.asked.push(message);
    log.push(message.level);
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
  log = [];
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

const KEPT_BYTES = 192 * 2 ** 20;
/** Every run of a stack of 300 planes, without the memory that its values would take. */
const stack = (name, rows, columns) => (
  { name, count: 300, rows, columns, url: `/p/${name}/{start}/{count}/d` });

function giveWithoutMemory(worker) {
  worker.waits = false;
  const { id, level: { rows, columns, planes, url } } = worker.last;
  const byteLength = 2 * rows * columns * planes;
  worker.onmessage({ data: { id, values: { byteLength, subarray: () => url } } });
}

/** What these wishes lead to, until nothing is under way, or for ever so long. */
function levelsFor(made, wishes, most = 500) {
  const before = log.length;
  made.want(wishes);
  for (let given = 0; given < most; given += 1) {
    const waiting = workers.find(({ waits }) => waits);
    if (!waiting) break;
    giveWithoutMemory(waiting);
  }
  return log.slice(before);
}

const bytesOf = ({ rows, columns, planes }) => 2 * rows * columns * planes;
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

/** Bytes of the whole runs that are there. */
function keptBytes(made, planes) {
  const starts = Array.from({ length: Math.ceil(300 / 16) }, (_, at) => 16 * at);
  return sum(planes.flatMap((plane) => starts
    .filter((start) => typeof made.get(plane.name, start) === "string")
    .map((start) => bytesOf({ ...plane, planes: Math.min(16, plane.count - start) }))));
}

for (const [what, planes] of [
  ["one pane of 2000 × 2500", [stack("axial", 2500, 2000)]],
  ["three panes of 1024 × 1024",
    ["axial", "coronal", "sagittal"].map((name) => stack(name, 1024, 1024))],
  ["a large pane and two small ones", [
    stack("axial", 2500, 2000), stack("coronal", 300, 2000), stack("sagittal", 300, 2500)]],
]) {
  test(`${what}: no more is brought than is kept, each once, and what is shown stays`, () => {
    const { made } = store({ volume: { run: 16, planes } });
    const wishes = (index) => planes.map(({ name }) => ({ name, index }));
    for (const index of [150, 151, 20, 290]) {
      const levels = levelsFor(made, wishes(index));
      assert.equal(new Set(levels.map(({ url }) => url)).size, levels.length, "asked for twice");
      assert.ok(sum(levels.map(bytesOf)) <= KEPT_BYTES, "more is brought than is kept");
      assert.ok(keptBytes(made, planes) <= KEPT_BYTES);
      for (const { name } of planes) assert.ok(made.get(name, index), `${name} is not there`);
      assert.deepEqual(levelsFor(made, wishes(index)), [], "asked for again");
    }
  });
}

test("the runs that are shown come before those around them", () => {
  const planes = [stack("axial", 2000, 2000), stack("coronal", 300, 2000)];
  const { made } = store({ volume: { run: 16, planes } });
  const levels = levelsFor(made, planes.map(({ name }) => ({ name, index: 40 })));
  const runs = levels.filter(({ planes: count }) => count > 1)
    .map(({ url }) => new URL(url).pathname);
  assert.deepEqual(runs.slice(0, 2), ["/p/axial/32/16/d", "/p/coronal/32/16/d"]);
  assert.equal(runs.filter((url) => url.startsWith("/p/axial")).length, 1, "a second does not fit");
});
