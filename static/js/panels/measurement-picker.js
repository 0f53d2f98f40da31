/** Choose a measurement or a set of them: by a few letters, or from the list of its region. */

import { Unit } from "../measuring/quantity.js";
import { OFTEN, picker as words, regionName, sets as setWords } from "../text/results.js";
import { h } from "./dom.js";

const SETS = "sets";
const REGION_ORDER = [
  "often", SETS, "hip", "knee", "osteotomy", "spine", "foot", "shoulder", "child", "trauma", "general",
  "calibration",
];

/**
 * @param {{onPick: (definition: object, side: "R" | "L" | null) => void,
 *   onPickSet: (set: object, side: "R" | "L") => void}} options
 * @returns {{open: (definitions: object[], sets: object[],
 *   options: {side: "R" | "L", hasScale: boolean}) => void}}
 */
export function createMeasurementPicker({ onPick, onPickSet }) {
  let definitions = [];
  let hasScale = true;
  let side = "R";

  const search = h("input", {
    type: "search", id: "measurement-search", autocomplete: "off", role: "combobox",
    "aria-expanded": "true", "aria-controls": "measurement-list", "aria-autocomplete": "list",
    oninput: () => show(0), onkeydown: onKey,
  });
  const sides = ["R", "L"].map((value) => h("button", {
    data: { side: value }, "aria-pressed": "false",
    onclick() { setSide(value); },
  }, words.sides[value]));
  const list = h("ul.measurement-list", { id: "measurement-list", role: "listbox", "aria-label": words.title });
  const empty = h("p.secondary", { hidden: true, role: "status" }, words.empty);
  const dialog = h("dialog.measurement-picker", { "aria-labelledby": "measurement-title" },
    h("h2", { id: "measurement-title" }, words.title),
    h("div.picker-head", {},
      h("label", { for: "measurement-search" }, words.search), search,
      h("div.picker-sides", { role: "group", "aria-label": words.side }, ...sides)),
    list, empty,
    h("div.actions", {}, h("button", { onclick: () => dialog.close() }, words.cancel)));
  document.body.append(dialog);

  let options = [];
  let active = 0;

  function setSide(value) {
    side = value;
    for (const button of sides) {
      button.setAttribute("aria-pressed", String(button.dataset.side === side));
    }
    search.focus();
  }

  function show(at) {
    const found = matching(definitions, search.value);
    const groups = new Map();
    for (const definition of found) {
      const region = groupOf(definition);
      groups.set(region, [...groups.get(region) ?? [], option(definition)]);
    }
    options = [...groups.values()].flat();
    list.replaceChildren(...[...groups].map(([region, items]) => (
      h("li.region", { role: "group", "aria-label": regionName(region) },
        h("span.region-name", { "aria-hidden": "true" }, regionName(region)),
        h("ul", { role: "presentation" }, ...items)))));
    empty.hidden = options.length > 0;
    activate(at);
  }

  function option(definition) {
    const unscaled = definition.needs === "mm" && !hasScale;
    const element = h("li.option", {
      id: `measurement-${definition.key}`, role: "option", "aria-selected": "false",
      data: { key: definition.key },
      onclick: () => pick(options.indexOf(element)),
      onpointermove: () => activate(options.indexOf(element)),
    },
    h("span.name", {}, definition.name),
    h("span.secondary", {}, unscaled ? words.needsScale : about(definition)));
    return element;
  }

  function activate(index) {
    active = Math.max(0, Math.min(index, options.length - 1));
    options.forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    search.setAttribute("aria-activedescendant", options[active]?.id ?? "");
    options[active]?.scrollIntoView({ block: "nearest" });
  }

  function pick(index) {
    const key = options[index]?.dataset.key;
    const definition = definitions.find((one) => one.key === key);
    if (!definition) return;
    dialog.close();
    if (definition.set) onPickSet(definition.set, side);
    else onPick(definition, definition.side === "one" ? side : null);
  }

  function onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) activate(active + step);
    else if (event.key === "Enter") pick(active);
    else return;
    event.preventDefault();
  }

  return {
    open(all, sets, { side: preset, hasScale: scaled }) {
      definitions = inOrder([...sets.map(offered), ...all]);
      hasScale = scaled;
      search.value = "";
      dialog.showModal();
      setSide(preset);
      show(0);
    },
  };
}

/** A set is offered beside the measurements, and found by the same letters. */
const offered = (set) => ({
  key: `set-${set.key}`, name: set.name, short: set.key, region: SETS, views: set.views,
  aliases: [regionName(set.region), ...set.views], set,
});

const about = ({ set, views }) => (
  [...views, set && setWords.kind(set.sides)].filter(Boolean).join(", "));

const groupOf = ({ key, region }) => (OFTEN.includes(key) ? "often" : region);

/** What is used often, then by region; within one, the data's own order. */
function inOrder(definitions) {
  const place = (definition) => {
    const at = REGION_ORDER.indexOf(groupOf(definition));
    return at < 0 ? REGION_ORDER.length : at;
  };
  const often = ({ key }) => OFTEN.indexOf(key);
  return [...definitions].sort((a, b) => place(a) - place(b) || often(a) - often(b));
}

/**
 * @param {object[]} definitions
 * @param {string} text every word of it must begin a word of the name, the key or the region
 * @returns {object[]} what is called just so first
 */
export function matching(definitions, text) {
  const typed = plain(text);
  const wanted = typed.split(" ").filter(Boolean);
  const rank = ({ name }) => (typed === "" || plain(name) === typed ? 0 : 1);
  const found = definitions.filter((definition) => {
    const words = plain([
      definition.name, definition.short, definition.key, regionName(definition.region),
      definition.result?.unit === Unit.MM ? "length" : "", ...(definition.aliases ?? []),
    ].join(" ")).split(" ");
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
  return found.sort((a, b) => rank(a) - rank(b));
}

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")
  .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
