/** The lines of the worklist: keys, choice, the live state of an import. */

import { isActive } from "../imports/feed.js";
import { say } from "../say.js";
import { progress } from "../../text/imports.js";
import { whereWords } from "../../text/search.js";

const ROW = "tr[data-key]";
const STEP = { ArrowDown: 1, ArrowUp: -1 };

/** @param {Element} row @returns {HTMLAnchorElement} */
export const linkOf = (row) => row.querySelector(".patient a");

/**
 * Make the lines choosable by pointer and arrow keys; Enter is the link's own. They may be
 * replaced at any time, so nothing is kept of them but the key of the chosen one.
 *
 * @param {HTMLElement} section Holds the tables; only lines that are shown count.
 * @param {{choose: (row: Element) => void, preview: (row: Element) => void,
 *   box: HTMLInputElement}} options `choose` for each line pointed at or focused, `preview` for
 *   Space on it; from `box` the arrow leads into the list and back.
 * @returns {{refresh: () => void, focus: (key: string) => void}} `refresh` after lines were
 *   replaced.
 */
export function attachRows(section, { choose, preview, box }) {
  let chosen = null;
  const rows = () => [...section.querySelectorAll(ROW)].filter((row) => row.checkVisibility());

  function mark(row) {
    chosen = row.dataset.key;
    for (const each of rows()) each.classList.toggle("chosen", each === row);
    choose(row);
  }

  section.addEventListener("pointerover", (event) => {
    const row = event.target.closest?.(ROW);
    if (row && row.dataset.key !== chosen) mark(row);
  });
  section.addEventListener("focusin", (event) => {
    const row = event.target.closest?.(ROW);
    if (row) mark(row);
  });

  function step(event) {
    const by = STEP[event.key];
    const inBox = event.target === box;
    if (!inBox && event.target.closest?.("input, select, textarea, dialog, aside, details")) return;
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.contains(document.activeElement));
    if (inBox && by < 0) return;
    event.preventDefault();
    if (at === 0 && by < 0 && box.value) box.focus();
    else linkOf(all[Math.min(Math.max(at < 0 ? 0 : at + by, 0), all.length - 1)]).focus();
  }

  function space(event) {
    const row = event.target.closest?.(ROW);
    const onLink = row && event.target === linkOf(row);
    if (!onLink && event.target !== document.body) return;
    const shown = row ?? rows().find((each) => each.dataset.key === chosen) ?? rows()[0];
    if (!shown) return;
    event.preventDefault();
    preview(shown);
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (event.key in STEP) step(event);
    else if (event.key === " " && !event.repeat) space(event);
  });

  function refresh() {
    const all = rows();
    const row = all.find((each) => each.dataset.key === chosen) ?? all[0];
    if (row) mark(row);
  }

  refresh();
  return {
    refresh,
    focus(key) {
      const row = rows().find((each) => each.dataset.key === key);
      if (!row) return;
      linkOf(row).focus();
      row.scrollIntoView({ block: "nearest" });
    },
  };
}

/**
 * Write an import's progress into the lines of its study.
 *
 * @param {HTMLElement} section
 * @param {object} job
 */
export function showJob(section, job) {
  if (!job.study_id) return;
  for (const row of section.querySelectorAll(`tr[data-study="${CSS.escape(job.study_id)}"]`)) {
    // What the server wrote into the page is newer than an import that ended before.
    if (isActive(job) || row.dataset.following === job.id) showState(row, job);
  }
}

function showState(row, job) {
  row.dataset.following = job.id;
  const state = row.querySelector("[data-state-words]");
  const where = { have: job.files_done, expected: job.files_total };
  const complete = job.state === "done";
  state.hidden = false;
  if (isActive(job)) say(state, job.files_done ? progress(job) : whereWords({ state: "importing" }, []));
  else say(state, whereWords({ state: complete ? "here" : "incomplete", ...where }, []));
  state.className = complete ? "secondary" : "badge";
  state.dataset.tone = isActive(job) || complete ? "" : "amber";
}
