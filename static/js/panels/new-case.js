/** A new case on the server: begun with what a plan begins with, then the rest. */

import { uuid } from "../plan/ids.js";

const BEGUN_WITH = ["operation", "side", "planned_on"];

/**
 * @param {{post: Function, patch: Function}} api
 * @param {string} studyId
 * @param {object} values Fields of the API that the person filled in.
 * @returns {Promise<string>} The plan's id.
 */
export async function newCase({ post, patch }, studyId, values) {
  const id = uuid();
  const pick = (wanted) => Object.fromEntries(
    Object.entries(values).filter(([name]) => BEGUN_WITH.includes(name) === wanted));
  await post("plans", {
    id, study_id: studyId, operation: "", side: "", planned_on: null, ...pick(true),
  });
  const rest = pick(false);
  if (Object.keys(rest).length) await patch(`plans/${id}`, rest);
  return id;
}
