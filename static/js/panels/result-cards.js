/** A card for every measurement: the value in words, its error, what is normal, what it means. */

import { Reason } from "../geometry/reasons.js";
import { enteredParams } from "../measuring/entered.js";
import { formatPlusMinus } from "../measuring/formatting.js";
import { bandName } from "../measuring/words.js";
import { NO_ERROR_BAR, reasonWords, sided, words } from "../text/results.js";
import { h, icon } from "./dom.js";
import { createEnteredField } from "./entered-field.js";
import { createNormalBar } from "./normal-bar.js";
import { createSetCard } from "./set-card.js";

/**
 * @param {HTMLElement} element
 * @param {{onShow: (id: string) => void, onDelete: (id: string) => void,
 *   onPlace: (id: string) => void, onDeleteSet: (key: string) => void,
 *   onPlaceSet: (key: string) => void,
 *   onEnter: (id: string, param: string, value: unknown) => string | null}} options `onEnter` gives
 *   the sentence why a value was not entered
 * @returns {{update: (results: object[], groups?: object[]) => void, remember: () => void}} groups
 *   are sets, `{set, ids, missing}`; `remember` keeps what is shown until the person has seen what a
 *   new scale made of it.
 */
export function createResultCards(element, options) {
  const list = h("ul.cards", { role: "list" });
  const empty = h("p.secondary", {}, words.none);
  const cards = new Map();
  const setCards = new Map();
  const before = new Map();
  let shown = [];
  let shownGroups = [];
  element.replaceChildren(empty, list);

  /** Cards of sets first; a measurement's own card is in that of the first set that it is of. */
  function updateSets(results, groups) {
    const keys = new Set(groups.map(({ set }) => set.key));
    for (const [key, card] of setCards) {
      if (keys.has(key)) continue;
      list.append(...card.members.children);
      card.element.remove();
      setCards.delete(key);
    }
    const homes = new Map();
    for (const { set, ids, missing } of groups) {
      if (!setCards.has(set.key)) {
        setCards.set(set.key, createSetCard(set, options));
        list.prepend(setCards.get(set.key).element);
      }
      const card = setCards.get(set.key);
      card.show({ results: results.filter(({ id }) => ids.includes(id)), missing });
      for (const id of ids) if (!homes.has(id)) homes.set(id, card.members);
    }
    return homes;
  }

  function update(results, groups = []) {
    shown = results;
    shownGroups = groups;
    empty.hidden = results.length > 0;
    const ids = new Set(results.map(({ id }) => id));
    for (const [id, card] of cards) {
      if (ids.has(id)) continue;
      card.element.remove();
      cards.delete(id);
      before.delete(id);
    }
    const homes = updateSets(results, groups);
    for (const result of results) {
      if (!cards.has(result.id)) {
        cards.set(result.id, createCard(result, {
          ...options,
          onSeen() {
            before.delete(result.id);
            update(shown, shownGroups);
          },
        }));
      }
      const card = cards.get(result.id);
      const home = homes.get(result.id) ?? list;
      if (card.element.parentElement !== home) home.append(card.element);
      card.show(result, before.get(result.id));
    }
  }

  return {
    update,
    remember() {
      for (const { id, text } of shown) {
        if (text && !before.has(id)) before.set(id, text);
      }
    },
  };
}

function createCard({ id, name, side, definition }, { onShow, onDelete, onPlace, onEnter, onSeen }) {
  const title = sided(name, side);
  const value = h("span.value");
  const error = h("span.error");
  const native = h("p.secondary.native", { hidden: true });
  const why = h("p.secondary.why");
  const band = h("p.band", { hidden: true });
  const fields = (definition ? enteredParams(definition) : []).map((param) => ({
    name: param.param,
    field: createEnteredField(param, {
      label: param.name, onEnter: (value) => onEnter(id, param.param, value),
    }),
  }));
  const change = h("p.change", { hidden: true });
  const place = h("button.place", { onclick: () => onPlace(id) });
  const bar = createNormalBar();
  const key = definition?.key ?? "";
  const element = h("li.card.result", { data: { testid: `result-${key}${side ? `-${side}` : ""}`, id } },
    h("div.head", {},
      h("button.bare.name", { onclick: () => onShow(id), title: words.showIt(title) }, title),
      h("button.bare.icon-button", {
        onclick: () => onDelete(id), "aria-label": words.deleteIt(title), title: words.deleteIt(title),
      }, icon("delete"))),
    h("p", {}, value, " ", error), band, bar.element, native, why,
    ...fields.map(({ field }) => field.element), place, change, detailsOf(definition));

  return {
    element,
    show({ planned, native: filmed, text, nativeText, missing, params }, earlier) {
      const known = !(planned instanceof Reason);
      element.dataset.value = known ? String(planned.value) : "";
      element.dataset.unit = known ? planned.unit : "";
      value.textContent = known ? text : words.noValue;
      value.title = known ? String(planned.value) : "";
      const hasError = known && planned.plusMinus95 !== null;
      error.textContent = hasError
        ? formatPlusMinus(planned.plusMinus95, definition.result.decimals) : "";
      error.dataset.value = hasError ? String(planned.plusMinus95) : "";
      const within = known && definition ? bandName(definition, planned.value) : null;
      band.hidden = within === null;
      band.textContent = within ?? "";
      for (const { name: param, field } of fields) field.show(params?.[param]);
      bar.show(definition?.normal ?? null, known ? planned : null);
      const moved = known && !(filmed instanceof Reason) && nativeText !== text;
      native.hidden = !moved;
      native.textContent = moved ? words.native(nativeText) : "";
      const sentence = known ? NO_ERROR_BAR[planned.plusMinusReason] ?? "" : reasonWords(planned);
      why.hidden = !sentence;
      why.textContent = sentence;
      place.hidden = !missing;
      place.textContent = missing ? words.place(missing) : "";
      showChange(change, known ? text : "", earlier, onSeen);
    },
  };
}

function detailsOf(definition) {
  if (!definition) return null;
  const { normal, source, note } = definition;
  return h("details.secondary", {},
    h("summary", {}, words.details),
    h("p", {}, definition.definition),
    note && h("p", {}, note),
    normal?.text && h("p", {}, words.normal(normal.text)),
    h("p", {}, words.source(source)));
}

/** A new scale changes what is read; each card says so until somebody has seen it. */
function showChange(element, text, earlier, onSeen) {
  const changed = Boolean(earlier) && Boolean(text) && earlier !== text;
  element.hidden = !changed;
  if (!changed) return;
  element.replaceChildren(words.wasNow(earlier, text), h("button", { onclick: onSeen }, words.seen));
}
