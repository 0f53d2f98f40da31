/** The steps at the left: a rail on small screens, a column on large ones. */

import { guide as words } from "../text/hip.js";
import { h } from "./dom.js";
import { say } from "./say.js";

/**
 * @param {HTMLElement} element `.guide` of the page.
 * @param {{onStep: (key: string) => void}} options
 * @returns {{show: (states: {key: string, number: number, name: string, state: string,
 *   sentence: string}[],
 *   current: string) => void}}
 */
export function createHipGuide(element, { onStep }) {
  const rows = new Map();
  const list = h("ol", { role: "list" });
  element.replaceChildren(h("h2", {}, words.title), list, h("p.secondary.free", {}, words.free));
  element.hidden = false;

  function row({ key, number, name }) {
    const sentence = h("small");
    const mark = h("span.mark-of-step", { "aria-hidden": "true" });
    const state = h("span.visually-hidden");
    const button = h("button.bare.step", {
      onclick: () => onStep(key), data: { step: key, testid: `step-${key}` },
    }, h("span.number", {}, String(number), mark),
    h("span.said", {}, h("b", {}, name), state, sentence));
    const made = { element: h("li", {}, button), button, sentence, state };
    list.append(made.element);
    rows.set(key, made);
    return made;
  }

  return {
    show(states, current) {
      for (const step of states) {
        const { button, sentence, state } = rows.get(step.key) ?? row(step);
        button.dataset.state = step.state;
        button.setAttribute("aria-current", step.key === current ? "step" : "false");
        button.title = `${words.step(step.number, step.name)}: ${step.sentence}`;
        say(sentence, step.sentence);
        say(state, ` (${words.state[step.state]}) `);
      }
    },
  };
}
