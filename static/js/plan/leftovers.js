/** Work that an earlier page of the same person could not save: found, and laid out again. */

import { Reason } from "../geometry/reasons.js";
import { applyChanges } from "./changes.js";
import { empty } from "./document.js";
import { uuid } from "./ids.js";

/**
 * `saved` and `version` are the server's at the time of the work, `document` has the work on top;
 * `lost` says that there is work which cannot be shown now.
 * @typedef {{planId: string, exists: boolean, entries: object[], saved: object | null,
 *   document: object | null, version: number, lost: boolean}} Opening
 */

/**
 * @param {object} options
 * @param {object} options.queue of `queue.js`
 * @param {string} options.user
 * @param {string} options.study
 * @param {object | null} options.plan of the API
 * @param {boolean} options.chosen whether the person asked for this very plan
 * @param {(path: string) => Promise<object>} options.get
 * @returns {Promise<Opening>} How the page begins.
 */
export async function openWithLeftovers({ queue, user, study, plan, chosen, get }) {
  const begun = chosen ? [] : await queue.begunOf(user, study);
  // A plan that was begun without a connection is newer than what the server knows.
  const own = begun.find(({ id }) => id !== plan?.id);
  const base = own ? null : plan;
  const planId = own?.id ?? plan?.id ?? uuid();
  const start = {
    planId, exists: Boolean(base), entries: [], saved: base?.document ?? null,
    document: base?.document ?? null, version: base?.version ?? 0, lost: false,
  };
  const entries = await queue.entriesOf(user, planId);
  if (!entries.length) return start;
  try {
    return laidOut(start, entries, await documentAt(start, entries[0].base, get));
  } catch (error) {
    if (error.status === undefined) throw error;
    return { ...start, lost: true };
  }
}

async function documentAt({ planId, version, saved }, wanted, get) {
  if (wanted === version) return saved ?? empty();
  return (await get(`plans/${planId}/history/${wanted}`)).document;
}

function laidOut(start, entries, saved) {
  const document = applyChanges(saved, entries.flatMap(({ changes }) => changes));
  if (document instanceof Reason) return { ...start, lost: true };
  return { ...start, entries, saved, document, version: entries[0].base };
}
