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

  function line({ tone, sentence, actions = [], key }) {
    return h("li", { data: { tone, testid: `alert-${key}` } },
      h("p", { title: sentence }, sentence),
      ...actions.map(({ name, full, run }) => h("button", {
        onclick: run, "aria-label": full, title: full,
      }, name)));
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
      draw();
    },
  };
}
