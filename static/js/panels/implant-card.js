/** One implant in the panel: its size, what it is, its options. */

import { Reason } from "../geometry/reasons.js";
import { variantOf } from "../plan/implants.js";
import { reasonWords, words } from "../text/implants.js";
import { valuesOf } from "../tools/implant-keys.js";
import { h, icon } from "./dom.js";
import { say } from "./say.js";

const MM = / mm$/;

/**
 * @param {string} id
 * @param {object} options What is called, see `implant-panel.js`.
 * @returns {{element: HTMLElement, show: (card: object, isSelected: boolean) => void}}
 */
export function createImplantCard(id, { onSelect, onSize, onOption, onMirror, onRemove }) {
  const name = h("button.bare.name", { onclick: () => onSelect(id) });
  const mirror = h("button.bare.icon-button", { onclick: () => onMirror(id) }, icon("flip"));
  const remove = h("button.bare.icon-button", { onclick: () => onRemove(id) }, icon("delete"));
  const value = h("span.value");
  const [smaller, larger] = [["◂", -1], ["▸", 1]].map(([sign, steps]) => (
    h("button.step", { onclick: () => onSize(id, steps) }, h("span", { "aria-hidden": "true" }, sign))));
  const dimensions = h("p.dimensions");
  const generic = h("p.secondary.generic");
  const carried = h("p.secondary", { hidden: true }, words.carried);
  const choices = h("div.implant-options");
  let groups = null;
  const element = h("li.card.implant-card", { data: { implant: id } },
    h("div.head", {}, name, mirror, remove),
    h("div.stepper", { role: "group", "aria-label": words.size }, smaller, value, larger),
    dimensions, choices, carried, generic);

  function showNames(title) {
    say(name, title);
    name.title = words.showIt(title);
    const named = [
      [mirror, words.mirrorIt(title)], [remove, words.removeIt(title)],
      [smaller, words.smaller(title)], [larger, words.larger(title)],
    ];
    for (const [button, label] of named) {
      button.setAttribute("aria-label", label);
      button.title = label;
    }
  }

  return {
    element,
    show({ item, placed, kind, name: title }, isSelected) {
      showNames(title);
      element.dataset.testid = `implant-${kind}`;
      element.dataset.size = item.size;
      const isNew = isSelected && !element.classList.contains("is-selected");
      element.classList.toggle("is-selected", isSelected);
      if (isNew) requestAnimationFrame(() => element.scrollIntoView({ block: "nearest" }));
      name.setAttribute("aria-expanded", String(isSelected));
      say(value, words.millimetres(item.size));
      const known = !(placed instanceof Reason);
      say(dimensions, known ? placed.variant.name : reasonWords(placed));
      say(generic, known && placed.family.generic ? words.generic : words.notGeneric);
      generic.hidden = !known;
      carried.hidden = !known || !placed.carriedBy || !isSelected;
      choices.hidden = !known || !isSelected;
      if (!known) return;
      groups ??= createGroups(choices, placed.family, (option, chosen) => (
        onOption(id, option, chosen)));
      groups.show(placed);
    },
  };
}

/** A row of buttons for every option; what this size does not come with says so. */
function createGroups(element, family, onChoose) {
  const buttons = Object.entries(family.options).flatMap(([option, { name, values }]) => {
    const { legend, labels } = shortened(name, values);
    const row = valuesOf(values).map((value) => ({
      option, value, element: h("button", {
        onclick: () => onChoose(option, value), data: { option, value },
      }, labels[value]),
    }));
    element.append(h("div.option", {},
      h("p.secondary.legend", {}, legend),
      h("div.choices", { role: "group", "aria-label": name },
        ...row.map((one) => one.element))));
    return row;
  });

  return {
    show({ implant, size }) {
      for (const { option, value, element: button } of buttons) {
        button.setAttribute("aria-pressed", String(implant.options[option] === value));
        const found = variantOf(family, size, { ...implant.options, [option]: value });
        const isThere = !(found instanceof Reason);
        button.setAttribute("aria-disabled", String(!isThere));
        button.title = isThere ? "" : reasonWords(found);
      }
    },
  };
}

/** What every value says is said once: "Neck length, mm" and "+4"; "Offset" and "high". */
function shortened(name, values) {
  const named = Object.entries(values).map(([value, meaning]) => [value, meaning.name]);
  const inMm = named.every(([, text]) => MM.test(text) || text === "0");
  const tail = ` ${name.toLowerCase()}`;
  const short = (text) => {
    if (inMm) return text.replace(MM, "");
    return text.endsWith(tail) ? text.slice(0, -tail.length) : text;
  };
  return {
    legend: inMm ? `${name}, mm` : name,
    labels: Object.fromEntries(named.map(([value, text]) => [value, short(text)])),
  };
}
