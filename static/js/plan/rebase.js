/**
 * Laying changes on another version of the document than the one they were made on.
 *
 * What somebody did is never dropped for a reason of form: an item that theirs no longer has comes
 * back where one of these changes needs it, and the view of a film that both began is one.
 */

import { Reason } from "../geometry/reasons.js";
import { applyChanges } from "./changes.js";
import { filmBodyOf, viewOf } from "./ground.js";
import { find, idOf } from "./items.js";

/** Landmarks that are never shared between measurements. */
export const OF_ONE_MEASUREMENT = Object.freeze([
  "length_a", "length_b", "angle_a", "angle_vertex", "angle_b", "circle_rim",
]);

/**
 * @param {object} theirs the document to lay them on
 * @param {object} mine the document that they led to
 * @param {object[]} changes in order
 * @returns {object[]} changes that apply to `theirs`, one for each item at most
 */
export function rebase(theirs, mine, changes) {
  const films = samePlaces(theirs, changes);
  const onFilm = renamed(squashed(changes), films);
  const joined = renamed(onFilm, samePoints(theirs, onFilm), { keep: true });
  const wanted = joined.filter((change) => (change.op === "delete"
    ? find(theirs, change.collection, change.id) : true));
  return withMissing(theirs, mine, wanted);
}

/** The last change of every item counts; one that was put in and taken out again is none. */
export function squashed(changes) {
  const last = new Map();
  for (const change of changes) {
    last.delete(idOf(change));
    last.set(idOf(change), change);
  }
  return [...last.values()];
}

/** Two people may begin on the same film at once: my view of it is theirs. */
function samePlaces(theirs, changes) {
  const names = new Map();
  for (const { item, collection } of changes) {
    if (collection !== "views" || !item) continue;
    const there = viewOf(theirs, { sopInstanceUid: item.sop_instance_uid, frame: item.frame });
    if (there && there.id !== item.id) names.set(item.id, there.id);
  }
  for (const { item, collection } of changes) {
    if (collection !== "bodies" || item?.kind !== "film" || !names.has(item.view_id)) continue;
    const there = filmBodyOf(theirs, names.get(item.view_id));
    if (there) names.set(item.id, there.id);
  }
  return names;
}

/** A landmark that both placed is one landmark, where I placed it. */
function samePoints(theirs, changes) {
  const placeOf = ({ body_id: body, key, side }) => `${body} ${key} ${side}`;
  const inPlaces = (items) => {
    const places = new Map();
    for (const item of items) places.set(placeOf(item), [...places.get(placeOf(item)) ?? [], item]);
    return places;
  };
  const there = inPlaces(theirs.landmarks);
  const placed = changes.filter(({ collection, item }) => collection === "landmarks" && item
    && !OF_ONE_MEASUREMENT.includes(item.key) && !find(theirs, collection, item.id));
  const names = new Map();
  for (const [place, mine] of inPlaces(placed.map(({ item }) => item))) {
    // Several in one place are a set, such as points on a rim: nobody knows which is which.
    const others = there.get(place) ?? [];
    if (mine.length === 1 && others.length === 1) names.set(mine[0].id, others[0].id);
  }
  return names;
}

/** `keep`: my version of what is renamed counts; else theirs does. */
function renamed(changes, names, { keep = false } = {}) {
  if (!names.size) return changes;
  const say = (value) => {
    if (typeof value === "string") return names.get(value) ?? value;
    if (Array.isArray(value)) return value.map(say);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [names.get(key) ?? key, say(inner)]),
    );
  };
  return changes.filter((change) => keep || !names.has(idOf(change))).map(say);
}

/** Put back what these changes lean on; take along what would lean on nothing. */
function withMissing(theirs, mine, changes) {
  let all = changes;
  for (;;) {
    const result = applyChanges(theirs, all);
    if (!(result instanceof Reason)) return all;
    if (result.code !== "dangling_reference") {
      throw new Error(`changes cannot be laid on another version: ${result.code}`);
    }
    all = mended(all, result.params, mine);
  }
}

function mended(changes, { collection, id, target_collection: target, target_id: missing }, mine) {
  const item = find(mine, target, missing);
  if (item) return [{ op: "upsert", collection: target, item }, ...without(changes, missing)];
  // I deleted what they still use: it stays.
  const kept = without(changes, missing);
  if (kept.length < changes.length) return kept;
  return [...without(changes, id), { op: "delete", collection, id }];
}

const without = (changes, id) => changes.filter((change) => idOf(change) !== id);
