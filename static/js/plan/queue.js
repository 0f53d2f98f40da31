/**
 * What is not saved yet, kept in this browser: it outlives the page, the tab and a dead network.
 *
 * Every record belongs to a person and a plan; nobody else's is ever read. Records hold change
 * sets and keys, no names.
 *
 * @typedef {{seq?: number, id: string, user: string, plan: string, base: number,
 *   changes: object[], at: string}} Entry `base`: the server's version when it was done.
 * @typedef {{id: string, user: string, study: string}} Begun A plan that the server has not seen.
 */

const DATABASE = "plumbline-unsent";
const VERSION = 1;
// A browser that takes longer has no storage to offer; the page must not wait for it.
const OPEN_WITHIN_MS = 1500;

/** @returns {object} A queue that forgets when the page goes: for want of a better one. */
export function createMemoryQueue(entries = [], plans = []) {
  let seq = entries.length;
  const mine = (user, plan) => entries.filter((one) => one.user === user && one.plan === plan);
  return {
    lasting: false,
    async add(entry) { entries.push({ ...entry, seq: seq += 1 }); },
    async remove(ids) {
      for (const id of ids) {
        const at = entries.findIndex((one) => one.id === id);
        if (at >= 0) entries.splice(at, 1);
      }
    },
    async standOn(ids, base) {
      entries.filter(({ id }) => ids.includes(id)).forEach((one) => { one.base = base; });
    },
    async entriesOf(user, plan) { return mine(user, plan).map((one) => ({ ...one })); },
    async begin(plan) { plans.push(plan); },
    async forget(id) { plans.splice(0, plans.length, ...plans.filter((one) => one.id !== id)); },
    async begunOf(user, study) {
      return plans.filter((one) => one.user === user && one.study === study);
    },
    async count() { return entries.length; },
  };
}

/**
 * @param {IDBFactory | undefined} [factory]
 * @returns {Promise<object>} The queue of this browser; one in memory where it has no storage.
 */
export async function openQueue(factory = globalThis.indexedDB) {
  try {
    return queueOn(await opened(factory));
  } catch {
    return createMemoryQueue();
  }
}

function opened(factory) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("timeout")), OPEN_WITHIN_MS);
    const request = factory.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      const entries = request.result.createObjectStore("entries", {
        keyPath: "seq", autoIncrement: true,
      });
      entries.createIndex("plan", ["user", "plan"]);
      entries.createIndex("id", "id");
      const plans = request.result.createObjectStore("plans", { keyPath: "id" });
      plans.createIndex("study", ["user", "study"]);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

const answerOf = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const endOf = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onerror = () => reject(transaction.error);
  transaction.onabort = () => reject(transaction.error);
});

function queueOn(database) {
  // Another tab of a newer program must not wait for this one.
  database.onversionchange = () => database.close();
  const read = (store) => database.transaction(store).objectStore(store);

  /** A full disk is no reason to stop working: the page keeps what the browser cannot. */
  async function write(store, change) {
    try {
      const transaction = database.transaction(store, "readwrite");
      change(transaction.objectStore(store));
      await endOf(transaction);
    } catch {
      queue.lasting = false;
    }
  }

  /** Committed in the same breath, it is kept even if the page goes with the next one. */
  const writeNow = (store, change) => write(store, (opened) => {
    change(opened);
    opened.transaction.commit();
  });

  const queue = {
    lasting: true,
    /** @param {Entry} entry */
    add: (entry) => writeNow("entries", (store) => store.add(entry)),
    /** @param {string[]} ids */
    remove: (ids) => write("entries", (store) => {
      for (const id of ids) {
        store.index("id").getAllKeys(id).onsuccess = (event) => {
          event.target.result.forEach((key) => store.delete(key));
        };
      }
    }),
    /** What came before these is saved: they stand on another version. */
    standOn: (ids, base) => write("entries", (store) => {
      for (const id of ids) {
        store.index("id").openCursor(id).onsuccess = ({ target: { result: cursor } }) => {
          cursor?.update({ ...cursor.value, base });
        };
      }
    }),
    /** @returns {Promise<Entry[]>} In the order in which they were done. */
    entriesOf: (user, plan) => answerOf(read("entries").index("plan").getAll([user, plan])),
    /** @param {Begun} plan */
    begin: (plan) => writeNow("plans", (store) => store.put(plan)),
    forget: (id) => writeNow("plans", (store) => store.delete(id)),
    /** @returns {Promise<Begun[]>} */
    begunOf: (user, study) => answerOf(read("plans").index("study").getAll([user, study])),
    /** @returns {Promise<number>} How much in this browser is not saved, of whoever it is. */
    count: () => answerOf(read("entries").count()),
  };
  return queue;
}
