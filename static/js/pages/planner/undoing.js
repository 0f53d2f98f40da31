/** Undo and redo: say what it was, and show where. */

import { placeOf } from "../../plan/places.js";
import { refusal } from "../../text/saving.js";
import { words } from "../../text/planner.js";
import { holdPoint } from "../../view/viewport.js";

const MARGIN_PX = 24;

/**
 * @param {object} parts `history`, `store`, `filmView`, `toolbox`, `calibrating`, `say`, `goToFrame(frame)`.
 * @returns {{undo: () => Promise<void>, redo: () => Promise<void>,
 *   bringIntoView: (pointsPx: Array<[number, number]>) => void}}
 */
export function createUndoing({
  history, store, filmView, toolbox, calibrating, say, goToFrame,
}) {
  /** What is only half done goes first: a first point, the points of a calibration under way. */
  async function step(action, nothing, done) {
    if (action === "undo" && !calibrating.isOpen && toolbox.active.back?.()) {
      return say(words.pointTaken);
    }
    const draft = calibrating.isOpen ? await calibrating.history[action]() : null;
    const before = store.document;
    const outcome = draft ?? await history[action]();
    if (!outcome) return say(nothing);
    if (outcome.problem) return say(refusal(outcome.problem));
    if (!draft && outcome.step.changes) show(before, outcome.step.changes);
    return say(done(outcome.label));
  }

  function show(before, changes) {
    const documents = [store.document, before];
    const place = placeOf(documents, changes, store.variantId, filmView.film.aspect);
    if (!place) return;
    const view = documents.flatMap(({ views }) => views).find(({ id }) => id === place.viewId);
    if (view.sop_instance_uid !== store.film.sopInstanceUid) return;
    if (view.frame !== store.film.frame) goToFrame(view.frame);
    bringIntoView(place.pointsPx);
  }

  function bringIntoView(pointsPx) {
    const { view, film, size } = filmView;
    const isSeen = pointsPx.map(filmView.toScreen).every(([x, y]) => (
      x >= MARGIN_PX && x <= size.width - MARGIN_PX
      && y >= MARGIN_PX && y <= size.height - MARGIN_PX));
    if (isSeen) return;
    const middle = [0, 1].map((axis) => {
      const along = pointsPx.map((point) => point[axis]);
      return (Math.min(...along) + Math.max(...along)) / 2;
    });
    filmView.setView(holdPoint(view, film, size, middle, [size.width / 2, size.height / 2]));
  }

  return {
    bringIntoView,
    undo: () => step("undo", words.nothingToUndo, words.undone),
    redo: () => step("redo", words.nothingToRedo, words.redone),
  };
}
