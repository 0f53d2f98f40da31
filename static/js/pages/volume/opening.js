/** Wait until a stack has been made, and say how far it is. */

import { ApiError, get, post } from "../../api.js";
import { h } from "../../panels/dom.js";
import { say } from "../../panels/say.js";
import { words } from "../../text/volume.js";

const ASK_AGAIN_MS = 500;

/**
 * @param {HTMLElement} box Shows what is being waited for, or what went wrong.
 * @param {{url: string, stack: number}} page
 * @returns {Promise<{volume: object, stacks: object[]}>} When the volume is ready; never, when it
 *   cannot be.
 */
export async function openVolume(box, { url, stack }) {
  const address = `${url}?stack=${stack}`;
  const text = h("p", {}, words.finding);
  const bar = h("progress", { max: 1, value: 0, "aria-label": words.finding, hidden: true });
  box.replaceChildren(text, bar);
  for (;;) {
    const state = await asked(address, text);
    if (state?.state === "ready") {
      box.replaceChildren();
      return state;
    }
    if (state?.state === "refused") {
      showReason(box, state.reason.sentence);
      return new Promise(() => {});
    }
    if (state?.state === "failed") {
      await personTriesAgain(box, state.reason.sentence);
      await post(address, {}).catch((error) => say(text, error.sentence ?? String(error)));
      box.replaceChildren(text, bar);
    }
    if (state) {
      say(text, words.making(state.total, state.done));
      bar.hidden = !state.total;
      bar.max = Math.max(1, state.total);
      bar.value = state.done;
    }
    await new Promise((resolve) => { setTimeout(resolve, ASK_AGAIN_MS); });
  }
}

/** The server's answer, or null while it does not answer. */
async function asked(address, text) {
  try {
    return await get(address);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 0) {
      say(text, error.sentence);
      return null;
    }
    return { state: "refused", reason: { sentence: error.sentence } };
  }
}

function showReason(box, sentence) {
  box.replaceChildren(h("p", {}, sentence));
  box.dataset.state = "refused";
}

function personTriesAgain(box, sentence) {
  return new Promise((resolve) => {
    const again = h("button.primary", { onclick: resolve }, words.again);
    box.replaceChildren(h("p", {}, sentence), again);
  });
}
