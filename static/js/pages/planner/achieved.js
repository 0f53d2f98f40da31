/**
 * Planned and achieved: on a film from after a signed plan of the patient. Loaded only where there
 * is such a plan; the server compares what is saved.
 */

import { ApiError } from "../../api.js";
import { createAchievedCard } from "../../panels/achieved-card.js";
import { words } from "../../text/achieved.js";

const SOON_MS = 400;

/**
 * @param {object} context See `context.js`.
 * @param {{soon?: (ask: () => void) => void}} [options] `soon`: many changes in a row are one
 *   question
 * @returns {{ask: () => Promise<void>}}
 */
export function createAchieved(context, { soon = afterAWhile() } = {}) {
  const { api, autosave, onPlan, onScale, plan, store, study } = context;
  let card = null;
  let asked = 0;

  async function ask() {
    asked += 1;
    const mine = asked;
    const of = plan() ? `?plan=${plan().id}` : "";
    try {
      const answer = await api.get(`studies/${study.id}/achieved${of}`);
      if (mine === asked && answer.plan) shown().show(answer);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine === asked) card?.fail(words.failed);
    }
  }

  /** A signed plan of something else than a hip gives nothing to show, and no section. */
  function shown() {
    card ??= createAchievedCard(context.section("achieved").body);
    return card;
  }

  let seen = store.committedVersion;
  autosave.subscribe(() => {
    if (seen === store.committedVersion) return;
    seen = store.committedVersion;
    soon(ask);
  });
  onPlan(() => soon(ask));
  onScale(() => soon(ask));
  soon(ask);
  return { ask };
}

function afterAWhile() {
  let waiting = null;
  return (ask) => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, SOON_MS);
  };
}
