/** The sizes of a family from small to large. */

import { h } from "../dom.js";

/**
 * @param {HTMLElement} place
 * @param {(size: string) => void} onChoose
 * @returns {{show(sizes: object[], chosen: string): void}}
 */
export function createLadder(place, onChoose) {
  return {
    show(sizes, chosen) {
      const hadFocus = place.contains(document.activeElement);
      place.replaceChildren(...sizes.map(({ size, name }) => h("button", {
        onclick: () => onChoose(size),
        "aria-pressed": String(size === chosen), title: name,
        data: { testid: `size-${size}` },
      }, size)));
      const pressed = place.querySelector('[aria-pressed="true"]');
      if (hadFocus) pressed?.focus();
      pressed?.scrollIntoView({ block: "nearest", inline: "nearest" });
    },
  };
}
