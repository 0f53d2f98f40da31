/**
 * What a hip replacement aims at: offset and leg length, and where each aim is from. The twin is
 * `planning/plans/hip/aims.py`.
 */

import { Reason } from "../../geometry/reasons.js";

/**
 * `valueMm` is null where a person has to type it. `source`: `other_side`, `typed`, `current` (the
 * offset as it is: often wrong in a worn hip, so it comes with a warning), `equal_lengths`, `none`.
 * `of`: `global_offset`; `length_difference` against the other side, or `length_change`.
 * @typedef {{valueMm: number | null, source: string, of: string, warning: boolean}} Aim
 */

const aim = (valueMm, source, of, warning = false) => ({ valueMm, source, of, warning });

/**
 * The global offset to aim at: typed, else of the healthy other side, else as it is.
 * @param {object} targets what a person typed for this side
 * @param {{trusted: boolean, other: object, current: object}} known whether the other hip may stand
 *   for what this one was; its global offset, and that of this one as it is
 * @returns {Aim}
 */
export function offsetAim(targets, { trusted, other, current }) {
  if (targets.global_offset_mm !== undefined) {
    return aim(targets.global_offset_mm, "typed", "global_offset");
  }
  if (trusted && !(other instanceof Reason)) return aim(other.value, "other_side", "global_offset");
  if (!(current instanceof Reason)) return aim(current.value, "current", "global_offset", true);
  return aim(null, "none", "global_offset", true);
}

/** @returns {Aim} the leg length to aim at: equal legs, or what a person typed */
export function lengthAim(targets, { trusted }) {
  if (trusted) {
    return targets.length_difference_mm === undefined
      ? aim(0, "equal_lengths", "length_difference")
      : aim(targets.length_difference_mm, "typed", "length_difference");
  }
  return targets.length_change_mm === undefined
    ? aim(null, "none", "length_change", true)
    : aim(targets.length_change_mm, "typed", "length_change");
}
