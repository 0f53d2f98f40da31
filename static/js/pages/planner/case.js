/** The case above the plan: operation, side, date; its form. */

import { ApiError, get, patch, post } from "../../api.js";
import { caseHead } from "../../panels/case-head.js";
import { createCaseForm } from "../../panels/case-form.js";
import { createNewCase } from "../../panels/new-case.js";
import { identity } from "../../text/pages.js";
import { words } from "../../text/case.js";

/**
 * @param {object} context Of the planner.
 * @param {{plan: object, onChanged: () => void}} options `plan` of `plan-case.js`.
 * @returns {{open: () => Promise<void>}} `open` shows the form.
 */
export function createCase(context, { plan, onChanged }) {
  const { autosave, study, film, user, say } = context;
  const head = caseHead({
    mayEdit: user.may.edit, userId: user.id, onEdit: () => open(),
  });
  const form = createCaseForm({ onSave: save });
  document.querySelector(".panel-scroll").prepend(head.element);

  const show = () => head.show(plan.exists ? plan.summary : null);

  async function save(values) {
    try {
      // What was drawn already has begun a plan of its own.
      await autosave.flush();
      if (plan.exists) plan.take(await patch(`plans/${plan.id}`, values));
      else plan.take(await createNewCase({ post, patch }, study.id, autosave.planId)(values));
      say(words.saved);
      show();
      onChanged();
      return null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { sentence: error.sentence, fields: error.fields };
    }
  }

  async function open() {
    let choices = { operations: [], teams: [], people: [] };
    try {
      choices = await get(`/cases/choices/${study.id}/`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Suggestions are a comfort; the case can be written without them.
    }
    const { patient } = study;
    form.open({
      title: plan.exists ? words.edit : words.create,
      patient: { name: patient.name, identity: identity(patient) },
      filmSide: film.laterality, choices, locked: plan.state === "signed",
      values: plan.exists ? plan.summary : { owner: user },
    });
  }

  plan.onChange(show);
  show();
  return { open };
}
