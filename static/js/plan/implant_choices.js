/**
 * Another size, option or family of an implant, as changes of the plan document.
 *
 * Only what it is changes: its origin is its anchor, so anchor and direction stay where they are,
 * exactly, and a step back brings everything back. Where the working variant has implants of its
 * own, the others are left as they are.
 */

import { Reason } from "../geometry/reasons.js";
import { asWorkedOn, ownChoices, workingVariant } from "./implant_bench.js";
import { defaultOptions, sizeOf, variantOf } from "./implants.js";
import { choiceOf } from "./joining.js";

/** @typedef {import("./implant_bench.js").Bench} Bench */
/** @typedef {import("./changes.js").Change} Change */

/**
 * Take another size; the anchor and the direction stay.
 * @param {Bench} bench
 * @param {string} implantId
 * @param {string} size
 * @returns {Change[] | Reason} `unknown_size`, or `not_in_this_size` where it does not come with
 *   these options
 */
export function resizeImplant(bench, implantId, size) {
  return exchange(bench, implantId, { size });
}

/**
 * Take a size some steps up or down the ladder.
 * @param {Bench} bench
 * @param {string} implantId
 * @param {number} steps
 * @returns {Change[] | Reason} `no_larger_size`, `no_smaller_size`, or as `resizeImplant`
 */
export function stepImplantSize(bench, implantId, steps) {
  const placed = asWorkedOn(bench, implantId);
  if (placed instanceof Reason) return placed;
  const { sizes, name } = placed.family;
  const wanted = sizes.findIndex(({ size }) => size === placed.implant.size) + steps;
  if (wanted < 0 || wanted >= sizes.length) {
    return new Reason(steps > 0 ? "no_larger_size" : "no_smaller_size", { family: name });
  }
  return resizeImplant(bench, implantId, sizes[wanted].size);
}

/**
 * Choose another liner, offset, neck angle or neck length; the anchor and direction stay.
 * @param {Bench} bench
 * @param {string} implantId
 * @param {string} option
 * @param {string} value
 * @returns {Change[] | Reason} `unknown_option`, or `not_in_this_size`
 */
export function setImplantOption(bench, implantId, option, value) {
  const placed = asWorkedOn(bench, implantId);
  const options = placed instanceof Reason ? {} : placed.implant.options;
  return exchange(bench, implantId, { options: { ...options, [option]: value } });
}

/**
 * Take an implant of another family in its usual options; its anchor lies where it lay.
 * @param {Bench} bench
 * @param {string} implantId
 * @param {object} family its geometry, of the same kind
 * @param {string} size
 * @returns {Change[] | Reason} `family_not_current`, `not_the_same_kind`, `unknown_size`
 */
export function exchangeFamily(bench, implantId, family, size) {
  const placed = asWorkedOn(bench, implantId);
  if (placed instanceof Reason) return placed;
  if (family.status !== "current") {
    return new Reason("family_not_current", { family: family.name, status: family.status });
  }
  if (family.kind !== placed.kind) return new Reason("not_the_same_kind", { family: family.name });
  const found = sizeOf(family, size);
  if (found instanceof Reason) return found;
  return [kept(bench, {
    ...placed.implant, family: family.key, family_version: family.version, size: found.size,
    options: defaultOptions(family, found),
  })];
}

function exchange(bench, implantId, over) {
  const placed = asWorkedOn(bench, implantId);
  if (placed instanceof Reason) return placed;
  const item = { ...placed.implant, ...over };
  const size = sizeOf(placed.family, item.size);
  if (size instanceof Reason) return size;
  const variant = variantOf(placed.family, size, item.options);
  if (variant instanceof Reason) return variant;
  return [kept(bench, item)];
}

/** Keeps what an implant is: in the working variant, or for all. */
function kept(bench, item) {
  const variant = workingVariant(bench);
  const chosen = ownChoices(bench);
  if (chosen === null) return { op: "upsert", collection: "implants", item };
  const implants = { ...chosen, [item.id]: choiceOf(item) };
  return { op: "upsert", collection: "variants", item: { ...variant, implants } };
}
