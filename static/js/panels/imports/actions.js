/** Begin, stop and complete imports. Each answers with the job, which the feed then follows. */

import { post } from "../../api.js";
import { isActive, subscribe, take } from "./feed.js";

async function taken(request) {
  const job = await request;
  take(job);
  return job;
}

/** @param {string} id @returns {Promise<object>} */
export const cancel = (id) => taken(post(`jobs/${id}/cancel`, {}));

/** @param {string} id @returns {Promise<object>} The job that brings what is missing. */
export const retry = (id) => taken(post(`jobs/${id}/retry`, {}));

/**
 * @param {string} node
 * @param {string} study_instance_uid
 * @param {string} title What the drawer calls it.
 * @returns {Promise<object>}
 */
export const begin = (node, study_instance_uid, title) => taken(
  post("imports", { node, study_instance_uid, title }),
);

/**
 * Follow an import until its first film is there or it has ended.
 *
 * @param {object} job
 * @param {AbortSignal} [signal] Stops following; the import goes on.
 * @returns {Promise<object>} The job, with `first_film` if there is one.
 */
export function firstFilm(job, signal) {
  return new Promise((resolve, reject) => {
    let unsubscribe = () => {};
    const finish = (settle, value) => { unsubscribe(); settle(value); };
    signal?.addEventListener("abort", () => finish(reject, signal.reason), { once: true });
    unsubscribe = subscribe((news) => {
      if (news.id !== job.id) return;
      if (news.first_film || !isActive(news)) queueMicrotask(() => finish(resolve, news));
    });
  });
}
