/** Laying what two people know of the case together, field by field. */

import { same } from "./items.js";

/** @typedef {{base: object, theirs: object, mine: object}} Versions documents of the plan */

/**
 * Theirs, with the fields that I changed on top, down to the single target and step.
 * @param {Versions} versions
 * @param {{variants: Set<string>, views: Set<string>}} there ids that there are once all other
 *   changes are laid on theirs
 * @returns {object[]} changes of the procedure that apply to theirs
 */
export function procedureChanges({ base, theirs, mine }, there) {
  const [before, their, my] = [base, theirs, mine].map(({ procedures }) => procedures[0] ?? null);
  if (!my) return before && their && same(before, their) ? [gone(their)] : nulled(their, there);
  if (!their) return before && same(before, my) ? [] : nulled(my, there, { isNew: true });
  const item = { ...merged(before ?? {}, their, my), id: their.id };
  return nulled(item, there, { isNew: !same(item, their) });
}

/**
 * Theirs, with the fields that I changed on top.
 * @param {object} before
 * @param {object} their
 * @param {object} my
 * @returns {object}
 */
export function merged(before, their, my) {
  const names = new Set([...Object.keys(their), ...Object.keys(my)]);
  const fields = [...names].map((name) => {
    const [b, t, m] = [before[name], their[name], my[name]];
    if (same(m ?? null, b ?? null)) return [name, t];
    return [name, isObject(t) && isObject(m) ? merged(isObject(b) ? b : {}, t, m) : m];
  });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

const isObject = (value) => (
  value !== null && typeof value === "object" && !Array.isArray(value));
const gone = ({ id }) => ({ op: "delete", collection: "procedures", id });

/** What it names and is not there any more is not chosen. */
function nulled(item, { variants, views }, { isNew = false } = {}) {
  if (!item) return [];
  const variantId = variants.has(item.variant_id) ? item.variant_id : null;
  const viewId = views.has(item.view_id) ? item.view_id : null;
  const isKept = variantId === item.variant_id && viewId === item.view_id;
  if (isKept && !isNew) return [];
  const left = { ...item, variant_id: variantId, view_id: viewId };
  return [{ op: "upsert", collection: "procedures", item: left }];
}
