/** What the planner says about the plan as a document: saving, versions, what is refused. */

const REFUSED = {
  newer_schema: "This plan was made with a newer Plumbline. It is kept as it is and cannot be "
    + "shown or changed here. Open it with the newer version.",
  not_a_plan_document: "This plan cannot be read. It is kept as it is. Tell your administrator.",
  plan_signed: "This plan is signed and cannot be changed. Press Reopen to go on with it.",
  plan_archived: "This plan is archived and cannot be changed.",
  may_not_plan: "Your role may look at plans. What you measure stays in this tab and is not saved.",
  not_yours: "This belongs to the plan, which your role may not change. What you measure yourself "
    + "is yours to move.",
  changed_since: ({ label }) => `“${label}” cannot be undone: someone else changed it since.`,
  first_calibration: "A film's first calibration cannot be taken back, only replaced. Press C to "
    + "calibrate again. The next undo goes to the step before.",
  calibrated_since: ({ author }) => `This calibration cannot be undone: ${author} has calibrated `
    + "the film since.",
  not_undone: ({ sentence }) => `This calibration could not be undone. ${sentence}`,
};

/** @param {{code: string, params: object}} reason @returns {string} Why something is not done. */
export function refusal({ code, params }) {
  const said = REFUSED[code];
  if (typeof said === "function") return said(params);
  return said ?? `This does not fit the rest of the plan and was not done (${code}).`;
}
