/** The list of studies. */

import { isActive, subscribe } from "../panels/imports/feed.js";
import { Preview } from "../panels/worklist/preview.js";
import { attachRows, showJob } from "../panels/worklist/study-rows.js";

const table = document.querySelector("[data-studies]");

if (table) {
  const preview = new Preview(document.querySelector("[data-preview]"));
  attachRows(table, (row) => preview.choose(row));
  subscribe((job) => showJob(table, job));
} else {
  // An empty list fills as soon as the first film is there.
  let waiting = false;
  subscribe((job) => {
    waiting ||= isActive(job);
    if (waiting && (job.first_film || (!isActive(job) && job.study_id))) location.reload();
  });
}
