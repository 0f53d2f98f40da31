/** The imports of the person's sites, live; asked for in intervals while there is no stream. */

import { get } from "../../api.js";
import { follow } from "../../live.js";

const ACTIVE = new Set(["queued", "running"]);
const POLL_MS = 1000;

const jobs = new Map();
const listeners = new Set();
let stop = null;

/** @param {object} job @returns {boolean} Whether the job is still under way. */
export const isActive = (job) => ACTIVE.has(job.state);

/** @returns {object[]} Every import known here, newest first. */
export function known() {
  return [...jobs.values()].sort((a, b) => b.created_at.localeCompare(a.created_at));
}

/**
 * Take in what the server says about a job. Older news than what is known is dropped: an
 * answer to a request can be overtaken by the stream.
 *
 * @param {object} job
 */
export function take(job) {
  const before = jobs.get(job.id);
  if (before && before.changed_at > job.changed_at) return;
  jobs.set(job.id, job);
  for (const listener of [...listeners]) listener(job);
}

async function ask(path) {
  try {
    const answer = [await get(path)].flat();
    answer.forEach(take);
    return answer.map((job) => job.id);
  } catch (error) {
    // Nobody is signed in any more; anything else is asked again by the next poll.
    if (error.status === 401) stop?.();
    return [];
  }
}

async function poll() {
  const unfinished = [...jobs.values()].filter(isActive).map((job) => job.id);
  const answered = await ask("jobs?kind=import&active=1");
  // What is no longer active has ended since; how, only the job itself says.
  for (const id of unfinished) if (!answered.includes(id)) await ask(`jobs/${id}`);
}

function start() {
  stop = follow({
    hello: () => { ask("jobs?kind=import"); },
    job: (job) => { if (job.kind === "import") take(job); },
  }, { poll, every_ms: POLL_MS });
}

/**
 * Listen to imports; the first listener opens the stream.
 *
 * @param {(job: object) => void} listener Called for every job known and every change.
 * @returns {() => void} Stop listening.
 */
export function subscribe(listener) {
  listeners.add(listener);
  for (const job of known()) listener(job);
  if (!stop) start();
  return () => listeners.delete(listener);
}
