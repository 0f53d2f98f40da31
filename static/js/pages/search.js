/** The search page. */

import { send } from "../api.js";
import { h } from "../panels/dom.js";
import { say } from "../panels/say.js";
import { subscribe } from "../panels/imports/feed.js";
import { NodeStates } from "../panels/search/node-states.js";
import { showNoneFound } from "../panels/search/none-found.js";
import { openStudy, showImport } from "../panels/search/open-study.js";
import { request, valuesOf } from "../panels/search/request.js";
import { ResultTable } from "../panels/search/result-table.js";
import { Results } from "../panels/search/results.js";
import { SearchRun } from "../panels/search/search-run.js";
import { chip, found, held, words } from "../text/search.js";

const SAY_EVERY_MS = 1500;

const part = (name) => document.querySelector(`[data-${name}]`);
const form = part("search-form");
const list = part("results");
const run = new SearchRun();
const nodes = new NodeStates(part("node-states"), part("notices"), () => search());
const table = new ResultTable(list.querySelector("table"), open);
let results = new Results();
let searching = false;
let kind = null;
let drawing = 0;
let saidAt = 0;

function open(row) {
  openStudy(row, (changed) => table.refresh(changed), (address) => location.assign(address));
}

/** Somebody points at the list or is in it with the keyboard: nothing may move there. */
const inUse = () => results.studies > 0
  && (list.matches(":hover") || list.contains(document.activeElement));

function draw() {
  drawing = 0;
  table.update(results);
  const waiting = part("show-held");
  waiting.hidden = results.held.length === 0;
  say(waiting, held(results.held.length));
}

function drawSoon() {
  drawing ||= requestAnimationFrame(draw);
}

function tell() {
  const now = performance.now();
  if (searching && now - saidAt < SAY_EVERY_MS) return;
  saidAt = now;
  const patients = results.groups.size;
  say(part("said"), found({ studies: results.studies, patients, searching }));
}

function showReading({ kind: read, chips }) {
  kind = read;
  part("reading").hidden = false;
  part("chips").replaceChildren(...chips.map((one) => {
    const { label, value } = chip(one);
    return h("span.chip", {}, h("span.secondary", {}, label),
      value);
  }));
}

// Rows of one answer come in one batch: the first batch is always shown whole.
let frozen = false;
let batch = null;

function takeMatch(line) {
  if (batch === null) {
    frozen = inUse();
    batch = setTimeout(() => { batch = null; }, 100);
  }
  const row = results.add(line, frozen);
  if (row) table.refresh(row);
  drawSoon();
  tell();
}

function showEnd() {
  searching = false;
  draw();
  tell();
  list.setAttribute("aria-busy", "false");
  if (results.studies + results.held.length > 0) return;
  const { failed, asked } = nodes;
  showNoneFound(part("none-found"), form, { failed, asked, kind }, () => search());
}

function remember() {
  // Kept with the session on the server, so that Back finds the search again.
  send("POST", location.pathname, { body: new FormData(form) }).catch(() => {});
}

function clear() {
  results = new Results();
  kind = null;
  nodes.clear();
  table.clear();
  part("show-held").hidden = true;
  part("none-found").hidden = true;
  part("nothing-typed").hidden = true;
}

async function search() {
  run.stop();
  const body = request(valuesOf(form), new Date());
  clear();
  searching = Boolean(body.text);
  list.setAttribute("aria-busy", String(searching));
  part("nothing-typed").hidden = searching;
  part("reading").hidden = !searching;
  if (!searching) return;
  saidAt = 0;
  tell();
  const ended = await run.start(body, {
    parsed: showReading,
    node: (line) => { nodes.show(line); tell(); },
    match: takeMatch,
    failed: (error) => nodes.notice(error.sentence ?? words.noConnection, "warning", true),
  });
  if (ended) showEnd();
}

function showRange() {
  part("range").hidden = form.elements.period.value !== "range";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  remember();
  search();
});
form.addEventListener("input", (event) => {
  // Another text is another question: an earlier correction of the reading does not fit it.
  if (event.target.name === "text") form.elements.reading.value = "";
});
form.addEventListener("change", (event) => {
  showRange();
  if (event.target.name === "text") return;
  remember();
  if (form.elements.text.value.trim()) search();
});
part("show-held").addEventListener("click", () => {
  const [first] = results.release();
  draw();
  tell();
  if (first) table.focus(first);
});
list.addEventListener("pointerleave", () => {
  if (results.held.length && !inUse()) { results.release(); draw(); }
});
document.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const from = event.target;
  const inList = from.matches?.("button.open");
  if (!by || !(inList || (from === form.elements.text && by > 0))) return;
  if (table.step(from, by)) event.preventDefault();
  else if (inList && by < 0) form.elements.text.focus();
});
subscribe((job) => {
  for (const row of results.rowsOf(job.study_instance_uid)) {
    showImport(row, job);
    table.refresh(row);
  }
});
showRange();
if (!form.elements.text.value.trim()) form.elements.text.focus();
search();
