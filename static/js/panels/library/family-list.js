/** The families of the library, one button each. */

import * as say from "../../text/library.js";
import { h } from "../dom.js";

const { words } = say;

/** @param {{key: string, version: number}} one @returns {string} */
export const nameOf = ({ key, version }) => `${key} ${version}`;

/**
 * @param {HTMLElement} list
 * @param {(one: object) => void} onChoose
 * @returns {{show(families: object[], chosen: object|null): void, step(by: number): void}}
 */
export function createFamilyList(list, onChoose) {
  let shown = [];
  let current = null;

  function row(one) {
    const range = one.sizes.length > 1
      ? `${one.sizes[0].size}–${one.sizes.at(-1).size}` : one.sizes[0].size;
    const isChosen = current && nameOf(one) === nameOf(current);
    return h("li", {}, h("button.family", {
      onclick: () => onChoose(one),
      "aria-current": isChosen ? "true" : false,
      data: { testid: `family-${one.key}`, status: one.status },
    },
      h("span.name", {}, one.name),
      one.status !== "current" && h("span.badge", { data: { tone: say.tone(one.status) } },
        say.status(one.status)),
      h("span.secondary", {}, [
        range, say.fixation(one.fixation), one.manufacturer,
        one.version > 1 ? words.version(one.version) : "",
      ].filter(Boolean).join(" · "))));
  }

  return {
    show(families, chosen) {
      const hadFocus = list.contains(document.activeElement);
      shown = families;
      current = chosen;
      list.replaceChildren(...families.map(row));
      if (!families.length) list.append(h("li.empty", {}, words.none));
      if (hadFocus) list.querySelector("[aria-current]")?.focus();
    },
    step(by) {
      const index = shown.findIndex((one) => current && nameOf(one) === nameOf(current));
      const next = shown[Math.min(shown.length - 1, Math.max(0, index + by))];
      if (!next) return;
      onChoose(next);
      list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    },
  };
}
