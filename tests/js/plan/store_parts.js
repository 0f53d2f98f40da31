/** Stores and items for the tests of the plan. */

import { createHistory } from "../../../static/js/plan/history.js";
import { createPlanStore } from "../../../static/js/plan/store.js";

export const FACTS = Object.freeze({
  sopInstanceUid: "2.25.7", frame: 1, pixelSha256: "0".repeat(64), calibrationId: null, side: null,
});

export function createStore(options = {}) {
  const history = createHistory();
  const store = createPlanStore({ document: null, history, film: FACTS, ...options });
  const events = [];
  store.subscribe((event) => events.push(event));
  return { store, history, events };
}

/** A landmark on the film that is shown. */
export function point(store, pointPx, more = {}) {
  return {
    id: store.uuid(), body_id: store.filmBodyId, key: "teardrop", side: "R", point_px: pointPx,
    placed: "free", ...more,
  };
}

export const put = (item, collection = "landmarks") => ({ op: "upsert", collection, item });
export const gone = (id, collection = "landmarks") => ({ op: "delete", collection, id });
