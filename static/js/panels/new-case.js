/** A new case on the server: begun with what a plan begins with, then the rest. */

import { uuid } from "../plan/ids.js";

const BEGUN_WITH = ["operation", "side", "planned_on"];

/**
 * @param {{post: Function, patch: Function}} api
 * @param {string} studyId
 * @param {object} values Fields of the API that the person filled in.
 * @param {string} [id] Of the plan; a new one if none is given.
 * @returns {Promise<object>} The plan of the API.
 */
export async function newCase({ post, patch }, studyId, values, id = uuid()) {
  const pick = (wanted) => Object.fromEntries(
    Object.entries(values).filter(([name]) => BEGUN_WITH.includes(name) === wanted));
  const begun = await post("plans", {
    id, study_id: studyId, operation: "", side: "", planned_on: null, ...pick(true),
  });
  const rest = pick(false);
  return Object.keys(rest).length ? patch(`plans/${id}`, rest) : begun;
}
