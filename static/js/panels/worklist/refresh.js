/** Keeps the list true while it is open: asks for it again when something has happened. */

import { follow } from "../../live.js";
import { words } from "../../text/worklist.js";
import { isActive, known, subscribe } from "../imports/feed.js";
import { say } from "../say.js";
import { mergeRows, replaceRows } from "./merge.js";
import { showJob } from "./rows.js";

const SOON_MS = 400;
const POLL_MS = 5000;

/**
 * Ask the server for a list as it makes it for the page itself, so that both are one thing.
 *
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<HTMLElement|null>} Its root; null where there is no answer.
 */
export async function fragment(address, options = {}) {
  const headers = { "X-Plumbline-Fragment": "list", ...options.headers };
  const response = await fetch(address, { credentials: "same-origin", ...options, headers });
  // Signed out in another tab: the answer is the sign-in page.
  if (!response.ok || response.redirected) return null;
  return new DOMParser().parseFromString(await response.text(), "text/html").body;
}

/**
 * @param {{list: HTMLElement, section: HTMLElement, offer: HTMLButtonElement, counts: HTMLElement,
 *   onDrawn: () => void}} parts `offer` brings in what would move lines; `counts` holds the
 *   numbers beside the saved views.
 * @returns {{now: (options?: {move?: boolean}) => Promise<void>}} Ask at once; `move` lets lines
 *   come and go, after the person's own doing.
 */
export function createRefresh({ list, section, offer, counts, onDrawn }) {
  const watched = new Set();
  let waiting = null;
  let held = null;
  let asked = 0;

  function showJobs() {
    known().filter(isActive).forEach((job) => showJob(section, job));
  }

  function put(fresh) {
    held = null;
    offer.hidden = true;
    replaceRows(list, fresh);
    showJobs();
    onDrawn();
  }

  function take(fresh, move) {
    for (const count of fresh.querySelectorAll("[data-count-of]")) {
      const shown = counts.querySelector(`[data-count="${CSS.escape(count.dataset.countOf)}"]`);
      if (shown) say(shown, count.value);
    }
    if (move) return put(fresh);
    const { added, others } = mergeRows(list, fresh);
    showJobs();
    onDrawn();
    held = added.length + others > 0 ? fresh : null;
    offer.hidden = !held;
    if (held) {
      const films = added.filter((row) => !row.dataset.plan).length;
      say(offer, words.changes({ films, cases: added.length - films, others }));
    }
    return undefined;
  }

  async function now({ move = false } = {}) {
    clearTimeout(waiting);
    waiting = null;
    asked += 1;
    const mine = asked;
    let fresh = null;
    try {
      fresh = await fragment(location.href);
    } catch {
      // Without a connection the list stays as it is; the stream's return asks again.
    }
    if (fresh && mine === asked) take(fresh, move);
  }

  function soon() {
    if (document.hidden) return;
    waiting ??= setTimeout(now, SOON_MS);
  }

  offer.addEventListener("click", () => {
    if (!held) return;
    put(held);
    list.querySelector("tr[data-key] .patient a")?.focus({ preventScroll: true });
  });
  document.addEventListener("visibilitychange", soon);
  follow({ hello: soon, plan: soon, note: soon, report: soon }, { poll: soon, every_ms: POLL_MS });
  subscribe((job) => {
    showJob(section, job);
    const here = section.querySelector(`tr[data-study="${CSS.escape(job.study_id ?? "")}"]`);
    if (isActive(job)) {
      watched.add(job.id);
      if (!here && job.first_film) soon();
    } else if (watched.delete(job.id)) soon();
  });
  return { now };
}
