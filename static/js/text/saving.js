/** What the planner says about the plan as a document: saving, versions, what is refused. */

const REFUSED = {
  newer_schema: "This plan was made with a newer Plumbline. It is kept as it is and cannot be "
    + "shown or changed here. Open it with the newer version.",
  not_a_plan_document: "This plan cannot be read. It is kept as it is. Tell your administrator.",
  plan_signed: "This plan is signed and cannot be changed. Press Reopen to go on with it.",
  plan_archived: "This plan is archived and cannot be changed.",
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

/** The save state in the banner, and what goes with it. */
export const saving = {
  saved: (time) => `Saved ${time}`,
  saving: "Saving…",
  notSaved: "Not saved",
  onlyHere: "Only in this tab",
  onlyHereWhy: "Your role may look at plans. What you measure stays in this tab and is not saved.",
  twoVersions: "Two versions",
  offline: (time) => `Not saved since ${time}: no connection. Your work is kept in this browser. `
    + "Do not close this tab; it will be saved when the server answers.",
  offlineOnly: (time) => `Not saved since ${time}: no connection. This browser keeps nothing when `
    + "the tab is closed. Do not close this tab; it will be saved when the server answers.",
  back: "The connection is back. Everything is saved.",
  refused: (time, sentence) => `Not saved since ${time}. ${sentence}`,
  tryAgain: "Try again",
  backToSaved: "Set mine aside",
  lost: "Work of an earlier page on this plan is still in this browser and could not be laid out "
    + "again. Reload the page to try again.",
  recovered: (count) => (count === 1 ? "One change that was not saved when the page closed is here "
    + "again." : `${count} changes that were not saved when the page closed are here again.`),
  signed: (number) => `Signed v${number}`,
  archived: "Archived",
  newer: "Newer version",
};

/** Somebody else saved. */
export const others = {
  saved: (author, version) => `${author} saved version ${version}; it is shown now.`,
  signed: (author) => `${author} signed this plan.`,
  reopened: (author) => `${author} reopened this plan.`,
  begun: "Somebody began a plan on this study; it is shown now.",
  recalibrated: (author) => `${author} calibrated this film; every value follows.`,
};

/** Two versions of one plan. */
export const versions = {
  title: "Two versions of this plan",
  explain: (author, theirs, mine) => `${author} saved version ${theirs} while you worked on version `
    + `${mine}. Nothing is lost. Compare the two and choose.`,
  explainSelf: (theirs, mine) => `You saved version ${theirs} in another window while you worked on `
    + `version ${mine} here. Nothing is lost. Compare the two and choose.`,
  mine: "mine",
  theirs: (author) => author,
  elsewhere: "the other window",
  differ: "What differs",
  nothing: "Both show the same. Whatever you choose, nothing changes.",
  deeds: { added: "added", changed: "changed", deleted: "deleted" },
  byMe: (deed) => `${deed} by you`,
  byThem: (deed, author) => `${deed} by ${author}`,
  onTop: "Put mine on top",
  onTopHow: "Both are kept. Where both changed the same, mine holds.",
  take: (author) => `Take ${author}’s version`,
  takeSelf: "Take the other window’s version",
  takeHow: "Mine is kept on the server, set aside.",
  look: "Look first",
  lookHow: "Go on looking and working. Nothing is saved until you choose.",
  choose: "Compare and choose",
  onTopDone: (version) => `Yours is on top of version ${version}.`,
  taken: (version) => `Version ${version} is shown. Yours is set aside.`,
  item: { landmarks: "Point", measurements: "Measurement", implants: "Implant", variants: "Variant" },
  side: { R: "right", L: "left" },
};
