/** Sets in the planner: begun from the picker, gone on with from their card, taken away. */

import { isPlaced } from "../../plan/landmarks.js";
import { askedPlaces, beginSet, removeSet, sidesOf, takenSets } from "../../plan/sets.js";
import { sets as words } from "../../text/results.js";

/**
 * @param {object} context See `context.js`.
 * @param {{reading: object, ask: (ids: string[], order: string[]) => boolean,
 *   onShown: (key: string) => void}} options `ask` says whether anything is asked for; `onShown`: a
 *   set has begun or has nothing to ask
 * @returns {{begin: (set: object, side: "R" | "L") => void, goOn: (key: string) => void,
 *   remove: (key: string) => void, groups: (ids: string[]) => object[]}} `groups`: what the cards of
 *   sets show, among the measurements of this film
 */
export function createResultSets(context, { reading, ask, onShown }) {
  const { film, store, openSection, refusesEdits } = context;
  let here = [];

  const setOf = (key) => reading.sets.find((set) => set.key === key);
  const taken = () => takenSets(store.document, reading.sets, (id) => here.includes(id));
  const idsOf = (key) => taken().find(({ set }) => set.key === key)?.ids ?? [];

  function begin(set, side) {
    if (refusesEdits()) return;
    const { changes, ids } = beginSet(store.document, reading.definitions, {
      set, sides: sidesOf(set, side, film.laterality), bodyId: store.filmBodyId,
      viewId: store.viewId, uuid: store.uuid,
    });
    if (changes.length && store.commit(words.begun(set.name), changes)) return;
    openSection("results");
    if (!ask(ids, set.landmarks)) onShown(set.key);
  }

  /** The first landmark of the set that is still to be placed. */
  function missingOf({ set, ids }) {
    const items = store.document.measurements.filter(({ id }) => ids.includes(id));
    const open = askedPlaces(store.document, reading.definitions, items, set.landmarks)
      .find(({ place }) => !isPlaced(place) && set.landmarks.includes(place.key));
    return open ? reading.landmarkName(open.place.key, open.place.side) : null;
  }

  return {
    begin,
    goOn(key) { ask(idsOf(key), setOf(key).landmarks); },
    remove(key) {
      if (refusesEdits()) return;
      store.commit(words.deleted(setOf(key).name), removeSet(store.document, key, idsOf(key)));
    },
    groups(ids) {
      here = ids;
      return taken().map((one) => ({ ...one, missing: missingOf(one) }));
    },
  };
}
