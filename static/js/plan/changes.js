/**
 * Change sets: what is sent instead of a whole document, and how to undo it.
 *
 * A change is `{op: "upsert", collection, item, index?}` or `{op: "delete", collection, id}`.
 * Applying a list of them is a pure function of the document; so is the list that takes them back,
 * which is what undo keeps. References are looked at once, after the last change.
 */

import { Reason } from "../geometry/reasons.js";
import { COLLECTIONS, danglingReferences, readOnlyReason } from "./document.js";

/**
 * `index` is where a new item goes; at the end without it or beyond the end. An item that is there
 * already keeps its place.
 * @typedef {{op: "upsert", collection: string, item: {id: string}, index?: number}
 *   | {op: "delete", collection: string, id: string}} Change
 */

/**
 * @param {object} document a sound document of the current version; it is not changed
 * @param {readonly Change[]} changes
 * @returns {object | Reason} the new document, or `newer_schema`, `not_a_plan_document`,
 *   `unknown_collection`, `unknown_item` (a delete of what is not there), `dangling_reference`
 */
export function applyChanges(document, changes) {
  const result = workingCopy(document);
  if (result instanceof Reason) return result;
  for (const change of changes) {
    const refused = applyOne(result, change);
    if (refused) return refused;
  }
  return danglingReferences(result)[0] ?? result;
}

/**
 * @param {object} document the document before the changes
 * @param {readonly Change[]} changes
 * @returns {Change[] | Reason} applied to the changed document they give this one again, order
 *   included
 */
export function invertChanges(document, changes) {
  const result = workingCopy(document);
  if (result instanceof Reason) return result;
  const inverse = [];
  for (const change of changes) {
    const undo = undoOf(result, change);
    const refused = applyOne(result, change);
    if (refused) return refused;
    inverse.unshift(undo);
  }
  return inverse;
}

function workingCopy(document) {
  const readOnly = readOnlyReason(document);
  if (readOnly) return readOnly;
  const copies = COLLECTIONS.map((name) => [name, [...document[name]]]);
  return { ...document, ...Object.fromEntries(copies) };
}

function idOf(change) {
  return change.op === "delete" ? change.id : change.item.id;
}

function applyOne(document, change) {
  const { collection } = change;
  if (!COLLECTIONS.includes(collection)) return new Reason("unknown_collection", { collection });
  const items = document[collection];
  const at = items.findIndex(({ id }) => id === idOf(change));
  if (change.op === "delete") {
    if (at < 0) return new Reason("unknown_item", { collection, id: change.id });
    items.splice(at, 1);
  } else if (at < 0) {
    items.splice(change.index ?? items.length, 0, structuredClone(change.item));
  } else {
    items[at] = structuredClone(change.item);
  }
  return null;
}

function undoOf(document, change) {
  const { collection } = change;
  const items = COLLECTIONS.includes(collection) ? document[collection] : [];
  const index = items.findIndex(({ id }) => id === idOf(change));
  if (index < 0) return { op: "delete", collection, id: idOf(change) };
  return { op: "upsert", collection, item: items[index], index };
}
