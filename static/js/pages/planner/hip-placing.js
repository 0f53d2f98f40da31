/** The landmarks of a step: which are missing, and asking for them one after the other. */

import { landmarksOf, newMeasurement } from "../../plan/landmarks.js";
import { membersOf } from "../../plan/sets.js";
import { guide as words } from "../../text/hip.js";

const BOTH = ["R", "L"];
const RIM = "head_rim";
const RIM_POINTS = 3;

/**
 * @param {object} context See `context.js`.
 * @param {{sides: () => string[]}} options `sides` are operated on
 * @returns {{missing: (step: object) => string[], begin: (step: object) => void}} `missing` are
 *   names, the next one first
 */
export function createHipPlacing(context, { sides }) {
  const { film, store, reading } = context;

  /** On a film of one hip nothing is asked of the other. */
  function sidesOf(asked) {
    const shown = BOTH.includes(film.laterality) ? [film.laterality] : BOTH;
    if (asked === "none") return [null];
    if (asked === "both") return shown;
    return shown.filter((side) => sides().includes(side) === (asked === "operated"));
  }

  function isThere(key, side) {
    const { document, viewId } = store;
    const bodies = document.bodies.filter((body) => body.view_id === viewId);
    const found = bodies.flatMap(({ id }) => landmarksOf(document, id, key, side));
    return found.length >= (key === RIM ? RIM_POINTS : 1);
  }

  const missing = (step) => step.landmarks.flatMap(({ key, sides: asked }) => sidesOf(asked)
    .filter((side) => !isThere(key, side))
    .map((side) => reading.landmarkName(key, side)));

  /** What the step measures, begun where it is not there yet. */
  function measure(step) {
    const { document, viewId } = store;
    const changes = [];
    const items = step.measurements.flatMap(({ key, sides: asked }) => (
      membersOf({ measurements: [key] }, reading.definitions, sidesOf(asked))
    )).map(({ definition, side }) => {
      const there = document.measurements.find((item) => item.definition === definition.key
        && item.side === side && item.view_id === viewId);
      if (there) return there;
      const item = newMeasurement(document, {
        id: store.uuid(), definition, side, bodyId: store.filmBodyId, viewId,
      });
      changes.push({ op: "upsert", collection: "measurements", item });
      return item;
    });
    const refused = changes.length ? store.commit(words.measured(step.name), changes) : null;
    return refused ? null : items.map(({ id }) => id);
  }

  return {
    missing,
    begin(step) {
      if (!reading.definitions.size || context.refusesEdits()) return;
      const ids = measure(step);
      if (ids && missing(step).length) context.guided.ask(ids, step.landmarks.map(({ key }) => key));
    },
  };
}
