/** Making and changing a case from its line. */

import { ApiError, get, patch, post } from "../../api.js";
import { words as caseWords } from "../../text/case.js";
import { words } from "../../text/worklist.js";
import { createCaseForm } from "../case-form.js";
import { createNewCase } from "../new-case.js";

/**
 * @param {{section: HTMLElement, user: {id: string, name: string},
 *   onSaved: (planId: string, sentence: string) => void, onTrouble: (sentence: string) => void}}
 *   parts
 */
export function attachCases({ section, user, onSaved, onTrouble }) {
  let line = null;
  // By study: what was begun and then failed is gone on with, also from a form opened again.
  const begun = new Map();
  const form = createCaseForm({ onSave: save });

  async function save(values) {
    try {
      if (line.plan) await patch(`plans/${line.plan}`, values);
      else line.plan = (await make(line.study, values)).id;
      onSaved(line.plan, line.made ? words.made(line.patient.name) : words.saved);
      return null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { sentence: error.sentence, fields: error.fields };
    }
  }

  async function make(study, values) {
    if (!begun.has(study)) begun.set(study, createNewCase({ post, patch }, study));
    const plan = await begun.get(study)(values);
    begun.delete(study);
    return plan;
  }

  async function open(row) {
    const text = (name) => row.querySelector(`[data-${name}]`).textContent;
    const { study, plan, filmSides } = row.dataset;
    line = { study, plan, made: !plan, patient: { name: text("name"), identity: text("identity") } };
    try {
      const [choices, plans] = await Promise.all([
        get(`/cases/choices/${study}/`), plan ? get(`plans?study=${study}`) : [],
      ]);
      const values = plans.find(({ id }) => id === plan) ?? { owner: user };
      form.open({
        title: plan ? caseWords.edit : caseWords.create, patient: line.patient,
        filmSide: filmSides, values, choices, locked: values.state === "signed",
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      onTrouble(error.sentence || words.notLoaded);
    }
  }

  section.addEventListener("click", (event) => {
    const button = event.target.closest("[data-make-case], [data-edit-case]");
    if (button) open(button.closest("tr"));
  });
}
