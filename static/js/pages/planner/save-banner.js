/** What is said about saving: in the banner, in the alert bar, aloud. */

import { timeOf } from "../../panels/dates.js";
import { createSaveState } from "../../panels/save-state.js";
import { refusal, saving as words } from "../../text/saving.js";

const ABOUT_THE_PERSON = ["not_signed_in", "forbidden"];
const UNREADABLE = ["newer_schema", "not_a_plan_document"];

/**
 * @param {object} parts `element` of the banner, `planning`, `notices`, `say`.
 * @returns {void}
 */
export function createSaveBanner({ element, planning, notices, say }) {
  const { autosave } = planning;
  const shown = createSaveState(element);
  let wasAlert = false;

  function alertOf({ offline, refused, since }) {
    if (!since) return null;
    if (planning.onlyHere) return { tone: "quiet", sentence: words.onlyHereWhy };
    if (refused) {
      const again = { name: words.tryAgain, run: () => autosave.retry() };
      const aside = { name: words.backToSaved, run: setAside };
      return {
        tone: "warning", sentence: words.refused(timeOf(since), refused.sentence),
        // Who is signed out, or may no longer plan, cannot set anything aside either.
        actions: ABOUT_THE_PERSON.includes(refused.code) ? [again] : [again, aside],
      };
    }
    if (!offline) return null;
    const sentence = autosave.lasting ? words.offline : words.offlineOnly;
    return {
      tone: "warning", sentence: sentence(timeOf(since)),
      actions: [{ name: words.tryAgain, run: () => autosave.retry() }],
    };
  }

  function draw() {
    const { state } = autosave;
    shown.show(state, planning.plan(), planning.onlyHere);
    const alert = alertOf(state);
    notices.raise("saving", alert);
    if (alert && !wasAlert) say(alert.sentence);
    if (!alert && wasAlert && !state.conflict) say(words.back);
    wasAlert = alert !== null;
  }

  async function setAside() {
    try {
      await autosave.takeTheirs();
    } catch (error) {
      if (error.status === undefined) throw error;
      notices.fail(error.sentence);
    }
  }

  autosave.subscribe(draw);
  planning.onPlan(draw);
  const { readOnly } = planning.store;
  if (readOnly && UNREADABLE.includes(readOnly.code)) {
    notices.raise("unreadable", { tone: "warning", sentence: refusal(readOnly) });
  }
  if (planning.lost) notices.raise("lost", { tone: "warning", sentence: words.lost });
}
