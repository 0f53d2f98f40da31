/**
 * Another size or option of an implant, as changes of the plan document.
 *
 * Only the item changes: its origin is its anchor, so anchor and direction stay where they are,
 * exactly, and a step back brings everything back.
 */

import { Reason } from "../geometry/reasons.js";
import { asWorkedOn } from "./implant_bench.js";
import { sizeOf, variantOf } from "./implants.js";
import { find } from "./items.js";

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
  const implant = find(bench.document, "implants", implantId);
  return exchange(bench, implantId, { options: { ...implant?.options, [option]: value } });
}

function exchange(bench, implantId, over) {
  const placed = asWorkedOn(bench, implantId);
  if (placed instanceof Reason) return placed;
  const item = { ...placed.implant, ...over };
  const size = sizeOf(placed.family, item.size);
  if (size instanceof Reason) return size;
  const variant = variantOf(placed.family, size, item.options);
  if (variant instanceof Reason) return variant;
  return [{ op: "upsert", collection: "implants", item }];
}
