/**
 * What is known of the case, what is aimed at and how far the guide has come. One procedure at
 * most; every function takes the document and gives changes. The twin is
 * `planning/plans/procedure.py`.
 */

import { Reason } from "../geometry/reasons.js";

/** @typedef {import("./changes.js").Change} Change */

export const MODES = Object.freeze([
  "primary", "bilateral_simultaneous", "bilateral_staged", "dysplasia", "protrusio", "revision",
  "fracture",
]);
export const HIPS = Object.freeze(["untouched", "implant", "earlier_surgery"]);
export const OTHER = Object.freeze({ R: "L", L: "R" });
const BOTH_ARE_ILL = ["bilateral_simultaneous"];
const STAGED = "bilateral_staged";
const BROKEN = "fracture";

/** @returns {object | null} null where nobody has been asked yet */
export const procedureOf = ({ procedures }) => procedures[0] ?? null;

/**
 * Keep what was asked of the case.
 * @param {object} document
 * @param {{id: string, viewId: string | null, mode: string, sides: ("R" | "L")[],
 *   hips: {R?: string, L?: string}}} asked
 * @returns {Change[] | Reason} `second_procedure`
 */
export function beginProcedure(document, { id, viewId, mode, sides, hips }) {
  if (procedureOf(document)) return new Reason("second_procedure", { id });
  return [put({
    id, procedure: "hip_replacement", view_id: viewId, mode, sides: [...sides], hips: { ...hips },
    targets: {}, steps: {}, variant_id: null,
  })];
}

/**
 * Change what is known of the case.
 * @param {object} document
 * @param {object} fields of the item
 * @returns {Change[] | Reason} `no_procedure`
 */
export function changeProcedure(document, fields) {
  const procedure = procedureOf(document);
  return procedure ? [put({ ...procedure, ...fields })] : new Reason("no_procedure");
}

/** @returns {Change[] | Reason} what a person aims at for a side; null takes it back */
export function setTarget(document, side, key, value) {
  const { targets } = procedureOf(document) ?? {};
  if (!targets) return new Reason("no_procedure");
  return changeProcedure(document, {
    targets: { ...targets, [side]: replaced(targets[side] ?? {}, key, value) },
  });
}

/** @returns {Change[] | Reason} a step is `done`, or left for `later`; null takes it back */
export function markStep(document, key, state) {
  const { steps } = procedureOf(document) ?? {};
  if (!steps) return new Reason("no_procedure");
  return changeProcedure(document, { steps: replaced(steps, key, state) });
}

/** @returns {object} what a person typed for a side; empty where nothing is */
export const targetsOf = (document, side) => procedureOf(document)?.targets[side] ?? {};

/**
 * Whether the other hip may stand for what this one was: where it is untouched, or where nobody has
 * said otherwise, and where it was replaced in the first of two operations; not where both are ill
 * or this plan operates on both.
 * @param {object} document
 * @param {"R" | "L"} side
 * @returns {boolean}
 */
export function otherSideTrusted(document, side) {
  const procedure = procedureOf(document);
  if (!procedure) return true;
  const { mode, sides, hips } = procedure;
  if (BOTH_ARE_ILL.includes(mode) || sides.includes(OTHER[side])) return false;
  const known = hips[OTHER[side]] ?? "untouched";
  return known === "untouched" || (known === "implant" && mode === STAGED);
}

/** @returns {boolean} what a hip was on the film may be aimed at and compared with: not if broken */
export const ownSideTrusted = (document) => procedureOf(document)?.mode !== BROKEN;

/** @returns {string | null} the chosen way of operating, else the first; null without any */
export function chosenVariantId({ procedures, variants }) {
  return procedures[0]?.variant_id ?? variants[0]?.id ?? null;
}

const put = (item) => ({ op: "upsert", collection: "procedures", item });

function replaced(values, key, value) {
  const { [key]: dropped, ...kept } = values;
  return value === null ? kept : { ...kept, [key]: value };
}
