/** The newest signed version of the plan: of this page's signature or somebody else's. */

import { ApiError, get } from "../../api.js";

/**
 * @param {{plan: object, onVersion: (version: object|null) => void}} options `plan` of the context.
 * @returns {{version: object|null, take: (version: object) => void}} `take` a version just made.
 */
export function createSigned({ plan, onVersion }) {
  let version = plan.summary?.signed ?? null;
  let asking = null;

  function take(next) {
    version = next;
    onVersion(next);
  }

  /** The summary names it; the digest and the films come with the version itself. */
  async function follow() {
    const number = plan.summary?.signed?.number ?? null;
    if (!number || asking === number || (version?.number === number && version.digest)) return;
    asking = number;
    try {
      take(await get(`plans/${plan.id}/signed/${number}`));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      take(plan.summary.signed);
    } finally {
      asking = null;
    }
  }

  plan.onChange(follow);
  queueMicrotask(follow);
  return {
    get version() { return version; },
    take,
  };
}
