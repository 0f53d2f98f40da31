/** The search box and the choices above the list of families. */

import * as say from "../../text/library.js";
import { h } from "../dom.js";
import { choices, NO_FILTERS } from "./filtering.js";

const { words } = say;
const NAMES = {
  kind: say.kind, fixation: say.fixation, view: say.view, licence: (licence) => licence,
};

/**
 * @param {HTMLFormElement} form
 * @param {(filters: object) => void} onChange
 * @returns {{offer(families: object[]): void, focus(): void}}
 */
export function createFilters(form, onChange) {
  const box = h("input", {
    type: "search", name: "text", maxlength: 100, autocomplete: "off", spellcheck: "false",
    "aria-label": words.search, placeholder: words.search,
  });
  const selects = Object.fromEntries(Object.keys(NAMES).map((name) => (
    [name, h("select", { name, id: `filter-${name}` })])));
  const gone = h("input", { type: "checkbox", name: "gone", id: "filter-gone" });
  form.append(
    box,
    ...Object.entries(selects).map(([name, select]) => h("div.filter", {},
      h("label", { for: select.id }, words[name]), select)),
    h("label.gone", { for: gone.id }, gone, words.gone),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => onChange(read()));

  function read() {
    const chosen = Object.entries(selects).map(([name, { value }]) => [name, value]);
    return {
      ...NO_FILTERS, ...Object.fromEntries(chosen), text: box.value, gone: gone.checked,
    };
  }

  return {
    offer(families) {
      for (const [name, values] of Object.entries(choices(families))) {
        const before = selects[name].value;
        selects[name].replaceChildren(
          h("option", { value: "" }, words.any),
          ...values.map((value) => h("option", { value }, NAMES[name](value))),
        );
        selects[name].value = values.includes(before) ? before : "";
      }
    },
    focus: () => box.focus(),
    read,
  };
}
