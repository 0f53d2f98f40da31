/** The film's scale and the plan: the plan names the calibration that its millimetres are of. */

import { ApiError, get } from "../../api.js";
import { follow as followLive } from "../../live.js";
import { viewOf } from "../../plan/ground.js";
import { steps } from "../../text/calibration.js";
import { others } from "../../text/saving.js";

// Whoever calibrated names it in the plan; this page does so only if nobody has by then.
const THEIRS_FIRST_MS = 3000;

/**
 * @param {object} parts `film`, `planning`, `calibrating`, `say`.
 * @returns {{follow: (calibration: object|null) => void, look: () => Promise<void>}}
 *   `follow`: this calibration holds now, so the plan names it; `look`: somebody else changed the
 *   plan, perhaps because they calibrated the film.
 */
export function createRescaling({ film, planning, calibrating, say }) {
  const { store } = planning;
  let isTheirs = false;

  function follow(calibration) {
    store.setFilm({ ...store.film, calibrationId: calibration?.id ?? null });
    if (!isTheirs) name();
  }

  /** The plan names the calibration that holds here. */
  function name() {
    const { calibrationId } = store.film;
    if (store.readOnly || planning.onlyHere) return;
    const stale = store.document.views.filter((view) => (
      view.sop_instance_uid === film.sop_instance_uid && view.calibration_id !== calibrationId));
    if (!stale.length) return;
    const named = stale.map((view) => ({ ...view, calibration_id: calibrationId }));
    store.apply(named.map((item) => ({ op: "upsert", collection: "views", item })), steps.calibrated);
  }

  async function look() {
    const view = viewOf(store.document, store.film);
    if (!view || view.calibration_id === (calibrating.current?.id ?? null)) return;
    await ask();
  }

  async function ask() {
    try {
      const { calibration } = await get(`films/${film.id}?frame=${store.film.frame}`);
      if (!calibration || calibration.id === calibrating.current?.id) return;
      isTheirs = true;
      calibrating.take(calibration);
      setTimeout(name, THEIRS_FIRST_MS);
      say(others.recalibrated(calibration.created_by));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // The film keeps the scale that it has until it is opened again.
      say(error.sentence);
    } finally {
      isTheirs = false;
    }
  }

  /** Told of a calibration, of this page or another; whoever is at it here finds out on saving. */
  function hear(told) {
    if (told.film_id !== film.id || told.calibration_id === calibrating.current?.id) return;
    if (calibrating.isOpen) setTimeout(hear, THEIRS_FIRST_MS, told);
    else ask();
  }
  followLive({ calibration: hear });

  /** What was calibrated while the plan could not be changed is named as soon as it can be. */
  async function catchUp() {
    await look();
    name();
  }

  let wasReadOnly = store.readOnly !== null;
  planning.onPlan(() => {
    const isReadOnly = store.readOnly !== null;
    if (wasReadOnly && !isReadOnly) catchUp();
    wasReadOnly = isReadOnly;
  });

  return { follow, look };
}
