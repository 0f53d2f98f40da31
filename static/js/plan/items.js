/** Finding and comparing items of plan documents. */

import { COLLECTIONS } from "./document.js";

/** @param {object} change @returns {string} The id of the item that it puts in or takes out. */
export const idOf = (change) => (change.op === "delete" ? change.id : change.item.id);

/** @param {object} document @returns {object | null} The item of a collection with this id. */
export function find(document, collection, id) {
  return document[collection].find((item) => item.id === id) ?? null;
}

/**
 * Whether two values of JSON are the same, whatever the order of their keys: a database may
 * keep them in its own.
 */
export function same(a, b) {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length
    && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

/**
 * @param {object} before
 * @param {object} after
 * @returns {object[]} Changes that lead from one document to the other; order is not compared.
 */
export function changesBetween(before, after) {
  return COLLECTIONS.flatMap((collection) => {
    const old = new Map(before[collection].map((item) => [item.id, item]));
    const ids = new Set(after[collection].map(({ id }) => id));
    const put = after[collection]
      .filter((item) => !same(item, old.get(item.id) ?? null))
      .map((item) => ({ op: "upsert", collection, item }));
    const gone = [...old.keys()].filter((id) => !ids.has(id))
      .map((id) => ({ op: "delete", collection, id }));
    return [...put, ...gone];
  });
}
