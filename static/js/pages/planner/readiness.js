/** What is left before a plan can be signed: asked of the server, the latest answer counts. */

import { ApiError, get } from "../../api.js";

const SOON_MS = 400;

/**
 * @param {{planId: () => string|null, onAnswer: (answer: {ready: boolean, missing: object[]}|null,
 *   error: ApiError|null) => void}} options `onAnswer` gets null where there is no plan yet.
 * @returns {{ask: () => Promise<object|null>, askSoon: () => void}}
 */
export function createReadiness({ planId, onAnswer }) {
  let asked = 0;
  let waiting = null;

  async function ask() {
    clearTimeout(waiting);
    waiting = null;
    const id = planId();
    asked += 1;
    const mine = asked;
    if (!id) {
      onAnswer(null, null);
      return null;
    }
    let answer = null;
    let error = null;
    try {
      answer = await get(`plans/${id}/readiness`);
    } catch (refused) {
      if (!(refused instanceof ApiError)) throw refused;
      error = refused;
    }
    if (mine === asked) onAnswer(answer, error);
    return answer;
  }

  return {
    ask,
    /** Many changes in a row are one question. */
    askSoon() {
      clearTimeout(waiting);
      waiting = setTimeout(ask, SOON_MS);
    },
  };
}
