/**
 * Laying changes on another version of the document than the one they were made on.
 *
 * What somebody did is never dropped for a reason of form: an item that theirs no longer has comes
 * back where one of these changes needs it, and the view of a film that both began is one.
 */

import { Reason } from "../geometry/reasons.js";
import { applyChanges } from "./changes.js";
import { validate } from "./document.js";
import { fragmentOf } from "./fragments.js";
import { filmBodyOf, viewOf } from "./ground.js";
import { find, idOf } from "./items.js";
import { laidOnItem } from "./rebase_items.js";
import { bodiesPosed, variantChanges } from "./rebase_poses.js";
import { procedureChanges } from "./rebase_procedure.js";

/** Landmarks that are never shared between measurements. */
export const OF_ONE_MEASUREMENT = Object.freeze([
  "length_a", "length_b", "angle_a", "angle_vertex", "angle_b", "circle_rim",
]);

/**
 * @param {object} base the document that both began with
 * @param {object} theirs the document to lay them on
 * @param {object[]} changes mine, in order, as they were made on `base`
 * @returns {object[]} changes that apply to `theirs`, one for each item at most
 * @throws {Error} if they do not apply to `base`, or what they lead to is not sound
 */
export function rebase(base, theirs, changes) {
  const led = sound(base, changes);
  const films = samePlaces(theirs, changes);
  const onFilm = renamed(squashed(changes), films);
  const points = samePoints(theirs, onFilm);
  const mine = spoken(spoken(led, films), points);
  const joined = renamed(onFilm, points, { keep: true })
    .map((change) => laidOnItem(base, theirs, change))
    // Poses are laid together body by body, the case field by field, see below.
    .filter(({ collection }) => !["variants", "procedures"].includes(collection))
    .filter((change) => (change.op === "delete"
      ? find(theirs, change.collection, change.id) : true));
  const all = withMissing(theirs, mine, withUsers({ base, theirs, mine }, joined));
  const there = applyChanges({ ...theirs, variants: [], procedures: [] }, all);
  const laid = [...all, ...variantChanges({ base, theirs, mine }, there)];
  const { variants } = applyChanges({ ...theirs, procedures: [] }, laid);
  const ids = (items) => new Set(items.map(({ id }) => id));
  const known = procedureChanges(
    { base, theirs, mine }, { variants: ids(variants), views: ids(there.views) },
  );
  sound(theirs, [...laid, ...known]);
  return [...laid, ...known];
}

function sound(document, changes) {
  const result = applyChanges(document, changes);
  const [problem] = result instanceof Reason ? [result] : validate(result);
  if (problem) throw new Error(`changes cannot be laid on this version: ${problem.code}`);
  return result;
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
  for (const [id, theirId] of sameBones(theirs, changes, names)) names.set(id, theirId);
  return names;
}

/** A femur that both cut free on one film is one piece of bone: as they cut it. */
function sameBones(theirs, changes, names) {
  const cut = changes.filter(({ item, collection }) => (
    collection === "bodies" && item?.kind === "fragment" && item.side));
  return cut.map(({ item }) => {
    const there = fragmentOf(theirs, names.get(item.view_id) ?? item.view_id, item.side);
    return [item.id, there?.id ?? item.id];
  }).filter(([id, theirId]) => id !== theirId);
}

/** A landmark that both placed is one landmark, where I placed it. */
function samePoints(theirs, changes) {
  const viewOfBody = new Map([
    ...theirs.bodies, ...changes.filter(({ collection, item }) => collection === "bodies" && item)
      .map(({ item }) => item),
  ].map((body) => [body.id, body.view_id]));
  // Whoever cut the bone free in between moved the landmark to it: it is on the same film.
  const placeOf = ({ body_id: body, key, side }) => `${viewOfBody.get(body) ?? body} ${key} ${side}`;
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
  return changes.filter((change) => keep || !names.has(idOf(change)))
    .map((change) => spoken(change, names));
}

/** The same value, with other names in it. */
function spoken(value, names) {
  if (!names.size) return value;
  if (typeof value === "string") return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => spoken(one, names));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value)
    .map(([key, inner]) => [names.get(key) ?? key, spoken(inner, names)]));
}

/** Bring back what they deleted and my changes are about: moved bodies, measurements of my points. */
function withUsers({ base, theirs, mine }, changes) {
  const known = new Set(changes.map(idOf));
  const lacks = (collection, { id }) => !find(theirs, collection, id) && !known.has(id);
  const points = new Set(changes.filter(({ collection, item }) => collection === "landmarks" && item
    && OF_ONE_MEASUREMENT.includes(item.key) && !find(theirs, collection, item.id)).map(idOf));
  const bodies = bodiesPosed(base, mine).map((id) => find(mine, "bodies", id));
  const measured = mine.measurements.filter(({ landmarks }) => (
    Object.values(landmarks).flat().some((id) => points.has(id))));
  return [
    ...bodies.filter((one) => lacks("bodies", one)).map((item) => put("bodies", item)),
    ...changes,
    ...measured.filter((one) => lacks("measurements", one)).map((item) => put("measurements", item)),
  ];
}

/** Put back what these changes lean on; take along what would lean on nothing. */
function withMissing(theirs, mine, changes) {
  const plain = { ...theirs, variants: [], procedures: [] };
  let all = changes;
  for (;;) {
    const result = applyChanges(plain, all);
    const problem = result instanceof Reason ? result : validate(result)[0];
    if (!problem) return all;
    if (problem.code === "dangling_reference") all = mended(all, problem.params, mine);
    else if (problem.code === "implant_body_without_implant") {
      all = withImplant(all, problem.params.id, { theirs, mine });
    } else throw new Error(`changes cannot be laid on another version: ${problem.code}`);
  }
}

function mended(changes, { collection, id, target_collection: target, target_id: missing }, mine) {
  const item = find(mine, target, missing);
  if (item) return [put(target, item), ...without(changes, missing)];
  // I deleted what they still use: it stays.
  const kept = without(changes, missing);
  if (kept.length < changes.length) return kept;
  return [...without(changes, id), { op: "delete", collection, id }];
}

/** A body that stays or comes back is nothing without the implant that it is of. */
function withImplant(changes, bodyId, { theirs, mine }) {
  const ofBody = (document) => document.implants.find((one) => one.body_id === bodyId);
  const stays = ofBody(theirs);
  return stays ? without(changes, stays.id) : [...changes, put("implants", ofBody(mine))];
}

const put = (collection, item) => ({ op: "upsert", collection, item });
const without = (changes, id) => changes.filter((change) => idOf(change) !== id);
