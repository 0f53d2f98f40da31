/** The test of an archive: how far it is, stop it, copy what the PACS team has to do. */

import { get, send } from "../api.js";
import { words } from "../text/nodes.js";

const ASK_EVERY_MS = 700;

/** @param {HTMLElement} box Watches until the test has ended, then shows what came out. */
async function watch(box) {
  const path = `nodes/${box.dataset.nodeTest}/test`;
  const bar = box.querySelector("[data-test-done]");
  const at = box.querySelector("[data-test-at]");
  const stop = box.querySelector("[data-stop-test]");
  stop.hidden = false;
  stop.addEventListener("click", async () => {
    stop.disabled = true;
    at.textContent = words.stopping;
    try {
      await send("DELETE", path);
    } catch (error) {
      stop.disabled = false;
      at.textContent = error.sentence ?? error.message;
    }
  });
  for (;;) {
    try {
      const test = await get(path);
      if (!test.active) break;
      if (test.total) {
        bar.max = test.total;
        bar.value = test.done;
      }
      if (!stop.disabled && test.check_title) at.textContent = words.testingNow(test);
    } catch (error) {
      at.textContent = error.sentence ?? error.message;
    }
    await new Promise((resolve) => { setTimeout(resolve, ASK_EVERY_MS); });
  }
  window.location.reload();
}

function offerCopy(button) {
  const said = document.querySelector("[data-letter-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.querySelector("[data-letter]").textContent);
      said.textContent = words.copied;
    } catch {
      said.textContent = words.notCopied;
    }
    said.classList.remove("visually-hidden");
  });
}

const box = document.querySelector("[data-node-test]");
if (box) watch(box);

const copy = document.querySelector("[data-copy-letter]");
if (copy && navigator.clipboard) offerCopy(copy);
