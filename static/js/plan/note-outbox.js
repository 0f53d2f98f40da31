/**
 * Notes on their way: kept in this browser from the first letter until the server has confirmed
 * them, sent in order, never twice.
 *
 * A note gets its identifier when it is begun, so that sending again is harmless; its words are
 * frozen from the moment it is sent until there is an answer.
 *
 * @typedef {{id: string, user: string, study_id: string, film_id: string|null,
 *   frame: number|null, point_px: [number, number]|null, reply_to: string|null,
 *   priority: "normal"|"must_read", text: string, state: "draft"|"waiting"|"refused",
 *   problem: string|null, begun_at: string}} Unsent `problem` is the sentence of the last try.
 */

const RETRY_MS = [2_000, 5_000, 10_000, 30_000];
const SENT = ["id", "film_id", "frame", "point_px", "reply_to", "priority", "text"];
const EDITED = ["film_id", "frame", "point_px", "priority", "text"];
const BLANK = { film_id: null, frame: null, point_px: null, reply_to: null, priority: "normal",
  text: "" };

/** Later it may go well: no connection, a server in trouble, signed out for a while. */
const mayPass = (status) => status === 0 || status === 401 || status === 408 || status === 429
  || status >= 500;

const pick = (from, names) => Object.fromEntries(names.filter((name) => name in from)
  .map((name) => [name, from[name]]));

/**
 * @param {object} parts
 * @param {object} parts.keeper See `note-keeper.js`.
 * @param {string} parts.user Whose notes; others who use this browser keep theirs.
 * @param {(studyId: string, note: object) => Promise<object>} parts.send Rejects with an error
 *   that has `status` (0 without an answer), `code` and `sentence`.
 * @param {() => string} parts.uuid
 * @param {(run: () => void, ms: number) => void} [parts.later]
 * @returns {object} The outbox.
 */
export function createNoteOutbox({ keeper, user, send, uuid, later = setTimeout }) {
  const records = new Map();
  const listeners = new Set();
  const state = { isKept: true, sending: null, tries: 0, timer: false };

  const tell = (event) => [...listeners].forEach((listener) => listener(event));
  const changed = () => tell({ kind: "changed" });
  const sorted = () => [...records.values()].sort((a, b) => a.begun_at.localeCompare(b.begun_at));

  async function keep(work) {
    const before = state.isKept;
    try {
      await work();
      state.isKept = true;
    } catch {
      // A browser without a database: the page is told and says so.
      state.isKept = false;
    }
    if (before !== state.isKept) changed();
  }

  const isEmpty = ({ text, state: how }) => how === "draft" && !text.trim();

  function store(record) {
    records.set(record.id, record);
    changed();
    return keep(() => (isEmpty(record) ? keeper.remove(record.id) : keeper.put(record)));
  }

  function forget(id) {
    records.delete(id);
    changed();
    return keep(() => keeper.remove(id));
  }

  async function load() {
    await keep(async () => {
      for (const record of await keeper.all()) {
        if (record.user === user && !records.has(record.id)) records.set(record.id, record);
      }
    });
    changed();
    await flush();
  }

  async function sendOne(record) {
    try {
      const note = await send(record.study_id, pick(record, SENT));
      await forget(record.id);
      tell({ kind: "sent", note });
      return true;
    } catch (error) {
      if (typeof error.status !== "number") throw error;
      if (mayPass(error.status)) {
        await store({ ...record, problem: error.sentence });
        return false;
      }
      await refused(record, error);
      return true;
    }
  }

  /** The words are given back to the person; under a used identifier other words are kept. */
  async function refused(record, error) {
    const next = { ...record, state: "refused", problem: error.sentence };
    if (error.code === "note_sent_differently") {
      next.id = uuid();
      await store(next);
      await forget(record.id);
      tell({ kind: "renamed", from: record.id, to: next.id });
    } else await store(next);
    tell({ kind: "refused", record: next });
  }

  async function round() {
    for (const record of sorted().filter((one) => one.state === "waiting")) {
      if (!await sendOne(record)) return false;
    }
    return true;
  }

  async function flush() {
    if (state.sending) return state.sending;
    state.sending = round();
    try {
      const isDone = await state.sending;
      state.tries = isDone ? 0 : state.tries + 1;
      if (!isDone) tryLater();
    } finally {
      state.sending = null;
    }
    // What was handed in while the round was under way.
    if (state.tries === 0 && sorted().some((one) => one.state === "waiting")) await flush();
    return undefined;
  }

  function tryLater() {
    if (state.timer) return;
    state.timer = true;
    later(() => {
      state.timer = false;
      flush();
    }, RETRY_MS[Math.min(state.tries, RETRY_MS.length) - 1]);
  }

  return {
    /** Take up what an earlier page left, and send what was to be sent. */
    load,
    flush,
    /** @returns {Unsent[]} Oldest first; of one study, or all. */
    unsent: (studyId = null) => sorted().filter((record) => !isEmpty(record)
      && (studyId === null || record.study_id === studyId)),
    get: (id) => records.get(id) ?? null,
    /** Whether this browser keeps what is typed. */
    get isKept() { return state.isKept; },

    /** @param {object} fields `study_id` and whatever is known. @returns {Unsent} */
    begin(fields) {
      const record = {
        ...BLANK, ...fields, id: uuid(), user, state: "draft", problem: null,
        begun_at: new Date().toISOString(),
      };
      records.set(record.id, record);
      return record;
    },

    /** Keep what was typed. @param {string} id @param {object} fields */
    edit(id, fields) {
      const record = records.get(id);
      if (!record || record.state === "waiting") return null;
      return store({ ...record, ...pick(fields, EDITED), state: "draft", problem: null });
    },

    /** From now on the words are fixed, and sent until the server has them or refuses. */
    async submit(id) {
      const record = records.get(id);
      if (!record || record.state === "waiting") return;
      const text = record.text.toWellFormed().replaceAll("\0", "").trim();
      // It is in the browser's database before it is on the wire.
      await store({ ...record, text, state: "waiting", problem: null });
      await flush();
    },

    /** Throw away what was never sent. */
    async discard(id) {
      const record = records.get(id);
      if (record && record.state !== "waiting") await forget(id);
    },

    /** Drop what the server turns out to have: the answer, or the page, was lost. */
    async reconcile(notes) {
      for (const { id, text } of notes) {
        const record = records.get(id);
        if (record && (record.state === "waiting" || record.text.trim() === text)) await forget(id);
      }
    },

    /**
     * @param {(event: {kind: "changed"|"sent"|"refused"|"renamed"}) => void} listener
     * @returns {() => void} Stop listening.
     */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
