/** One line of what needs attention, most serious first; the rest opens on demand. */

import { panel } from "../text/planner.js";
import { h } from "./dom.js";

const SERIOUS = { warning: 0, amber: 1, quiet: 2 };

/**
 * @param {HTMLElement} element The bar.
 * @returns {{show: (alerts: Array<{key: string, tone: string, sentence: string,
 *   actions?: Array<{name: string, full?: string, run: () => void}>}>) => void}} `full` is said
 *   where there is no room for it.
 */
export function createAlertBar(element) {
  let open = false;
  let shown = [];
  let drawn = null;

  function line({ tone, sentence, actions = [], key }) {
    // What is done is the newest alert's: a line stays where only that has changed.
    const run = (index) => () => shown.find((one) => one.key === key)?.actions[index]?.run();
    return h("li", { data: { tone, testid: `alert-${key}` } },
      h("p", { title: sentence }, sentence),
      ...actions.map(({ name, full }, index) => h("button", {
        onclick: run(index), "aria-label": full, title: full, data: { action: `${key} ${name}` },
      }, name)));
  }

  const said = () => JSON.stringify(shown.map(({ key, tone, sentence, actions = [] }) => (
    [key, tone, sentence, actions.map(({ name, full }) => [name, full])])));

  /** The bar is written anew around a hand on it: the same button has the focus afterwards. */
  function drawInPlace() {
    const { activeElement: held } = document;
    const { action } = element.contains(held) ? held.dataset : {};
    const wasMore = element.contains(held) && held.classList.contains("more");
    draw();
    if (wasMore) element.querySelector(".more")?.focus();
    const buttons = action ? [...element.querySelectorAll("[data-action]")] : [];
    buttons.find(({ dataset }) => dataset.action === action)?.focus();
  }

  function draw() {
    const [first, ...rest] = shown;
    element.hidden = !first;
    if (!first) return;
    const list = h("ul", { role: "list" }, line(first), ...(open ? rest.map(line) : []));
    const more = rest.length > 0 && h("button.bare.more", {
      "aria-expanded": String(open),
      onclick() {
        open = !open;
        draw();
        element.querySelector(".more").focus();
      },
    }, open ? panel.close : panel.more(rest.length));
    element.classList.toggle("is-open", open && rest.length > 0);
    element.replaceChildren(list, ...(more ? [more] : []));
  }

  return {
    show(alerts) {
      shown = [...alerts].sort((a, b) => SERIOUS[a.tone] - SERIOUS[b.tone]);
      const next = said();
      if (next === drawn) return;
      drawn = next;
      drawInPlace();
    },
  };
}
