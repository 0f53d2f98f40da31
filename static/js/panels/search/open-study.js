/** Open a study: bring it if it is not here, and go to its first film as soon as that is. */

import { begin, firstFilm } from "../imports/actions.js";
import { isActive } from "../imports/feed.js";
import { planner } from "../addresses.js";
import { sentence } from "../../text/imports.js";

let following = null;

/**
 * @param {object} row Of {@link Results}.
 * @param {(row: object) => void} refresh Called when the row's state has changed.
 * @param {(address: string) => void} go Leaves the page.
 * @returns {Promise<void>}
 */
export async function openStudy(row, refresh, go) {
  if (row.opening) return;
  const { state, study_id: studyId } = row.where;
  if (studyId && (state === "here" || state === "incomplete")) {
    go(planner(studyId));
    return;
  }
  // The film that was asked for last is the one to show; others arrive all the same.
  following?.abort();
  following = new AbortController();
  Object.assign(row, { opening: true, trouble: "" });
  refresh(row);
  try {
    const job = await begin(row.nodes[0].id, row.study.study_instance_uid, row.patient.name);
    row.job = job;
    const news = await firstFilm(job, following.signal);
    // Its end may have been told before the answer to the request had come.
    showImport(row, news);
    if (news.first_film) go(planner(news.first_film.study_id, news.first_film.film_id));
    else if (news.state === "done" && news.study_id) go(planner(news.study_id));
    else row.trouble = sentence(news);
  } catch (error) {
    if (error.name !== "AbortError") row.trouble = error.sentence ?? error.message;
  }
  row.opening = false;
  refresh(row);
}

/**
 * Write an import's progress into a row.
 *
 * @param {object} row
 * @param {object} job
 */
export function showImport(row, job) {
  const mine = row.job?.id === job.id;
  // An import that ended before this search says nothing that the search did not say.
  if (!mine && !isActive(job)) return;
  row.job = job;
  const total = { have: job.files_done, expected: job.files_total };
  if (isActive(job)) row.where = { ...row.where, state: "importing", job_id: job.id };
  else if (job.state === "done") row.where = { state: "here", study_id: job.study_id, ...total };
  else if (job.state === "incomplete") {
    row.where = { state: "incomplete", study_id: job.study_id, ...total };
  } else row.where = { state: "pacs", study_id: null, job_id: null };
}
