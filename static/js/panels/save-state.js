/** In the banner: whether everything is saved, and what state the plan is in. */

import { saving as words } from "../text/saving.js";
import { timeOf } from "./dates.js";
import { h } from "./dom.js";

/**
 * @param {HTMLElement} element
 * @returns {{show: (state: object, plan: object | null, only: boolean) => void}} `plan` of the API;
 *   `only`: nothing that is done here is saved.
 */
export function createSaveState(element) {
  const state = h("span.badge", { data: { testid: "save-state", tone: "quiet" } });
  const chip = h("span.badge", { data: { testid: "plan-state" }, hidden: true });
  element.replaceChildren(state, chip);

  return {
    show(now, plan, only) {
      const [text, tone, title] = saidOf(now, only);
      state.hidden = text === "" || Boolean(plan?.read_only && !now.pending && !only);
      if (state.textContent !== text) state.textContent = text;
      state.dataset.tone = tone;
      state.title = title ?? "";
      const kind = planChip(plan);
      chip.hidden = !kind;
      chip.textContent = kind ?? "";
    },
  };
}

/** @returns {[string, string, string?]} Words, tone, explanation. */
function saidOf({ conflict, refused, offline, pending, sending, savedAt }, only) {
  if (only) return [pending ? words.onlyHere : "", "quiet", words.onlyHereWhy];
  if (conflict) return [words.twoVersions, "warning"];
  if (refused || offline) return [words.notSaved, "warning"];
  if (sending || pending) return [words.saving, "quiet"];
  return [savedAt ? words.saved(timeOf(savedAt)) : "", "quiet"];
}

function planChip(plan) {
  if (plan?.state === "signed") return words.signed(plan.signed?.number ?? 1);
  if (plan?.state === "archived") return words.archived;
  return plan?.read_only?.code === "newer_schema" ? words.newer : null;
}
