/** The film's scale and the plan: the plan names the calibration that its millimetres are of. */

import { ApiError, get } from "../../api.js";
import { viewOf } from "../../plan/ground.js";
import { steps } from "../../text/calibration.js";
import { others } from "../../text/saving.js";

/**
 * @param {object} parts `film`, `planning`, `calibrating`, `say`.
 * @returns {{follow: (calibration: object|null) => void, look: () => Promise<void>}}
 *   `follow`: this calibration holds now, so the plan names it; `look`: somebody else changed the
 *   plan, perhaps because they calibrated the film.
 */
export function createRescaling({ film, planning, calibrating, say }) {
  const { store } = planning;

  function follow(calibration) {
    const calibrationId = calibration?.id ?? null;
    store.setFilm({ ...store.film, calibrationId });
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
    try {
      const { calibration } = await get(`films/${film.id}?frame=${store.film.frame}`);
      if (!calibration || calibration.id === calibrating.current?.id) return;
      calibrating.take(calibration);
      say(others.recalibrated(calibration.created_by));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // The film keeps the scale that it has until it is opened again.
      say(error.sentence);
    }
  }

  /** What was calibrated while the plan could not be changed is named as soon as it can be. */
  async function catchUp() {
    await look();
    follow(calibrating.current);
  }

  let wasReadOnly = store.readOnly !== null;
  planning.onPlan(() => {
    const isReadOnly = store.readOnly !== null;
    if (wasReadOnly && !isReadOnly) catchUp();
    wasReadOnly = isReadOnly;
  });

  return { follow, look };
}
