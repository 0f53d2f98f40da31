/** The film's region without a browser: levels come when a test gives them. */

import { h } from "../../../static/js/panels/dom.js";
import { createLoading } from "../../../static/js/pages/planner/loading.js";
import { fakeDocument } from "../fake_dom.js";

/** @returns {object} `loading`, `note`, `filmView`, `workers` that were started. */
export function loadingPage() {
  fakeDocument().baseURI = "http://localhost/";
  const workers = [];
  globalThis.Worker = class {
    constructor() { workers.push(this); }

    postMessage() {}

    terminate() {}

    /** The whole film is here. */
    give() { this.onmessage({ data: { levels: [{ factor: 1 }] } }); }
  };
  const note = h("p.loading");
  const element = h("div.film", {}, note, h("p.film-message"));
  const filmView = {
    coverings: null,
    setMeaning() {}, setLevels() {}, clear() {},
    setCoverings(coverings) { filmView.coverings = coverings; },
  };
  const loading = createLoading({ element, workerUrl: "/worker.js" });
  return { loading, note, filmView, workers };
}

/** A film that hides what was not exposed. */
export const shuttered = (frame) => ({
  id: "f", frame, state: "ready", levels: [{ factor: 1, url: `/f/${frame}/full` }],
  shutter: { grey: 0 },
});

/** Until something has come about. @param {() => boolean} isSo */
export async function until(isSo) {
  for (let looks = 0; !isSo(); looks += 1) {
    if (looks === 1000) throw new Error(`never came about: ${isSo}`);
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
}
