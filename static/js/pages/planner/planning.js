/** The plan of this page: its document, and what may be done with it. */

import { Reason } from "../../geometry/reasons.js";
import { factsOf } from "../../plan/ground.js";
import { createHistory } from "../../plan/history.js";
import { createPlanStore } from "../../plan/store.js";
import { refusal } from "../../text/saving.js";

/**
 * @param {object} parts `film`, `study`, `user`, `plan` of the API or null.
 * @returns {object} `store`, `history`, `plan`, `refusesEdits()`.
 */
export function createPlanning({ film, plan, say }) {
  const history = createHistory();
  const store = createPlanStore({
    document: plan?.document ?? null, version: plan?.version ?? 0, history,
    film: factsOf(film, film.frame), readOnly: readOnlyOf(plan),
  });
  store.onRefused((reason) => say(refusal(reason)));

  return {
    store,
    history,
    /** Say why nothing may be changed. @returns {boolean} Whether it is so. */
    refusesEdits() {
      if (store.readOnly) say(refusal(store.readOnly));
      return store.readOnly !== null;
    },
  };
}

function readOnlyOf(plan) {
  if (plan?.read_only) return new Reason(plan.read_only.code, plan.read_only.params);
  if (plan?.state === "signed") return new Reason("plan_signed");
  if (plan?.state === "archived") return new Reason("plan_archived");
  return null;
}
