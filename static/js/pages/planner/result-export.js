/** The values of the plan handed out as a file: what the server has read, after all is saved. */

import { h } from "../../panels/dom.js";
import { exporting as words } from "../../text/results.js";

const FORMATS = ["csv", "json"];

/**
 * @param {object} context See `context.js`.
 * @returns {{element: HTMLElement, show: (isThere: boolean) => void}}
 */
export function createResultSaving({ api, autosave, plan, say }) {
  const buttons = FORMATS.map((format) => h("button", {
    data: { testid: `export-${format}` }, onclick: () => save(format),
  }, words[format]));
  const element = h("div.result-export", {
    role: "group", "aria-label": words.heading, hidden: true,
  }, h("span.secondary", {}, words.heading), ...buttons);

  async function save(format) {
    // The file is the server's reading: it must have what is on the screen.
    const isSaved = await autosave.flush();
    if (!isSaved || !plan()) {
      say(words.unsaved);
      return;
    }
    h("a", {
      href: api.address(`plans/${plan().id}/measurements.${format}`), download: "",
    }).click();
  }

  return { element, show(isThere) { element.hidden = !isThere; } };
}
