/**
 * One signature: the request, and what its answer means for the dialog.
 *
 * That nothing was signed is said only where it is known: an answer can be lost after the server
 * has signed, and what fails after a signature does not take it back.
 */

import { ApiError, get, post } from "../../api.js";
import { dialog as words } from "../../text/signing.js";

/**
 * @param {object} parts
 * @param {object} parts.plan of `plan-case.js`
 * @param {() => Promise<object>} parts.summary what is signed, as the server has it now
 * @param {(version: object) => void} parts.onSigned told of the signed version
 * @param {(error: ApiError) => void} parts.onMissing told of what is left after all
 * @returns {(asked: object) => Promise<{done?: boolean, sentence?: string, field?: string | null,
 *   summary?: object}>} Signs; the answer is that of `panels/sign-dialog.js`.
 */
export function createSignature({ plan, summary, onSigned, onMissing }) {
  return async function sign(asked) {
    let made;
    try {
      made = await post(`plans/${plan.id}/signature`, asked);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return error.status === 0 ? unanswered() : refusal(error);
    }
    await show(made);
    return { done: true };
  };

  /** The plan as the server has it now; without an answer as it must be. */
  async function show(made) {
    try {
      await plan.refresh();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      plan.take({ ...plan.summary, state: "signed", signed: made });
    }
    onSigned(made);
  }

  /** What is known of a request without an answer, or of a plan that turns out to be signed. */
  async function unanswered() {
    let now;
    try {
      now = await get(`plans/${plan.id}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { sentence: words.notKnown };
    }
    if (now.state !== "signed") return { sentence: words.noConnection };
    plan.take(now);
    onSigned(now.signed);
    return { done: true };
  }

  async function refusal(error) {
    if (error.code === "plan_changed") {
      const author = error.params.author ?? words.somebody;
      return renewed(words.changed(author), words.changedUnseen(author));
    }
    if (error.code === "plan_signed") return unanswered();
    if (error.code === "plan_not_as_seen") return renewed(error.sentence, words.unseen);
    if (error.body.missing) {
      onMissing(error);
      return { done: true };
    }
    return { sentence: error.sentence, field: error.code === "password_wrong" ? "password" : null };
  }

  /** Without the new values the old ones stay, and with them the version that is not signed. */
  async function renewed(sentence, unseen) {
    try {
      return { sentence, summary: await summary() };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { sentence: unseen };
    }
  }
}
