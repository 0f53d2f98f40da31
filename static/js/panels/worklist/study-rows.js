/** The rows of the list of studies: keys, choice, live state. */

import { isActive } from "../imports/feed.js";
import { say } from "../say.js";
import { progress } from "../../text/imports.js";
import { whereWords } from "../../text/search.js";

const linkOf = (row) => row.querySelector("a");

/**
 * Make the rows choosable by pointer and arrow keys; Enter is the link's own.
 *
 * @param {HTMLTableElement} table
 * @param {(row: HTMLTableRowElement) => void} choose Called for each row that is pointed at or
 *   focused.
 */
export function attachRows(table, choose) {
  const rows = [...table.tBodies[0].rows];

  function mark(row) {
    for (const each of rows) each.classList.toggle("chosen", each === row);
    choose(row);
  }

  for (const row of rows) {
    row.addEventListener("pointerenter", () => mark(row));
    linkOf(row).addEventListener("focus", () => mark(row));
  }

  document.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("input, select, textarea, dialog, aside, details")) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[Math.min(Math.max(at < 0 ? 0 : at + by, 0), rows.length - 1)];
    event.preventDefault();
    linkOf(next).focus();
  });

  if (rows.length) mark(rows[0]);
}

/**
 * Write an import's progress into the row of its study.
 *
 * @param {HTMLTableElement} table
 * @param {object} job
 */
export function showJob(table, job) {
  const row = job.study_id && table.querySelector(`[data-study="${CSS.escape(job.study_id)}"]`);
  // What the server wrote into the page is newer than an import that ended before.
  if (!row || (!isActive(job) && row.dataset.following !== job.id)) return;
  row.dataset.following = job.id;
  const state = row.querySelector("[data-state-words]");
  const where = { have: job.files_done, expected: job.files_total };
  if (isActive(job)) say(state, progress(job));
  else {
    const complete = job.state === "done";
    say(state, whereWords({ state: complete ? "here" : "incomplete", ...where }, []));
    state.className = complete ? "secondary" : "badge";
    state.dataset.tone = complete ? "" : "amber";
  }
}
