/** The form of a case: operation, side, date, place on the list, team, owner. */

import { words } from "../text/case.js";
import { field, h } from "./dom.js";
import { say } from "./say.js";

const MOST_ORDER = 99;

/**
 * @param {{onSave: (values: object) =>
 *   Promise<{sentence?: string, fields?: Record<string, string>}|null>}} options Gets the fields of
 *   the API that the person filled in; null closes the form.
 * @returns {{open: (shown: {title: string, patient: object, filmSide?: string, values?: object,
 *   choices: {operations: string[], teams: object[], people: object[]}, locked?: boolean}) => void}}
 *   `patient` has `name` and `identity`; `locked`: operation and side are signed.
 */
export function createCaseForm({ onSave }) {
  let filmSide = "";
  let shownValues = {};
  const suggestions = h("datalist", { id: "case-operations" });
  const operation = h("input", {
    id: "case-operation", type: "text", maxlength: 120, list: "case-operations",
    autocomplete: "off", data: { testid: "case-operation" },
  });
  const sides = Object.entries(words.sides).map(([value, name]) => h("label.choice", {},
    h("input", { type: "radio", name: "case-side", value, onchange: compareSides }),
    h("span", {}, name)));
  const sideGroup = h("fieldset.side-choice", {}, h("legend", {}, words.side),
    h("div.choices", {}, ...sides));
  const date = h("input", { id: "case-date", type: "date", data: { testid: "case-date" } });
  const order = h("input", {
    id: "case-order", type: "number", min: 1, max: MOST_ORDER, inputmode: "numeric",
    data: { testid: "case-order" },
  });
  const team = h("select", { id: "case-team", data: { testid: "case-team" } });
  const owner = h("select", { id: "case-owner", data: { testid: "case-owner" } });
  const heading = h("h2", { id: "case-title" });
  const name = h("b");
  const identity = h("span.secondary");
  const doubt = h("p.notice", { role: "status", data: { tone: "amber", testid: "case-doubt" } });
  const problem = h("p.notice", { role: "alert",
    data: { tone: "warning", testid: "case-problem" } });
  const locked = h("p.notice", {}, words.lockedBySignature);
  const save = h("button.primary", { type: "submit", data: { testid: "case-save" } }, words.save);
  const form = h("form.case-fields", { novalidate: true, onsubmit: submit },
    locked,
    field(words.operation, operation, { help: words.operationHint }), suggestions,
    sideGroup, doubt,
    h("div.field-row", {}, field(words.date, date), field(words.order, order)),
    h("div.field-row", {}, field(words.team, team), field(words.owner, owner)),
    problem,
    h("div.dialog-actions", {},
      h("button", { onclick: () => element.close() }, words.cancel), save));
  const element = h("dialog.case-form", {
    "aria-labelledby": "case-title", data: { testid: "case-form" },
  }, heading, h("p.who", {}, name, " ", identity), form);
  document.body.append(element);

  const chosenSide = () => form.querySelector('[name="case-side"]:checked')?.value ?? "";

  function compareSides() {
    const side = chosenSide();
    const single = filmSide === "R" || filmSide === "L";
    const differs = single && side && side !== filmSide;
    const film = words.sides[filmSide];
    doubt.hidden = !differs;
    if (!differs) return;
    say(doubt, side === "B" ? words.bothOfOne(film) : words.sideDiffers(film, words.sides[side]));
  }

  function options(select, rows, none) {
    select.replaceChildren(
      ...(none ? [h("option", { value: "" }, none)] : []),
      ...rows.map((row) => h("option", { value: row.id }, row.name)));
    select.closest(".field").hidden = rows.length === 0;
  }

  function fill(values) {
    operation.value = values.operation ?? "";
    for (const input of form.querySelectorAll('[name="case-side"]')) {
      input.checked = input.value === values.side;
    }
    date.value = values.planned_on ?? "";
    order.value = values.planned_order ?? "";
    team.value = values.team?.id ?? "";
    owner.value = values.owner?.id ?? "";
  }

  /** Only what differs: two people may change two fields of one case. */
  function changed() {
    const before = {
      operation: shownValues.operation ?? "", side: shownValues.side ?? "",
      planned_on: shownValues.planned_on ?? null, planned_order: shownValues.planned_order ?? null,
      team: shownValues.team?.id ?? null, owner: shownValues.owner?.id ?? null,
    };
    const now = {
      operation: operation.value.trim(), side: chosenSide(), planned_on: date.value || null,
      planned_order: order.value ? Number(order.value) : null,
      team: team.value || null, owner: owner.value || before.owner,
    };
    return Object.fromEntries(Object.entries(now).filter(([key, value]) => value !== before[key]));
  }

  function wrongField() {
    if (date.validity.badInput) return [date, words.badDate];
    const number = Number(order.value);
    const fits = order.value === "" ? !order.validity.badInput
      : Number.isInteger(number) && number >= 1 && number <= MOST_ORDER;
    return fits ? null : [order, words.badOrder];
  }

  function complain(sentence, input = null) {
    say(problem, sentence);
    problem.hidden = !sentence;
    for (const each of [operation, date, order, team, owner]) {
      each.setAttribute("aria-invalid", String(each === input));
    }
    input?.focus();
  }

  async function submit(event) {
    event.preventDefault();
    const wrong = wrongField();
    if (wrong) {
      complain(wrong[1], wrong[0]);
      return;
    }
    complain("");
    save.disabled = true;
    const refused = await onSave(changed());
    save.disabled = false;
    if (!refused) {
      element.close();
      return;
    }
    const inputs = { operation, planned_on: date, planned_order: order, team, owner };
    const [key] = Object.keys(refused.fields ?? {}).filter((one) => inputs[one]);
    complain([refused.sentence, key && refused.fields[key]].flat().filter(Boolean).join(" "),
      key ? inputs[key] : null);
  }

  return {
    open({ title, patient, filmSide: film = "", values = {}, choices, locked: isLocked = false }) {
      filmSide = film;
      shownValues = values;
      say(heading, title);
      say(name, patient.name);
      say(identity, patient.identity);
      suggestions.replaceChildren(...choices.operations.map((value) => h("option", { value })));
      options(team, choices.teams, words.noTeam);
      options(owner, choices.people);
      fill(values);
      locked.hidden = !isLocked;
      operation.disabled = isLocked;
      sideGroup.disabled = isLocked;
      complain("");
      compareSides();
      element.showModal();
      (isLocked ? date : operation).focus();
    },
  };
}
