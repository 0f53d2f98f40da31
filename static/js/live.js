/**
 * What changes on the server, as it changes. One stream per tab however many listen: a person
 * may have two.
 */

import { listen } from "./api.js";

const EVENTS = ["hello", "job", "plan", "note", "report", "calibration"];
const POLL_MS = 1000;
// Timers come a little early or late; that must not cost a follower its turn.
const SLACK_MS = 200;

const followers = new Set();
let stop = null;
let greeted = false;

function tell(event, data) {
  if (event === "hello") greeted = true;
  for (const { handlers } of [...followers]) handlers[event]?.(data);
}

function poll() {
  greeted = false;
  const now = performance.now();
  for (const follower of [...followers]) {
    if (!follower.poll || now - follower.askedAt < follower.every_ms - SLACK_MS) continue;
    follower.askedAt = now;
    follower.poll();
  }
}

function start() {
  const handlers = Object.fromEntries(EVENTS.map((name) => [name, (data) => tell(name, data)]));
  stop = listen("events", handlers, { poll, interval_ms: POLL_MS });
}

/**
 * Follow the stream; the first follower opens it, the last one closes it.
 *
 * @param {Record<string, (data: object) => void>} handlers By event: `hello` (the stream is open;
 *   what happened before must be asked for), `job`, `plan`, `note`, `report`, `calibration`.
 * @param {{poll?: () => void, every_ms?: number}} [options] `poll` is called every `every_ms`
 *   while there is no stream.
 * @returns {() => void} Stop following.
 */
export function follow(handlers, { poll: ask = null, every_ms = POLL_MS } = {}) {
  const follower = { handlers, poll: ask, every_ms, askedAt: -Infinity };
  followers.add(follower);
  if (!stop) start();
  else if (greeted) queueMicrotask(() => handlers.hello?.({}));
  return () => {
    followers.delete(follower);
    if (followers.size || !stop) return;
    stop();
    stop = null;
    greeted = false;
  };
}
