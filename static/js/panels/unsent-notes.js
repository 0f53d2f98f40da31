/** Notes that are only in this browser: what they say, why they are not sent, what to do. */

import { firstLine, words } from "../text/notes.js";
import { h } from "./dom.js";
import { sureButton } from "./sure-button.js";

const TITLES = { waiting: words.waiting, refused: words.refused, draft: words.draft };

/**
 * @param {{onGoOn: (id: string) => void, onSendNow: () => void,
 *   onDiscard: (id: string) => void}} handlers
 * @returns {{element: HTMLElement, show: (records: object[]) => void}}
 */
export function createUnsentNotes({ onGoOn, onSendNow, onDiscard }) {
  const element = h("ul.unsent", { role: "list" });

  const explain = ({ state, problem }) => (state === "waiting" ? words.waitingHow(problem)
    : problem ?? words.kept);

  const buttons = ({ id, state }) => (state === "waiting"
    ? [h("button", { onclick: onSendNow }, words.sendNow)]
    : [h("button", { onclick: () => onGoOn(id) }, words.goOn),
      sureButton(words.discard, words.discardSure, () => onDiscard(id))]);

  function item(record) {
    return h("li", { data: { state: record.state, testid: "note-unsent", note: record.id } },
      h("p.title", {}, TITLES[record.state]),
      h("p.text", { dir: "auto" }, firstLine(record.text, 200)),
      h("p.how", {}, explain(record)),
      h("div.send-row", {}, ...buttons(record)));
  }

  let drawn = "";
  return {
    element,
    show(records) {
      // Only what changed is drawn anew, so that a button keeps its focus.
      const next = JSON.stringify(records.map(({ id, state, problem, text }) => (
        [id, state, problem, text]
      )));
      if (next === drawn) return;
      drawn = next;
      element.hidden = records.length === 0;
      element.replaceChildren(...records.map(item));
    },
  };
}
