/** The list of studies. */

import { isActive, subscribe } from "../panels/imports/feed.js";
import { say } from "../panels/say.js";
import { Preview } from "../panels/worklist/preview.js";
import { attachRows, showJob } from "../panels/worklist/study-rows.js";
import { words } from "../text/pages.js";

const table = document.querySelector("[data-studies]");
const more = document.querySelector("[data-new-studies]");
const watched = new Set();
const arrived = new Set();

/** Offer what has come since the page was made; the list itself moves under nobody's pointer. */
function offerNew(job) {
  if (isActive(job)) watched.add(job.id);
  const known = table?.querySelector(`[data-study="${CSS.escape(job.study_id ?? "")}"]`);
  if (known || !watched.has(job.id) || !job.first_film) return;
  arrived.add(job.study_id);
  say(more, words.newStudies(arrived.size));
  more.hidden = false;
}

if (table) {
  const preview = new Preview(document.querySelector("[data-preview]"));
  attachRows(table, (row) => preview.choose(row));
}
subscribe((job) => {
  if (table) showJob(table, job);
  offerNew(job);
});
