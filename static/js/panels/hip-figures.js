/** Result cards of a hip: the value in words, its error, what it was, what is aimed at. */

import { words } from "../text/hip.js";
import { h } from "./dom.js";
import { say } from "./say.js";
import { createTargetBar } from "./target-bar.js";

/**
 * One figure. Texts are as people read them; `value`, `targetValue` and `plusMinus` are the numbers
 * behind them, null where there is none.
 * @typedef {{key: string, title: string, text: string, error: string | null, was: string | null,
 *   target: string | null, value: number | null, targetValue: number | null,
 *   plusMinus: number | null, why: string | null, isUnsure: boolean}} Figure
 */

/**
 * @param {HTMLElement} element
 * @returns {{show: (figures: Figure[]) => void}}
 */
export function createHipFigures(element) {
  const cards = new Map();
  element.classList.add("hip-figures");

  function card(key) {
    const title = h("h3");
    const value = h("span.value");
    const error = h("span.error");
    const note = h("p.secondary.was");
    const bar = createTargetBar();
    const why = h("p.secondary.why");
    const made = {
      element: h("section.card.hip-figure", { data: { testid: `hip-${key}` } },
        h("div.head", {}, title, error), h("p.said", {}, value), note, bar.element, why),
      show(figure) {
        say(title, figure.title);
        say(value, figure.text);
        value.title = figure.value === null ? "" : String(figure.value);
        say(error, figure.error ?? "");
        const noted = words.wasTarget(figure.was, figure.target);
        say(note, noted);
        note.hidden = !noted;
        say(why, figure.why ?? "");
        why.hidden = !figure.why;
        made.element.dataset.value = figure.value === null ? "" : String(figure.value);
        made.element.dataset.error = figure.plusMinus === null ? "" : String(figure.plusMinus);
        made.element.classList.toggle("is-unsure", figure.isUnsure);
        bar.show(figure);
      },
    };
    cards.set(key, made);
    return made;
  }

  return {
    show(figures) {
      const keys = new Set(figures.map(({ key }) => key));
      for (const [key, made] of cards) {
        if (keys.has(key)) continue;
        made.element.remove();
        cards.delete(key);
      }
      figures.forEach((figure, at) => {
        const made = cards.get(figure.key) ?? card(figure.key);
        if (element.children[at] !== made.element) {
          element.insertBefore(made.element, element.children[at] ?? null);
        }
        made.show(figure);
      });
    },
  };
}
