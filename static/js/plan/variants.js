/**
 * Ways of operating side by side: copied, named, taken away, one of them chosen. The twin is
 * `planning/plans/variants.py`.
 */

import { Reason } from "../geometry/reasons.js";
import { find } from "./items.js";
import { choiceOf, implantsIn } from "./joining.js";

/** @typedef {import("./changes.js").Change} Change */

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

export { implantsIn };

/** @returns {string} the first letter that no variant has, or `Plan` with a number beyond Z */
export function nextVariantName({ variants }) {
  const taken = new Set(variants.map(({ name }) => name));
  return LETTERS.find((letter) => !taken.has(letter)) ?? `Plan ${variants.length + 1}`;
}

/**
 * The families that a plan names, those that only a variant has of its own among them.
 * @param {object} document
 * @returns {{family: string, version: number}[]} each once
 */
export function familiesNamed({ implants, variants }) {
  const own = variants.flatMap((one) => Object.values(one.implants ?? {}));
  const named = [...implants, ...own]
    .map(({ family, family_version: version }) => [`${family} ${version}`, { family, version }]);
  return [...new Map(named).values()];
}

/**
 * Begin a way of operating with all that another one has. From then on each has implants of its
 * own: what is changed in one is not changed in the other.
 * @param {object} document
 * @param {string} fromId
 * @param {{id: string, name: string}} made
 * @returns {Change[] | Reason} `unknown_variant`
 */
export function copyVariant(document, fromId, { id, name }) {
  const source = find(document, "variants", fromId);
  if (!source) return new Reason("unknown_variant", { id: fromId });
  const ownOf = (variant) => Object.fromEntries(
    implantsIn(document, variant).map((one) => [one.id, choiceOf(one)]),
  );
  const shared = document.variants.filter(({ implants }) => implants === undefined);
  return [
    ...shared.map((one) => put({ ...one, implants: ownOf(one) })),
    put({ ...structuredClone(source), id, name, implants: ownOf(source) }),
  ];
}

/** @returns {Change[] | Reason} another name; `unknown_variant` */
export function renameVariant(document, id, name) {
  const variant = find(document, "variants", id);
  return variant ? [put({ ...variant, name })] : new Reason("unknown_variant", { id });
}

/**
 * Take a way of operating away, and the implants that no other one uses.
 * @param {object} document
 * @param {string} id
 * @returns {Change[] | Reason} `unknown_variant`, `last_variant` where it is the only one
 */
export function removeVariant(document, id) {
  const variant = find(document, "variants", id);
  if (!variant) return new Reason("unknown_variant", { id });
  const others = document.variants.filter((one) => one.id !== id);
  if (others.length === 0) return new Reason("last_variant", { name: variant.name });
  const kept = new Set(others.flatMap((one) => implantsIn(document, one)).map((one) => one.id));
  const gone = document.implants.filter((one) => !kept.has(one.id));
  const bodies = new Set(gone.map((one) => one.body_id));
  const posed = others.filter(({ poses }) => Object.keys(poses).some((key) => bodies.has(key)));
  return [
    ...document.procedures.filter((one) => one.variant_id === id)
      .map((item) => ({ op: "upsert", collection: "procedures", item: { ...item, variant_id: null } })),
    { op: "delete", collection: "variants", id },
    ...posed.map((one) => put(without(one, bodies))),
    ...gone.map((one) => ({ op: "delete", collection: "implants", id: one.id })),
    ...gone.map((one) => ({ op: "delete", collection: "bodies", id: one.body_id })),
  ];
}

/**
 * Say which way of operating is the plan.
 * @param {object} document
 * @param {string} id
 * @returns {Change[] | Reason} `unknown_variant`, `no_procedure` where nobody has been asked about
 *   the case yet
 */
export function chooseVariant(document, id) {
  if (!find(document, "variants", id)) return new Reason("unknown_variant", { id });
  const [procedure] = document.procedures;
  if (!procedure) return new Reason("no_procedure");
  return [{ op: "upsert", collection: "procedures", item: { ...procedure, variant_id: id } }];
}

const put = (item) => ({ op: "upsert", collection: "variants", item });

function without(variant, bodies) {
  const poses = Object.entries(variant.poses).filter(([key]) => !bodies.has(key));
  return { ...variant, poses: Object.fromEntries(poses) };
}
