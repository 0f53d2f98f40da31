/** Options of a family, side and view, and whether its neighbours are drawn. */

import { view as viewName, words } from "../../text/library.js";
import { h } from "../dom.js";

/**
 * @param {HTMLElement} place
 * @param {{onOption: Function, onSide: Function, onView: Function, onNeighbours: Function}} heard
 * @returns {{show(state: object): void}} Of `{family, views, view, side, options, neighbours}`.
 */
export function createChoices(place, { onOption, onSide, onView, onNeighbours }) {
  function option([name, { name: label, values }], chosen) {
    const select = h("select", {
      id: `option-${name}`, onchange: () => onOption(name, select.value),
      data: { testid: `option-${name}` },
    }, ...Object.entries(values).map(([value, { name: said }]) => (
      h("option", { value, selected: value === chosen }, said))));
    return h("div.filter", {}, h("label", { for: select.id }, label), select);
  }

  return {
    show({ family, views, view, side, options, neighbours }) {
      const focused = document.activeElement?.id;
      place.replaceChildren(
        ...Object.entries(family.options).map((one) => option(one, options[one[0]])),
        h("div.sides", { role: "group", "aria-label": words.side },
          ...Object.entries(words.sides).map(([one, said]) => h("button", {
            id: `side-${one}`, onclick: () => onSide(one), "aria-pressed": String(one === side),
          }, said))),
        h("div.views", { role: "group", "aria-label": words.view },
          ...views.map((one) => h("button", {
            id: `view-${one}`, onclick: () => onView(one), "aria-pressed": String(one === view),
          }, viewName(one)))),
        h("button", {
          id: "neighbours", onclick: () => onNeighbours(!neighbours),
          "aria-pressed": String(neighbours), title: words.neighboursHint,
        }, words.neighbours),
      );
      if (focused && place.querySelector(`#${CSS.escape(focused)}`)) {
        document.getElementById(focused).focus();
      }
    },
  };
}
