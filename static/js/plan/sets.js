/** Sets of measurements that are taken in one go, as change sets of the plan document. */

import { newMeasurement, placesOf } from "./landmarks.js";

/** @typedef {import("./changes.js").Change} Change */
/** @typedef {"R" | "L"} Side */

const RIGHT_FIRST = ["R", "L"];

/**
 * What a set measures. On a film of one side a set of both compares no sides.
 * @param {object} set as the server hands it out
 * @param {Map<string, object>} definitions by key
 * @param {readonly Side[]} sides
 * @returns {{definition: object, side: Side | null}[]} in the order of the set
 */
export function membersOf(set, definitions, sides) {
  return set.measurements.map((key) => definitions.get(key)).filter(Boolean).flatMap((definition) => {
    if (definition.side === "one") return sides.map((side) => ({ definition, side }));
    if (definition.side === "both" && set.sides === "both" && sides.length < 2) return [];
    return [{ definition, side: null }];
  });
}

/**
 * @param {object} set
 * @param {Side} side that is chosen
 * @param {string} laterality of the film: R, L, B or nothing
 * @returns {Side[]} for which sides it is taken
 */
export function sidesOf({ sides }, side, laterality) {
  if (sides === "none") return [];
  if (sides === "one") return [side];
  return RIGHT_FIRST.includes(laterality) ? [laterality] : [...RIGHT_FIRST];
}

/**
 * Begin a set, or go on with it: what is measured already on this film joins it.
 * @param {object} document
 * @param {Map<string, object>} definitions by key
 * @param {{set: object, sides: readonly Side[], bodyId: string, viewId: string,
 *   uuid: () => string}} wanted
 * @returns {{changes: Change[], ids: string[]}} and the measurements of the set
 */
export function beginSet(document, definitions, { set, sides, bodyId, viewId, uuid }) {
  const items = membersOf(set, definitions, sides).map(({ definition, side }) => {
    const there = document.measurements.find((item) => item.definition === definition.key
      && item.side === side && item.view_id === viewId);
    return there ?? newMeasurement(document, { id: uuid(), definition, side, bodyId, viewId });
  });
  const joining = items.filter(({ sets }) => !sets?.includes(set.key)).map((item) => ({
    op: "upsert", collection: "measurements",
    item: { ...item, sets: [...item.sets ?? [], set.key] },
  }));
  return { changes: joining, ids: items.map(({ id }) => id) };
}

/**
 * @param {object} document
 * @param {readonly object[]} sets
 * @param {(id: string) => boolean} isHere whether a measurement is of the film that is looked at
 * @returns {{set: object, ids: string[]}[]} the sets that were taken, in the order of the data
 */
export function takenSets(document, sets, isHere) {
  return sets.map((set) => ({
    set,
    ids: document.measurements
      .filter(({ id, sets: keys }) => keys?.includes(set.key) && isHere(id)).map(({ id }) => id),
  })).filter(({ ids }) => ids.length > 0);
}

/**
 * Take a set away, with the measurements that are of no other one. Landmarks stay.
 * @param {object} document
 * @param {string} key of the set
 * @param {readonly string[]} ids of its measurements
 * @returns {Change[]}
 */
export function removeSet(document, key, ids) {
  return document.measurements.filter(({ id }) => ids.includes(id)).map((item) => {
    const sets = item.sets.filter((one) => one !== key);
    return sets.length
      ? { op: "upsert", collection: "measurements", item: { ...item, sets } }
      : { op: "delete", collection: "measurements", id: item.id };
  });
}

/**
 * Every landmark that some measurements need, once, in the order in which it is asked for.
 * @param {object} document
 * @param {Map<string, object>} definitions by key
 * @param {readonly object[]} items measurements
 * @param {readonly string[]} [order] keys of landmarks; else as the definitions have them
 * @returns {{item: object, place: object}[]} with the measurement that asks for it: the one that
 *   has the fewest points of it
 */
export function askedPlaces(document, definitions, items, order = []) {
  const found = new Map();
  for (const item of items) {
    const definition = definitions.get(item.definition);
    for (const place of definition ? placesOf(document, definition, item) : []) {
      const at = `${place.key} ${place.side}`;
      const before = found.get(at);
      if (!before || isAskedMore(place, before.place)) found.set(at, { item, place });
    }
  }
  const rank = ({ place: { key } }) => {
    const at = order.indexOf(key);
    return at < 0 ? order.length : at;
  };
  const side = ({ place }) => Math.max(0, RIGHT_FIRST.indexOf(place.side));
  return order.length
    ? [...found.values()].sort((a, b) => rank(a) - rank(b) || side(a) - side(b))
    : [...found.values()];
}

/** Who needs it comes before who may have it; then who lacks more points. */
function isAskedMore(place, before) {
  if (place.optional !== before.optional) return before.optional;
  return place.items.length < before.items.length;
}
