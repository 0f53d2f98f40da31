/** What was brought in: while it is being looked into, say how far that is. */

import { get, post } from "../api.js";
import { h } from "../panels/dom.js";
import { say } from "../panels/say.js";
import { examined, words } from "../text/uploads.js";

const ASK_EVERY_MS = 700;
const TAKEN_AFTER_MS = 1500;

const notice = document.querySelector("[data-examining]");

async function ask(id) {
  let upload;
  try {
    upload = await get(`uploads/${id}`);
  } catch (error) {
    // A colleague's upload: the page as it was loaded is what there is to see.
    if (error.status !== 404 && error.status !== 401) setTimeout(ask, ASK_EVERY_MS, id);
    return;
  }
  if (upload.state !== "examining") {
    location.reload();
    return;
  }
  say(notice.querySelector("[data-examined]"), examined(upload));
  if (upload.error) offerToGoOn(id, upload.error.sentence);
  else setTimeout(ask, ASK_EVERY_MS, id);
}

function offerToGoOn(id, sentence) {
  notice.dataset.tone = "warning";
  const button = h("button", {
    onclick: async () => {
      offer.remove();
      await post(`uploads/${id}/finish`).catch(() => {});
      ask(id);
    },
  }, words.goOn);
  const offer = h("p", {}, sentence, " ", button);
  notice.append(offer);
}

if (notice) ask(notice.dataset.examining);
else if (document.querySelector("[data-taking]")) {
  setTimeout(() => location.reload(), TAKEN_AFTER_MS);
}
