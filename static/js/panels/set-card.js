/** The card of a set: all its values together, both sides beside each other. */

import { Reason } from "../geometry/reasons.js";
import { formatPlusMinus } from "../measuring/formatting.js";
import { enteredParams } from "../measuring/entered.js";
import { setRows } from "../plan/set_rows.js";
import { sets as setWords, words, sided } from "../text/results.js";
import { createEnteredField } from "./entered-field.js";
import { h, icon } from "./dom.js";

/**
 * @param {object} set
 * @param {{onShow: (id: string) => void, onDeleteSet: (key: string) => void,
 *   onPlaceSet: (key: string) => void,
 *   onEnter: (id: string, param: string, value: unknown) => string | null}} options
 * @returns {{element: HTMLElement, members: HTMLElement, show: (group: object) => void}} `members`
 *   takes the cards of the single measurements
 */
export function createSetCard(set, { onShow, onDeleteSet, onPlaceSet, onEnter }) {
  const state = h("p.secondary.state");
  const place = h("button.place", { onclick: () => onPlaceSet(set.key) });
  const asked = h("div.asked");
  const table = h("table.set-values");
  const members = h("ul.cards", { role: "list" });
  const fields = new Map();
  const element = h("li.card.result.set", { data: { testid: `set-${set.key}` } },
    h("div.head", {},
      h("h3.name", {}, set.name),
      h("button.bare.icon-button", {
        onclick: () => onDeleteSet(set.key), "aria-label": words.deleteIt(set.name),
        title: words.deleteIt(set.name),
      }, icon("delete"))),
    state, place, asked, table,
    h("details.secondary.members", {}, h("summary", {}, setWords.each), members));

  /** Which measurement asks may change while the field stays: another film, another version. */
  function showFields(results) {
    const wanted = askedOf(results);
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, { field }] of fields) {
      if (keys.has(key)) continue;
      field.element.remove();
      fields.delete(key);
    }
    for (const { key, id, param, label, value } of wanted) {
      if (!fields.has(key)) fields.set(key, makeField(key, param, label));
      const shown = fields.get(key);
      shown.id = id;
      shown.field.show(value);
    }
  }

  function makeField(key, param, label) {
    const field = createEnteredField(param, {
      label, onEnter: (entered) => onEnter(fields.get(key).id, param.param, entered),
    });
    asked.append(field.element);
    return { field, id: null };
  }

  let laidOut = "";
  let cells = [];

  /** Laid out anew only where rows come or go: while a landmark is dragged only words change. */
  function showValues(rows) {
    table.hidden = rows.length === 0;
    const layout = rows.flatMap(({ right, left, both }) => (
      [right, left, both].map((one) => one?.id ?? "-"))).join(" ");
    if (layout !== laidOut) {
      cells = [];
      table.replaceChildren(...tableOf(rows, onShow, cells));
      laidOut = layout;
    }
    for (const [at, update] of cells) update(rows[at]);
  }

  return {
    element,
    members,
    show({ results, missing }) {
      const known = results.filter(({ planned }) => !(planned instanceof Reason)).length;
      state.textContent = setWords.state(known, results.length);
      place.hidden = !missing;
      place.textContent = missing ? setWords.goOn(missing) : "";
      showFields(results);
      showValues(setRows(set, results));
    },
  };
}

/** What is the same for the whole film is asked once; a grade for each side. */
function askedOf(results) {
  const asked = new Map();
  for (const { id, name, side, definition, params } of results) {
    for (const param of definition ? enteredParams(definition) : []) {
      const isGrade = definition.kind === "entered";
      if (!isGrade && !param.shared) continue;
      const key = isGrade ? `${definition.key} ${side}` : param.param;
      const label = isGrade ? sided(name, side) : param.name;
      if (!asked.has(key)) asked.set(key, { key, id, param, label, value: params[param.param] });
    }
  }
  return [...asked.values()];
}

function tableOf(rows, onShow, cells) {
  const paired = rows.some(({ right, left }) => right || left);
  const heads = paired ? [setWords.right, setWords.left, setWords.difference] : [setWords.value];
  const cell = (at, of, columns) => {
    const [element, update] = cellOf(rows[at][of], columns, onShow);
    cells.push([at, (row) => update(row[of])]);
    return element;
  };
  return [
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, setWords.measurement),
      ...heads.map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, ...rows.map(({ name, both }, at) => {
      const head = h("th", { scope: "row" }, name);
      if (both) return h("tr", {}, head, cell(at, "both", paired ? 3 : 1));
      const difference = h("td.difference");
      cells.push([at, (row) => { difference.textContent = row.difference ?? ""; }]);
      return h("tr", {}, head, cell(at, "right", 1), cell(at, "left", 1), difference);
    })),
  ];
}

/** @returns {[HTMLElement, (result: object) => void]} a cell, and how to say another value in it */
function cellOf(result, columns, onShow) {
  if (!result) return [h("td", { colspan: columns }), () => {}];
  const { id, key, side, name, definition } = result;
  const value = h("button.bare", {
    onclick: () => onShow(id), title: words.showIt(sided(name, side)),
  });
  const error = h("span.error");
  const element = h("td", {
    colspan: columns, data: { testid: `set-value-${key}${side ? `-${side}` : ""}` },
  }, value, " ", error);
  return [element, ({ planned, text }) => {
    const known = !(planned instanceof Reason);
    element.dataset.value = known ? String(planned.value) : "";
    value.textContent = known ? text : words.noValue;
    error.textContent = known && planned.plusMinus95 !== null
      ? formatPlusMinus(planned.plusMinus95, definition.result.decimals) : "";
  }];
}
