/** The report of the newest signed version, and what becomes of it in the archive, live. */

import { ApiError, get, post } from "../../api.js";
import { createReportPanel } from "../../panels/report-panel.js";
import { report as words } from "../../text/signing.js";

const POLL_MS = 3000;
const UNDER_WAY = new Set(["queued", "sending"]);
const SETTLED = new Set(["committed", "unanswered", "unavailable"]);

/**
 * The archives that a report may go to: who works at two sites sees those of both.
 *
 * @param {{site_id: string, enabled: boolean}[]} nodes Of the API.
 * @param {string} siteId Of the plan.
 */
export function offered(nodes, siteId) {
  return nodes.filter((node) => node.enabled && node.site_id === siteId);
}

/**
 * @param {{element: HTMLElement, plan: {id: string}, siteId: string, follow: Function,
 *   maySend: () => boolean, say: (sentence: string) => void,
 *   fail: (sentence: string) => void}} options `siteId`: whose archives a report may go to.
 * @returns {{show: (version: object|null) => Promise<void>}}
 */
export function createSending({ element, plan, siteId, follow, maySend, say, fail }) {
  let version = null;
  let objects = [];
  let nodes = [];
  const base = (number) => `plans/${plan.id}/signed/${number}`;
  const panel = createReportPanel(element, {
    addressOf: (number, file) => `/api/v1/${base(number)}/${file}`,
    onSend: (number, node) => take(post(`${base(number)}/sending`, node ? { node } : {})),
    onRetry: (id) => take(post(`reports/${id}/retry`, {})),
  });

  function draw() {
    if (version) panel.show(version, objects, nodes, maySend());
    else panel.hide();
  }

  /** Put news about objects in; older news than what is known is dropped. */
  function put(news) {
    for (const object of [news].flat()) {
      const at = objects.findIndex(({ id }) => id === object.id);
      if (at < 0) objects.push(object);
      else if (objects[at].changed_at <= object.changed_at) objects[at] = object;
    }
    objects.sort((a, b) => a.kind.localeCompare(b.kind) || a.number - b.number);
    draw();
  }

  async function take(answer) {
    try {
      put(await answer);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      fail(error.sentence);
    }
  }

  async function load() {
    if (!version) return;
    const asked = version.number;
    try {
      const found = await get(`${base(asked)}/objects`);
      if (version?.number !== asked) return;
      put(found);
      // What nobody has queued came from no archive: a person says where it goes.
      if (!nodes.length && maySend() && found.some(({ state }) => state === "made")) {
        nodes = offered(await get("nodes"), siteId);
        draw();
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // The stream or the next poll brings it.
    }
  }

  follow({
    hello: load,
    report(object) {
      const before = objects.find(({ id }) => id === object.id);
      if (!before) {
        // Whose it is only the list of this version says.
        load();
        return;
      }
      put(object);
      const moved = before.state !== object.state && !UNDER_WAY.has(object.state);
      const said = before.commitment !== object.commitment && SETTLED.has(object.commitment);
      if (moved || said) {
        const what = object.kind === "pdf" ? words.pdf : words.picture(object.number);
        say(words.told(what, object.state === "sent"
          ? words.sentTo(object.node?.name ?? words.thePacs, object.commitment) : words.states[object.state]));
      }
    },
  }, { poll: () => { if (objects.some(({ state }) => UNDER_WAY.has(state))) load(); },
    every_ms: POLL_MS });

  return {
    /** @param {object|null} next The signed version that holds; null while there is none. */
    async show(next) {
      if (version?.number !== next?.number) objects = [];
      version = next;
      draw();
      await load();
    },
  };
}
