/** What was planned and what a later film shows, value by value, each with its error. */

import {
  differenceWords, errorNote, errorWords, partWords, whyNot, words,
} from "../text/achieved.js";
import { planner } from "./addresses.js";
import { h } from "./dom.js";

/**
 * @param {HTMLElement} element
 * @returns {{show: (answer: object) => void, fail: (sentence: string) => void}} `show` takes the
 *   answer of the API
 */
export function createAchievedCard(element) {
  const trouble = h("p.secondary.trouble", { role: "status", hidden: true });
  const shown = h("div.achieved");
  element.append(trouble, shown);

  return {
    show({ plan, warnings, rows }) {
      trouble.hidden = true;
      const isEmpty = rows.every(({ achieved }) => achieved === null);
      shown.replaceChildren(
        h("p.secondary", {}, words.head(plan)),
        h("p", {}, h("a", {
          href: `${planner(plan.study_id)}?plan=${encodeURIComponent(plan.id)}`,
        }, words.open)),
        ...warnings.map((code) => h("p.achieved-warning", {}, words.warning(code))),
        ...(isEmpty ? [h("p", {}, words.begin)] : []),
        h("ul.cards", { role: "list" }, ...rows.map((row) => rowOf(row, plan.side))),
        h("p.secondary", {}, words.note),
      );
    },
    /** What was shown stays, and is said to be old. */
    fail(sentence) {
      trouble.textContent = sentence;
      trouble.hidden = false;
    },
  };
}

function rowOf(row, operated) {
  const { key, side, decimals, planned, achieved, difference, reason } = row;
  const error = difference ? errorWords(row) : "";
  const note = difference ? errorNote(row) : whyNot(reason);
  const part = (name, of) => h("p.secondary", {}, `${name} ${partWords(of, decimals)}`);
  return h("li.card.hip-figure", {
    data: {
      testid: `achieved-${key}${side ? `-${side}` : ""}`,
      value: difference ? String(difference.value) : "",
      error: difference?.plus_minus_95 == null ? "" : String(difference.plus_minus_95),
    },
  },
  h("div.head", {}, h("h3", {}, words.title(row)), h("span.error", {}, error)),
  difference && h("p.said", {}, h("span.value", {}, differenceWords(row, operated))),
  part(words.planned, planned), part(words.achieved, achieved),
  note && h("p.secondary.not-alike", {}, note));
}
