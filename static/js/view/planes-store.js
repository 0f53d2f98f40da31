/**
 * Planes of a volume as they arrive: single ones at once, then runs around what is looked at.
 *
 * The server cuts runs of `volume.run` planes. What lies far from every pane is forgotten, so
 * that memory stays bounded however long somebody scrolls; no more is brought than can be kept.
 */

const AT_ONCE = 2;
const KEPT_BYTES = 192 * 2 ** 20;
const STRIP_ROWS = 64;
// Runs before and after the one that is shown.
const AROUND = 2;

/**
 * @param {{volume: {run: number, planes: object[]}, workerUrl: string,
 *   onPlanes: (name: string) => void, onError: (code: string) => void}} options
 * @returns {{get: (name: string, index: number) => Uint16Array|null,
 *   want: (wishes: {name: string, index: number}[]) => void, retry: () => void}} The first wish
 *   is the most urgent one.
 */
export function createPlanesStore({ volume, workerUrl, onPlanes, onError }) {
  const byName = new Map(volume.planes.map((plane) => [plane.name, plane]));
  // In order of use, what was used last at the end.
  const have = new Map();
  const underWay = new Map();
  const failed = new Set();
  const idle = [];
  let bytes = 0;
  let planned = [];
  let asked = 0;
  let workers = [];

  function hire() {
    workers = Array.from({ length: AT_ONCE }, () => new Worker(workerUrl, { type: "module" }));
    for (const worker of workers) {
      worker.onmessage = ({ data }) => arrived(worker, data);
      worker.onerror = () => { dismiss(); onError("level_failed"); };
    }
    idle.push(...workers);
  }

  function dismiss() {
    workers.forEach((worker) => worker.terminate());
    workers = [];
    idle.length = 0;
    underWay.clear();
  }

  const keyOf = (name, start, count) => `${name}/${start}/${count}`;
  const runOf = (index) => index - (index % volume.run);

  function kept(key) {
    const values = have.get(key);
    if (!values) return null;
    have.delete(key);
    have.set(key, values);
    return values;
  }

  function get(name, index) {
    const { columns, rows } = byName.get(name);
    const start = runOf(index);
    const run = kept(keyOf(name, start, volume.run));
    const size = columns * rows;
    if (run) return run.subarray((index - start) * size, (index - start + 1) * size);
    return kept(keyOf(name, index, 1));
  }

  function arrived(worker, { id, values, code }) {
    const task = underWay.get(id);
    underWay.delete(id);
    idle.push(worker);
    if (code) {
      failed.add(task.key);
      onError(code);
    } else {
      have.set(task.key, values);
      bytes += values.byteLength;
      forget();
      onPlanes(task.name);
    }
    pump();
  }

  function forget() {
    const needed = new Set(planned.map(({ key }) => key));
    for (const [key, values] of have) {
      if (bytes <= KEPT_BYTES) return;
      if (needed.has(key)) continue;
      have.delete(key);
      bytes -= values.byteLength;
    }
  }

  /**
   * What these wishes need, the most urgent first. The slices themselves are always of it; of runs
   * as many as can be kept, or one would drive out the other for ever.
   */
  function planFor(wishes) {
    const found = new Map(wishes.map(({ name, index }) => task(name, index, 1))
      .map((one) => [one.key, one]));
    let room = KEPT_BYTES - [...found.values()].reduce((sum, one) => sum + bytesOf(one), 0);
    for (const run of runsAround(wishes)) {
      if (found.has(run.key) || bytesOf(run) > room) continue;
      found.set(run.key, run);
      room -= bytesOf(run);
    }
    return [...found.values()];
  }

  /** The runs that are shown, then those next to them. */
  function* runsAround(wishes) {
    for (const { name, index } of wishes) yield task(name, runOf(index), volume.run);
    for (let away = 1; away <= AROUND; away += 1) {
      for (const { name, index } of wishes) {
        for (const side of [away, -away]) {
          const start = runOf(index) + side * volume.run;
          if (start >= 0 && start < byName.get(name).count) yield task(name, start, volume.run);
        }
      }
    }
  }

  function task(name, start, count) {
    const { url, columns, rows, count: total } = byName.get(name);
    return {
      name,
      start,
      isSingle: count === 1,
      key: keyOf(name, start, count),
      level: {
        url: url.replace("{start}", start).replace("{count}", count),
        columns, rows, planes: Math.min(count, total - start), strip_rows: STRIP_ROWS, factor: 1,
      },
    };
  }

  function pump() {
    if (!idle.length) return;
    const busy = new Set([...underWay.values()].map(({ key }) => key));
    for (const next of planned) {
      if (have.has(next.key) || busy.has(next.key) || failed.has(next.key)) continue;
      if (next.isSingle && get(next.name, next.start)) continue;
      asked += 1;
      underWay.set(asked, next);
      busy.add(next.key);
      const worker = idle.pop();
      worker.postMessage({ id: asked, level: { ...next.level, url: absolute(next.level.url) } });
      if (!idle.length) return;
    }
  }

  hire();
  return {
    get,
    want(wishes) {
      planned = planFor(wishes);
      pump();
    },
    /** After a failure, also one of the workers themselves. */
    retry() {
      failed.clear();
      if (!workers.length) hire();
      pump();
    },
  };
}

const bytesOf = ({ level: { columns, rows, planes } }) => (
  columns * rows * planes * Uint16Array.BYTES_PER_ELEMENT);
const absolute = (url) => new URL(url, globalThis.document?.baseURI ?? "http://localhost/").href;
