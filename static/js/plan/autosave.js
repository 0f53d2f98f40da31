/**
 * Saving without being asked: every change set is written down in this browser at once and sent
 * within a second, in order, each exactly once.
 *
 * What goes wrong never costs work. Without an answer the same set is sent again; when the
 * server has moved on, its own history says which of these sets it has already, and what is
 * left is a person's to decide.
 */

import { applyChanges } from "./changes.js";
import { empty } from "./document.js";
import { uuid } from "./ids.js";
import { find, idOf, same } from "./items.js";
import { rebase, squashed } from "./rebase.js";

const SEND_AFTER_MS = 400;
const RETRY_MS = [1000, 2000, 4000, 8000];
const MOST_CHANGES = 1000;
// Browsers let 64 KB outlive a page.
const KEEPALIVE_CHARACTERS = 60_000;
const MOVED_ON = ["plan_changed", "change_set_used"];
const DONE = ["commit", "undo", "redo"];
const WAIT_MS = 50;

/**
 * @typedef {{savedAt: string | null, pending: number, since: string | null, sending: boolean,
 *   offline: boolean, conflict: {theirs: object, base: object} | null,
 *   refused: {code: string, sentence: string} | null}} SaveState `since`: when the oldest of what is
 *   not saved was done. `theirs` is a plan of the API, `base` the document that both began with.
 */

/**
 * @param {object} options
 * @param {object} options.store of `store.js`
 * @param {object} options.queue of `queue.js`
 * @param {string} options.user whose work it is
 * @param {{id: string, studyId: string, exists: boolean, savedAt?: string}} options.plan
 * @param {object[]} [options.leftovers] of an earlier page; the store's document has them
 * @param {object | null} options.saved the server's document, without them
 * @param {{get: Function, post: Function}} options.api
 * @param {boolean} [options.sends] false: nothing leaves this tab
 * @param {(plan: object, why: "begun" | "changed" | "rebased" | "taken") => void} [options.onPlan]
 *   told of the server's plan, as the API gives it
 * @returns {object} The autosave.
 */
export function createAutosave({
  store, queue, user, plan, leftovers = [], saved, api, sends = true, onPlan = () => {},
}) {
  const listeners = new Set();
  const at = { planId: plan.id, exists: plan.exists, base: saved ?? empty(), heard: 0 };
  const asideIds = new Map();
  let unsent = [...leftovers];
  let batch = null;
  let timer = null;
  let failures = 0;
  const state = {
    savedAt: plan.savedAt ?? null, pending: unsent.length, since: unsent[0]?.at ?? null,
    sending: false, offline: false, conflict: null, refused: null,
  };

  const path = (end = "") => `plans/${at.planId}${end}`;
  const merged = (entries) => entries.flatMap(({ changes }) => changes);
  const isStopped = () => !sends || state.conflict || state.refused || !unsent.length;

  function show(change = {}) {
    Object.assign(state, change, { pending: unsent.length, since: unsent[0]?.at ?? null });
    [...listeners].forEach((listener) => listener(state));
  }

  function entryOf(changes, base, when) {
    return { id: uuid(), user, plan: at.planId, base, changes, at: when };
  }

  function take({ kind, changes }) {
    if (!DONE.includes(kind)) return;
    const entry = entryOf(changes, store.committedVersion, new Date().toISOString());
    unsent.push(entry);
    if (sends) {
      if (!at.exists) queue.begin({ id: at.planId, user, study: plan.studyId });
      queue.add(entry);
    }
    show();
    // A plan that is not there yet takes two requests; the first cannot wait for the page to go.
    sendIn(at.exists ? SEND_AFTER_MS : 0);
  }

  function sendIn(delayMs) {
    if (timer !== null || isStopped()) return;
    timer = setTimeout(send, delayMs);
  }

  /** What goes together; once sent it stays as it is, so that sending it again is harmless. */
  function nextBatch() {
    const entries = [];
    let count = 0;
    for (const entry of unsent) {
      count += entry.changes.length;
      if (entries.length && count > MOST_CHANGES) break;
      entries.push(entry);
    }
    return { entries, body: bodyOf(entries, store.committedVersion) };
  }

  const bodyOf = (entries, version) => (
    { id: entries.at(-1).id, base_version: version, changes: merged(entries) });

  const sendBody = (body) => api.post(path("/changes"), body, {
    keepalive: JSON.stringify(body).length < KEEPALIVE_CHARACTERS,
  });

  async function begin() {
    const begun = await api.post("plans", {
      id: at.planId, study_id: plan.studyId, operation: "", side: "", planned_on: null,
    }, { keepalive: true });
    at.exists = true;
    queue.forget(at.planId);
    onPlan(begun, "begun");
  }

  async function send() {
    clearTimeout(timer);
    timer = null;
    if (state.sending || isStopped()) return;
    batch ??= nextBatch();
    show({ sending: true });
    try {
      if (!at.exists) await begin();
      done(await sendBody(batch.body));
    } catch (error) {
      await failed(error);
    }
    if (at.heard > store.committedVersion && !state.offline) await look();
  }

  function done({ version, saved_at: when }) {
    at.base = applyChanges(at.base, batch.body.changes);
    drop(batch.entries);
    confirm(version);
    failures = 0;
    show({ sending: false, offline: false, savedAt: when });
    sendIn(0);
  }

  const idsOf = (entries) => entries.map(({ id }) => id);

  function drop(entries) {
    queue.remove(idsOf(entries));
    unsent = unsent.filter((entry) => !entries.includes(entry));
    batch = null;
  }

  /** The server has everything up to this version; a later page begins from there. */
  function confirm(version) {
    store.confirm(version);
    unsent.forEach((entry) => { entry.base = version; });
    queue.standOn(idsOf(unsent), version);
  }

  async function failed(error) {
    // Only the server's refusals and a missing answer are expected here.
    if (error.status === undefined) {
      show({ sending: false });
      throw error;
    }
    if (error.status === 0 || error.status === 429 || error.status >= 500) later();
    else if (MOVED_ON.includes(error.code)) await catchUp();
    else {
      batch = null;
      show({ sending: false, refused: { code: error.code, sentence: error.sentence } });
    }
  }

  function later() {
    show({ sending: false, offline: true });
    sendIn(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
    failures += 1;
  }

  /** The server has another version: with sets of ours whose answer was lost, or of others. */
  async function catchUp() {
    let theirs;
    let history;
    try {
      [theirs, history] = await Promise.all([api.get(path()), api.get(path("/history"))]);
    } catch (error) {
      if (error.status === undefined) throw error;
      later();
      return;
    }
    const versions = new Map(history.map(({ id, version }) => [id, version]));
    // A set bears the name of its last entry, and came after all before it.
    const arrived = unsent.slice(0, 1 + unsent.findLastIndex(({ id }) => versions.get(id)));
    const own = new Set(arrived.map(({ id }) => versions.get(id)));
    let version = store.committedVersion;
    while (own.has(version + 1)) version += 1;
    at.base = applyChanges(at.base, merged(arrived));
    drop(arrived);
    confirm(version);
    failures = 0;
    show({ sending: false, offline: false });
    if (theirs.version === version) sendIn(0);
    else if (hasAll(theirs.document)) {
      drop([...unsent]);
      standOn(theirs, "changed");
    } else show({ conflict: { theirs, base: at.base } });
  }

  /** Whether nothing of mine is left to decide: there is none, or others did the very same. */
  const hasAll = (document) => squashed(merged(unsent)).every((change) => same(
    find(document, change.collection, idOf(change)), change.op === "delete" ? null : change.item));

  /** Take the server's version, with `mine` on top. */
  function standOn(theirs, why, mine = []) {
    at.base = theirs.document;
    store.replace(theirs.document, theirs.version, mine);
    show({ savedAt: theirs.changed_at, conflict: null, refused: null });
    onPlan(theirs, why);
  }

  function putOnTop(theirs, why) {
    const changes = rebase(at.base, theirs.document, merged(unsent));
    const entries = changes.length ? [entryOf(changes, theirs.version, unsent[0].at)] : [];
    if (sends) {
      // If the page goes between the two, work is there twice rather than not at all.
      entries.forEach((entry) => queue.add(entry));
      queue.remove(idsOf(unsent));
    }
    unsent = entries;
    standOn(theirs, why, changes);
  }

  /** Under a name of their own; after an answer that was lost the same set is kept once. */
  async function setAside(entries) {
    const last = entries.at(-1).id;
    if (!asideIds.has(last)) asideIds.set(last, uuid());
    await api.post(path("/set-aside"), {
      id: asideIds.get(last), base_version: store.committedVersion, changes: merged(entries),
    });
  }

  /** Ask for the plan as the server has it now. */
  async function look() {
    if (state.sending || state.conflict) return;
    try {
      news(await api.get(path()));
    } catch (error) {
      // The next event, or the next thing that is saved, asks again.
      if (error.status === undefined) throw error;
    }
  }

  function news(theirs) {
    if (state.sending || state.conflict) return;
    if (theirs.version <= store.committedVersion) onPlan(theirs, "known");
    else if (!unsent.length) standOn(theirs, "changed");
    else if (sends) send();
    else putOnTop(theirs, "changed");
  }

  const stopTaking = store.subscribe(take);
  sendIn(0);

  return {
    get state() { return state; },
    get planId() { return at.planId; },
    get exists() { return at.exists; },
    /** @param {(state: SaveState) => void} listener Called now and at every change. */
    subscribe(listener) {
      listeners.add(listener);
      listener(state);
      return () => listeners.delete(listener);
    },
    /** Send now: the connection may be back, or the person signed in again. */
    retry() {
      failures = 0;
      show({ refused: null });
      return send();
    },
    /** @returns {Promise<boolean>} Whether everything done so far is on the server. */
    async settle() {
      while (unsent.length && sends) {
        if (state.conflict || state.refused || state.offline) break;
        if (state.sending) await new Promise((resolve) => { setTimeout(resolve, WAIT_MS); });
        else await send();
      }
      return unsent.length === 0;
    },
    /** The page goes: what is on its way outlives it, and what follows is sent after it. */
    leave() {
      if (isStopped()) return;
      if (!state.sending) {
        send();
        return;
      }
      const rest = unsent.filter((entry) => !batch.entries.includes(entry));
      // Whether it arrives, the server's history tells the next page.
      if (rest.length) sendBody(bodyOf(rest, store.committedVersion + 1)).catch(() => {});
    },
    /**
     * Somebody changed the plan, or began one for this study.
     * @param {{id: string, version: number}} told
     */
    async hear({ id, version }) {
      if (id !== at.planId && !at.exists && !unsent.length) {
        at.planId = id;
        at.exists = true;
      }
      if (id !== at.planId) return;
      at.heard = Math.max(at.heard, version);
      await look();
    },
    /** Save nothing any more. */
    stop() {
      clearTimeout(timer);
      stopTaking();
      listeners.clear();
      unsent = [];
    },
    /** My changes on top of theirs, and saved so. */
    async putMineOnTop() {
      putOnTop(state.conflict.theirs, "rebased");
      await send();
    },
    /** Theirs holds; mine until now is kept on the server, set aside. Rejects if it cannot be. */
    async takeTheirs() {
      const aside = [...unsent];
      if (aside.length && at.exists) await setAside(aside);
      const theirs = await api.get(path());
      const dropped = aside.filter((entry) => unsent.includes(entry));
      at.base = applyChanges(at.base, merged(dropped));
      drop(dropped);
      // What was done while the server was asked belongs to what is seen from now on.
      if (unsent.length) putOnTop(theirs, "taken");
      else standOn(theirs, "taken");
      sendIn(0);
    },
  };
}
