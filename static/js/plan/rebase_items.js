/**
 * Laying two versions of one item together: what I did not change is as they left it, so that the
 * copy which my change carries along overwrites nothing that they did in between.
 */

import { find, idOf, same } from "./items.js";

/** Fields that mean something only together: all are mine where I changed one of them. */
const TOGETHER = Object.freeze({
  landmarks: [],
  implants: [["family", "family_version", "size", "options"]],
  bodies: [["cut", "anchor_px", "polygon_px"]],
});

/** Said of another field: how a point was placed is said of where it is. */
const SAID_OF = Object.freeze({ placed: "point_px" });

/**
 * @param {object} base the document that both began with
 * @param {object} theirs
 * @param {import("./changes.js").Change} change mine
 * @returns {import("./changes.js").Change} mine, with what they changed and I did not
 */
export function laidOnItem(base, theirs, change) {
  const { collection, item } = change;
  if (!item || !Object.hasOwn(TOGETHER, collection)) return change;
  const their = find(theirs, collection, idOf(change));
  if (!their) return change;
  const before = find(base, collection, their.id);
  if (before) return { ...change, item: mergedItem(before, their, item, TOGETHER[collection]) };
  // Both placed it: where it is, is mine; the bone that they cut free has it.
  return collection === "landmarks"
    ? { ...change, item: { ...item, body_id: their.body_id } } : change;
}

function mergedItem(before, their, my, together) {
  const isMine = (name) => {
    const [byMe, byThem] = [my, their].map((after) => (one) => changed(before, after, one));
    const of = SAID_OF[name];
    if (of !== undefined && byThem(of)) return byMe(of);
    const group = together.find((one) => one.includes(name)) ?? [name, of ?? name];
    return group.some(byMe);
  };
  const names = new Set([...Object.keys(their), ...Object.keys(my)]);
  const fields = [...names].map((name) => [name, (isMine(name) ? my : their)[name]]);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

const changed = (before, after, name) => !same(before[name] ?? null, after[name] ?? null);
