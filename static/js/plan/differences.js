/** How two versions of a plan differ, item by item, and who did what since both began. */

import { COLLECTIONS } from "./document.js";
import { find, same } from "./items.js";

/**
 * `mine` and `theirs` are what each side did; `mineItem` and `theirItem` what it led to, null where
 * there is none.
 * @typedef {{collection: string, id: string, mine: Deed, theirs: Deed, mineItem: object | null,
 *   theirItem: object | null}} Difference
 * @typedef {"none" | "added" | "changed" | "deleted"} Deed
 */

function deed(before, after) {
  if (same(before, after)) return "none";
  if (!before) return "added";
  return after ? "changed" : "deleted";
}

/**
 * @param {object} base the document that both began with
 * @param {object} mine
 * @param {object} theirs
 * @returns {Difference[]} The items on which the two do not agree. Views and bodies are left out:
 *   they only hold the others.
 */
export function differences(base, mine, theirs) {
  return COLLECTIONS.filter((name) => !["views", "bodies"].includes(name)).flatMap((collection) => {
    const ids = new Set([...base[collection], ...mine[collection], ...theirs[collection]]
      .map(({ id }) => id));
    return [...ids].map((id) => {
      const [old, mineItem, theirItem] = [base, mine, theirs].map(
        (document) => find(document, collection, id),
      );
      return {
        collection, id, mineItem, theirItem, mine: deed(old, mineItem), theirs: deed(old, theirItem),
      };
    }).filter(({ mineItem, theirItem }) => !same(mineItem, theirItem));
  });
}
