/** A new case on the server: begun with what a plan begins with, then the rest. */

import { uuid } from "../plan/ids.js";

const BLANK = { operation: "", side: "", planned_on: null };

/**
 * @param {{post: Function, patch: Function}} api
 * @param {string} studyId
 * @param {string} [id] Of the plan; a new one if none is given.
 * @returns {(values: object) => Promise<object>} Takes fields of the API that the person filled in
 *   and gives the plan of the API. Called again after a failure it goes on with the same plan,
 *   with what is in the fields then.
 */
export function createNewCase({ post, patch }, studyId, id = uuid()) {
  let begun = null;
  return async (values) => {
    const wanted = { ...BLANK, ...values };
    begun ??= await post("plans", {
      id, study_id: studyId, ...keep(wanted, (name) => name in BLANK),
    });
    const rest = keep(wanted, (name) => !(name in BLANK && begun[name] === wanted[name]));
    return Object.keys(rest).length ? patch(`plans/${id}`, rest) : begun;
  };
}

const keep = (values, isKept) => Object.fromEntries(
  Object.entries(values).filter(([name]) => isKept(name)));
