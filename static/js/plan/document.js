/**
 * The plan document in the browser: empty, what refers to what, and the checks that keep a slip
 * of this program from being sent. The server checks again, with the whole schema.
 */

import { Reason } from "../geometry/reasons.js";

/** The version that this program writes. */
export const SCHEMA = 3;

export const COLLECTIONS = Object.freeze([
  "views", "bodies", "landmarks", "measurements", "implants", "variants", "procedures",
]);

const BODY_KINDS = ["film", "fragment", "implant"];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @returns {object} a new document of the current version with nothing in it */
export function empty() {
  return { schema: SCHEMA, ...Object.fromEntries(COLLECTIONS.map((name) => [name, []])) };
}

/**
 * @param {unknown} document
 * @returns {Reason | null} why it may only be looked at: `newer_schema`, `not_a_plan_document`
 */
export function readOnlyReason(document) {
  const version = document?.schema;
  if (!Number.isInteger(version) || version < 1) return new Reason("not_a_plan_document");
  if (version === SCHEMA) return null;
  return new Reason("newer_schema", { found: version, understood: SCHEMA });
}

/** One item naming another: by which field, in which collection, which id. */
const REFERENCES = {
  views: () => [],
  bodies: (item) => [["view_id", "views", item.view_id]],
  landmarks: (item) => [["body_id", "bodies", item.body_id]],
  measurements: (item) => [
    ...(item.view_id === undefined ? [] : [["view_id", "views", item.view_id]]),
    ...Object.entries(item.landmarks ?? {}).flatMap(
      ([role, ids]) => ids.map((id) => [`landmarks.${role}`, "landmarks", id]),
    ),
  ],
  implants: (item) => [
    ["body_id", "bodies", item.body_id],
    ...(item.bone_id === undefined ? [] : [["bone_id", "bodies", item.bone_id]]),
  ],
  variants: (item) => [
    ...Object.keys(item.poses ?? {}).map((id) => ["poses", "bodies", id]),
    ...Object.keys(item.implants ?? {}).map((id) => ["implants", "implants", id]),
    ...(item.reduced ?? []).map((id) => ["reduced", "bodies", id]),
  ],
  procedures: (item) => [["view_id", "views"], ["variant_id", "variants"]]
    .filter(([field]) => (item[field] ?? null) !== null)
    .map(([field, target]) => [field, target, item[field]]),
};

/**
 * @param {object} document
 * @returns {Reason[]} `dangling_reference` for every reference to an item that is not there
 */
export function danglingReferences(document) {
  const ids = {};
  for (const name of COLLECTIONS) ids[name] = new Set(document[name].map((item) => item.id));
  return COLLECTIONS.flatMap((collection) => document[collection].flatMap((item) =>
    REFERENCES[collection](item)
      .filter(([, target, id]) => !ids[target].has(id))
      .map(([field, target, id]) => new Reason("dangling_reference", {
        collection, id: item.id, field, target_collection: target, target_id: id,
      }))));
}

/**
 * Check a document of the current version.
 * @param {unknown} document
 * @returns {Reason[]} empty where it is sound; `newer_schema`, `not_a_plan_document`,
 *   `missing_property`, `wrong_format`, `not_finite`, `duplicate_id`, `dangling_reference`,
 *   `second_film_body`, `not_an_implant_body`, `implant_body_shared`,
 *   `implant_body_without_implant`, `not_a_piece_of_bone`, `second_fragment`, `second_procedure`
 */
export function validate(document) {
  const readOnly = readOnlyReason(document);
  if (readOnly) return [readOnly];
  const form = [...problemsOfForm(document), ...notFinite(document, "")];
  if (form.length > 0) return form;
  const duplicates = duplicateIds(document);
  if (duplicates.length > 0) return duplicates;
  return [
    ...danglingReferences(document), ...problemsOfBodies(document), ...problemsOfBones(document),
  ];
}

function problemsOfForm(document) {
  return COLLECTIONS.flatMap((name) => {
    const items = document[name];
    if (!Array.isArray(items)) return [new Reason("missing_property", { path: name })];
    return items.flatMap((item, index) => problemsOfItem(name, item, `${name}[${index}]`));
  });
}

function problemsOfItem(collection, item, path) {
  if (!UUID.test(item?.id)) return [new Reason("wrong_format", { path: `${path}.id` })];
  if (collection === "bodies" && !BODY_KINDS.includes(item.kind)) {
    return [new Reason("not_allowed", { path: `${path}.kind` })];
  }
  const fields = Object.keys(item).filter((name) => name.endsWith("_px"));
  return fields
    .filter((name) => !(name === "polygon_px" ? isPolygon(item[name]) : isPoint(item[name])))
    .map((name) => new Reason("wrong_format", { path: `${path}.${name}` }));
}

function isPoint(value) {
  return Array.isArray(value) && value.length === 2 && value.every((x) => typeof x === "number");
}

function isPolygon(value) {
  return Array.isArray(value) && value.length >= 3 && value.every(isPoint);
}

/** JSON has no NaN: it would be sent as null, and refused far away from its cause. */
function notFinite(value, path) {
  if (typeof value === "number") {
    return Number.isFinite(value) ? [] : [new Reason("not_finite", { path: path.slice(1) })];
  }
  if (value === null || typeof value !== "object") return [];
  const step = (name) => (Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`);
  return Object.entries(value).flatMap(([name, inner]) => notFinite(inner, step(name)));
}

function duplicateIds(document) {
  return COLLECTIONS.flatMap((collection) => {
    const seen = new Set();
    return document[collection].filter(({ id }) => seen.size === seen.add(id).size)
      .map(({ id }) => new Reason("duplicate_id", { collection, id }));
  });
}

function problemsOfBodies(document) {
  const problems = [];
  const films = new Set();
  for (const { id, kind, view_id: viewId } of document.bodies) {
    if (kind === "film" && films.has(viewId)) {
      problems.push(new Reason("second_film_body", { id, view_id: viewId }));
    }
    if (kind === "film") films.add(viewId);
  }
  const kinds = new Map(document.bodies.map((body) => [body.id, body.kind]));
  const taken = new Set();
  for (const { id, body_id: bodyId } of document.implants) {
    if (kinds.has(bodyId) && kinds.get(bodyId) !== "implant") {
      problems.push(new Reason("not_an_implant_body", { id, body_id: bodyId }));
    }
    if (taken.has(bodyId)) {
      problems.push(new Reason("implant_body_shared", { id, body_id: bodyId }));
    }
    taken.add(bodyId);
  }
  const bare = document.bodies.filter(({ id, kind }) => kind === "implant" && !taken.has(id));
  return [...problems, ...bare.map(({ id }) => new Reason("implant_body_without_implant", { id }))];
}

/** What is held or reduced and is no piece of bone; what may be there once only. */
function problemsOfBones({ bodies, implants, variants, procedures }) {
  const kinds = new Map(bodies.map(({ id, kind }) => [id, kind]));
  const named = [
    ...implants.filter((item) => item.bone_id !== undefined).map(({ id, bone_id: on }) => [id, on]),
    ...variants.flatMap(({ id, reduced = [] }) => reduced.map((on) => [id, on])),
  ];
  const femora = bodies.filter(({ kind, side }) => kind === "fragment" && side);
  const isSecond = ({ view_id: viewId, side }, index) => (
    femora.findIndex((one) => one.view_id === viewId && one.side === side) < index);
  return [
    ...named.filter(([, on]) => kinds.has(on) && kinds.get(on) !== "fragment")
      .map(([id, on]) => new Reason("not_a_piece_of_bone", { id, body_id: on })),
    ...femora.filter(isSecond).map(({ id, view_id: viewId, side }) => (
      new Reason("second_fragment", { id, view_id: viewId, side }))),
    ...procedures.slice(1).map(({ id }) => new Reason("second_procedure", { id })),
  ];
}
