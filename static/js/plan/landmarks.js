/**
 * Landmarks and the measurements that they play roles in, as change sets of the plan document.
 *
 * A landmark is placed once: every measurement of the film that needs it finds it. Only what a
 * general measurement collects (two ends of a length, three points of an angle) is its own.
 */

import { enteredParams, enteredProblem } from "../measuring/entered.js";
import { find } from "./items.js";

/** @typedef {import("./changes.js").Change} Change */
/**
 * One point, or set of points, that a measurement needs.
 * @typedef {{role: string, key: string, side: "R" | "L" | null, set: object | null, least: number,
 *   most: number, items: object[], optional: boolean, fromImplant: boolean,
 *   snap: "head" | "shaft" | null}} Place
 */

const GENERAL = "general";

/** @param {object} definition @returns {boolean} Whether its landmarks belong to it alone. */
export const ownsLandmarks = ({ region }) => region === GENERAL;

/**
 * @param {object} definition
 * @param {"R" | "L" | null} side of the measurement
 * @returns {"R" | "L" | null} the side of one of its roles
 */
export function sideOfRole({ side: rule }, side) {
  if (rule === "R" || rule === "L") return rule;
  if (rule === "same") return side;
  if (rule === "other" && side) return side === "R" ? "L" : "R";
  return null;
}

/**
 * What a measurement needs, in the order of its definition, with what is there of it.
 * @param {object} document
 * @param {object} definition
 * @param {object} measurement its item, or one that is about to be made
 * @returns {Place[]}
 */
export function placesOf(document, definition, measurement) {
  return definition.roles.map((role) => ({
    role: role.role,
    key: role.key,
    side: sideOfRole(role, measurement.side),
    set: role.set ?? null,
    least: role.set?.min ?? 1,
    most: role.set?.max ?? 1,
    optional: role.optional === true,
    fromImplant: Boolean(role.implant_point),
    snap: role.snap ?? null,
    items: (measurement.landmarks[role.role] ?? [])
      .map((id) => find(document, "landmarks", id)).filter(Boolean),
  }));
}

/** @param {Place} place @returns {boolean} Whether nothing has to be placed any more. */
export const isPlaced = ({ items, least }) => items.length >= least;

/**
 * Begin a measurement with the landmarks that are there already, and with what was entered for
 * others of the film that ask the same, such as where the patient's front is.
 * @param {object} document
 * @param {{id: string, definition: object, side: "R" | "L" | null, bodyId: string,
 *   viewId?: string}} wanted `viewId` of a film on which nothing lies yet
 * @returns {object} The new item.
 */
export function newMeasurement(document, { id, definition, side, bodyId, viewId: given }) {
  const viewId = given ?? find(document, "bodies", bodyId)?.view_id;
  const landmarks = {};
  if (!ownsLandmarks(definition)) {
    for (const role of definition.roles) {
      const there = landmarksOf(document, bodyId, role.key, sideOfRole(role, side));
      if (there.length) landmarks[role.role] = there.map((item) => item.id);
    }
  }
  const params = enteredElsewhere(document, definition, viewId);
  return {
    id, definition: definition.key, side, landmarks,
    ...(viewId === undefined ? {} : { view_id: viewId }),
    ...(Object.keys(params).length ? { params } : {}),
  };
}

/** Only what is the same for every measurement of a film; the rest is the measurement's own. */
function enteredElsewhere(document, definition, viewId) {
  const beside = document.measurements.filter(({ view_id: id }) => id === viewId);
  const known = enteredParams(definition).filter(({ shared }) => shared === true)
    .map(({ param }) => [param, beside.findLast(({ params }) => params?.[param])?.params[param]])
    .filter(([name, value]) => value !== undefined
      && enteredProblem(definition, name, value) === null);
  return Object.fromEntries(known);
}

/**
 * The landmarks with this key and side of the film that a body lies on: on the film itself, or on a
 * piece of bone that was cut out of it.
 * @returns {object[]}
 */
export function landmarksOf(document, bodyId, key, side) {
  const bones = document.bodies.filter(({ kind }) => kind !== "implant");
  const viewOf = new Map(bones.map((body) => [body.id, body.view_id]));
  const isHere = (id) => id === bodyId
    || (viewOf.has(bodyId) && viewOf.get(id) === viewOf.get(bodyId));
  return document.landmarks.filter((item) => (
    isHere(item.body_id) && item.key === key && item.side === side));
}

/**
 * Place points of one place, and give them to every measurement of the film that waits for them.
 * @param {object} document
 * @param {Map<string, object>} definitions by key
 * @param {object} measurement that asks for them
 * @param {Place} place
 * @param {object[]} landmarks the new items, of one key, side and body; several only of a set
 * @returns {Change[]}
 */
export function placeLandmarks(document, definitions, measurement, place, landmarks) {
  const definition = definitions.get(measurement.definition);
  const shared = !ownsLandmarks(definition);
  const takers = document.measurements.filter((item) => item.id !== measurement.id && shared);
  const [{ key, side, body_id: bodyId }] = landmarks;
  const withAll = (item, role) => landmarks.reduce(
    (next, { id }) => withLandmark(next, role, id), item,
  );
  return [
    ...landmarks.map((item) => ({ op: "upsert", collection: "landmarks", item })),
    upsert(withAll(measurement, place.role)),
    ...takers.flatMap((item) => {
      const other = definitions.get(item.definition);
      if (!other || ownsLandmarks(other)) return [];
      if (!onBody(document, item, bodyId)) return [];
      const roles = other.roles.filter((role) => role.key === key
        && sideOfRole(role, item.side) === side
        && (role.set || !item.landmarks[role.role]));
      if (!roles.length) return [];
      return [upsert(roles.reduce((next, { role }) => withAll(next, role), item))];
    }),
  ];
}

/**
 * Take points away; measurements that used them say what they miss.
 * @param {object} document
 * @param {string[]} ids
 * @returns {Change[]}
 */
export function removeLandmarks(document, ids) {
  const users = document.measurements.filter((item) => (
    Object.values(item.landmarks).flat().some((id) => ids.includes(id))));
  return [
    ...users.map((item) => upsert(ids.reduce(withoutLandmark, item))),
    ...ids.map((id) => ({ op: "delete", collection: "landmarks", id })),
  ];
}

/**
 * Take a measurement away, with the points that nothing else uses.
 * @param {object} document
 * @param {Map<string, object>} definitions by key
 * @param {string} id
 * @returns {Change[]}
 */
export function removeMeasurement(document, definitions, id) {
  const item = find(document, "measurements", id);
  const mine = new Set(Object.values(item.landmarks).flat());
  const owned = ownsLandmarks(definitions.get(item.definition) ?? { region: "" });
  return [
    { op: "delete", collection: "measurements", id },
    ...(owned ? [...mine].map((landmark) => (
      { op: "delete", collection: "landmarks", id: landmark })) : []),
  ];
}

/** A measurement takes points of the film that it was begun on; if it is not said, of its points. */
function onBody(document, measurement, bodyId) {
  const viewOf = (id) => find(document, "bodies", id)?.view_id;
  const first = Object.values(measurement.landmarks)[0]?.[0];
  const home = measurement.view_id ?? viewOf(find(document, "landmarks", first)?.body_id);
  return home !== undefined && home === viewOf(bodyId);
}

const upsert = (item) => ({ op: "upsert", collection: "measurements", item });

function withLandmark(item, role, id) {
  const ids = [...(item.landmarks[role] ?? []), id];
  return { ...item, landmarks: { ...item.landmarks, [role]: ids } };
}

function withoutLandmark(item, id) {
  const roles = Object.entries(item.landmarks)
    .map(([role, ids]) => [role, ids.filter((one) => one !== id)])
    .filter(([, ids]) => ids.length);
  return { ...item, landmarks: Object.fromEntries(roles) };
}
