/** The plan of this page: its document, how it is saved, what may be done with it. */

import * as api from "../../api.js";
import { follow } from "../../live.js";
import { Reason } from "../../geometry/reasons.js";
import { createAutosave } from "../../plan/autosave.js";
import { factsOf } from "../../plan/ground.js";
import { createHistory } from "../../plan/history.js";
import { find, idOf } from "../../plan/items.js";
import { openWithLeftovers } from "../../plan/leftovers.js";
import { createMemoryQueue, openQueue } from "../../plan/queue.js";
import { createPlanStore } from "../../plan/store.js";
import { others, refusal, saving } from "../../text/saving.js";

const NOT_THEIRS = "plan_of_surgeons";
const POLL_MS = 5000;

/**
 * What this browser still has of the person's work on this study.
 *
 * @param {{user: object, study: object, plan: object | null}} page What the page carries.
 * @returns {Promise<object>} For `createPlanning`.
 */
export async function openPlan({ user, study, plan }) {
  const mayEdit = user.may.edit;
  const queue = mayEdit ? await openQueue() : createMemoryQueue();
  const opening = await openWithLeftovers({
    queue, user: user.id, study: study.id, plan, get: api.get,
    chosen: new URLSearchParams(location.search).has("plan"),
  });
  // Of a plan that was begun without a connection the server knows nothing.
  return { queue, opening, mayEdit, plan: opening.exists ? plan : null };
}

/**
 * @param {object} parts `film`, `study`, `user`, `opened` by `openPlan`, `say`,
 *   `onOthers(plan)`: somebody else changed it.
 * @returns {object} `store`, `history`, `autosave`, `plan()`, `setPlan(plan)`, `onPlan(listener)`,
 *   `refusesEdits()`, `onlyHere`, `lost`.
 */
export function createPlanning({ film, study, user, opened, say, onOthers }) {
  const { queue, opening, mayEdit } = opened;
  const listeners = new Set();
  let plan = opened.plan;
  // What the server has of it is not for those who may only look.
  let served = opening.saved;

  const isServed = (change) => served && find(served, change.collection, idOf(change));
  const history = createHistory();
  const store = createPlanStore({
    document: opening.document, version: opening.version, history,
    film: factsOf(film, film.frame), readOnly: readOnlyOf(plan),
    guard: mayEdit ? undefined : (changes) => (changes.some(isServed)
      ? new Reason("not_yours") : null),
  });
  store.onRefused((reason) => say(refusal(reason)));

  const autosave = createAutosave({
    store, queue, user: user.id, api, sends: mayEdit, saved: opening.saved,
    plan: {
      id: opening.planId, studyId: study.id, exists: opening.exists,
      savedAt: plan?.version ? plan.changed_at : null,
    },
    leftovers: opening.entries, onPlan: takePlan,
  });
  if (opening.entries.length) say(saving.recovered(opening.entries.length));

  function takePlan(next, why) {
    const before = plan;
    served = next.document;
    setPlan(next);
    if (why === "changed") say(others.saved(next.changed_by, next.version));
    else if (before && before.state !== next.state) sayState(next);
    if (why !== "begun") onOthers(next);
  }

  function sayState({ state, changed_by: author }) {
    if (state === "signed") say(others.signed(author));
    if (state === "draft") say(others.reopened(author));
  }

  function setPlan(next) {
    plan = next;
    store.setReadOnly(readOnlyOf(plan));
    [...listeners].forEach((listener) => listener(plan));
  }

  const isNews = ({ plan_id: id, version, state }) => (id === autosave.planId
    ? version > store.committedVersion || (plan && state !== plan.state) : !autosave.exists);

  follow({
    plan(told) {
      if (told.study_id !== study.id || !isNews(told)) return;
      autosave.hear({ id: told.plan_id, version: told.version });
    },
  }, { poll, every_ms: POLL_MS });

  async function poll() {
    try {
      const plans = await api.get(`plans?study=${study.id}`);
      const told = plans.find(({ id }) => id === autosave.planId) ?? plans[0];
      if (told && isNews({ ...told, plan_id: told.id })) await autosave.hear(told);
    } catch (error) {
      // Asked again soon.
      if (error.status === undefined) throw error;
    }
  }

  window.addEventListener("online", () => autosave.retry());
  window.addEventListener("pagehide", () => autosave.leave());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") autosave.leave();
  });

  // Signing out empties this browser, so it waits for what can still be saved.
  document.addEventListener("plumbline:leaving", ({ detail }) => detail.waitFor(
    mayEdit ? autosave.retry().then(autosave.settle).then(() => autosave.state.pending) : 0,
  ));

  return {
    store,
    history,
    autosave: {
      get state() { return autosave.state; },
      get lasting() { return queue.lasting; },
      get planId() { return autosave.planId; },
      subscribe: autosave.subscribe,
      flush: autosave.settle,
      retry: autosave.retry,
      putMineOnTop: autosave.putMineOnTop,
      takeTheirs: autosave.takeTheirs,
    },
    plan: () => plan,
    setPlan,
    onPlan(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onlyHere: !mayEdit,
    lost: opening.lost,
    /** Say why nothing may be changed. @returns {boolean} Whether it is so. */
    refusesEdits() {
      if (store.readOnly) say(refusal(store.readOnly));
      return store.readOnly !== null;
    },
  };
}

/** Why nobody may change it; who may only look measures in a copy that stays in the tab. */
function readOnlyOf(plan) {
  const reason = plan?.read_only;
  if (reason && reason.code !== NOT_THEIRS) return new Reason(reason.code, reason.params);
  return plan && plan.state !== "draft" ? new Reason(`plan_${plan.state}`) : null;
}
