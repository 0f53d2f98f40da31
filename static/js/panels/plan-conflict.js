/**
 * Two versions of a plan: what differs, in words and on the film, and a choice.
 *
 * It lies over the right panel, so that the film stays in sight and in hand.
 */

import { versions as words } from "../text/saving.js";
import { h } from "./dom.js";

/**
 * @param {HTMLElement} page The planner, whose grid it takes a place in.
 * @param {{onTop: () => void, onTake: () => void, onLook: () => void,
 *   onShow: (lines: object[], options: {centre: boolean}) => void}} handlers `onShow` draws
 *   lines on the film; all of them while none is looked at.
 * @returns {object} `open(comparison)`, `close()`, `busy(on)`, `fail(sentence)`.
 */
export function createPlanConflict(page, { onTop, onTake, onLook, onShow }) {
  let element = null;
  let before = null;

  function line(difference, comparison) {
    const look = (centre) => () => onShow([difference], { centre });
    const away = () => onShow(comparison.lines, { centre: false });
    return h("li", {}, h("button.bare", {
      data: { testid: "difference" }, onpointerenter: look(false), onfocus: look(false),
      onpointerleave: away, onblur: away, onclick: look(true),
    }, h("b", {}, difference.name), h("span.secondary", {}, difference.deeds)));
  }

  function choice(test, name, how, run, primary = false) {
    return h(primary ? "button.primary" : "button", { onclick: run, data: { testid: test } },
      h("b", {}, name), h("small", {}, how));
  }

  function build(comparison) {
    const { author, isSelf, theirs, mine, lines } = comparison;
    const legend = h("p.legend", {},
      h("span.is-mine", {}, words.mine),
      h("span.is-theirs", {}, isSelf ? words.elsewhere : words.theirs(author)));
    return h("section.plan-conflict", {
      role: "dialog", "aria-labelledby": "plan-conflict-title", tabindex: "-1",
      data: { testid: "plan-conflict" },
    },
    h("h2", { id: "plan-conflict-title" }, words.title),
    h("p", {}, isSelf ? words.explainSelf(theirs, mine) : words.explain(author, theirs, mine)),
    h("h3", {}, words.differ), legend,
    lines.length ? h("ul", { role: "list" }, ...lines.map((one) => line(one, comparison)))
      : h("p.secondary", {}, words.nothing),
    h("p.notice", { role: "alert", data: { tone: "warning" }, hidden: true }),
    h("div.choices-of-version", {},
      choice("put-mine-on-top", words.onTop, words.onTopHow, onTop, true),
      choice("take-theirs", isSelf ? words.takeSelf : words.take(author), words.takeHow, onTake),
      choice("look-first", words.look, words.lookHow, onLook)));
  }

  return {
    open(comparison) {
      element?.remove();
      before ??= document.activeElement;
      element = build(comparison);
      element.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onLook();
      });
      page.append(element);
      element.focus({ preventScroll: true });
      onShow(comparison.lines, { centre: false });
    },
    close() {
      if (!element) return;
      element.remove();
      element = null;
      onShow([], { centre: false });
      before?.focus?.({ preventScroll: true });
      before = null;
    },
    /** @param {boolean} on While a choice is carried out there is no other. */
    busy(on) {
      element?.querySelectorAll(".choices-of-version button")
        .forEach((button) => { button.disabled = on; });
    },
    fail(sentence) {
      const notice = element?.querySelector(".notice");
      if (!notice) return;
      notice.textContent = sentence;
      notice.hidden = false;
    },
  };
}
