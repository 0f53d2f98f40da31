/**
 * Which head and offset to propose, and why.
 *
 * In this order: the seating of the stem and the height of the cut, then standard or high offset,
 * then head 0, then an increment. A leg too long weighs one and a half times one too short; what is
 * equally good goes to the increment nearer 0. The twin is `planning/plans/hip/choice.py`.
 */

import { Reason } from "../../geometry/reasons.js";

/**
 * One head on one stem; errors are against the aims, too long or too much positive, null where there
 * is no aim.
 * @typedef {{offset: string | null, increment: string, incrementMm: number,
 *   lengthErrorMm: number | null, offsetErrorMm: number | null, skirted: boolean}} Candidate
 */
/**
 * `why`: `head_zero`, `longer_head` or `shorter_head`. `offsetWhy`: `offset_nearer` with both errors
 * at head 0, where the stem comes in several offsets. `seating`: `seat_deeper` or `seat_higher` with
 * `mm`: with head 0 the leg would be this much too long or short, so the cut and the seating come
 * before any other head.
 * @typedef {{index: number, why: Reason, offsetWhy: Reason | null, seating: Reason | null}} Proposal
 */

const OVER_LENGTH_WEIGHS = 1.5;
const OFFSET_WEIGHS = 0.5;
const EQUAL_MM = 0.1;
const SEATING_FROM_MM = 4;

/**
 * @param {readonly Candidate[]} candidates those that fit, in the order of the library
 * @returns {Proposal | Reason} `no_length_aim` where nobody said how long the leg is to be,
 *   `no_candidates`
 */
export function propose(candidates) {
  if (candidates.length === 0) return new Reason("no_candidates");
  if (candidates.some((one) => one.lengthErrorMm === null)) return new Reason("no_length_aim");
  const zeros = nearestZero(candidates);
  const zero = candidates[best(candidates, zeros)];
  const same = [...candidates.keys()].filter((at) => candidates[at].offset === zero.offset);
  const index = best(candidates, same);
  return {
    index, why: whyOf(candidates[index]), offsetWhy: offsetWhyOf(candidates, zeros, zero),
    seating: seatingOf(zero),
  };
}

/** @param {Candidate} one @returns {number} how far it is from both aims, weighed */
export function costMm({ lengthErrorMm, offsetErrorMm }) {
  const length = lengthErrorMm ?? 0;
  const weighed = length > 0 ? OVER_LENGTH_WEIGHS * length : -length;
  return weighed + OFFSET_WEIGHS * Math.abs(offsetErrorMm ?? 0);
}

/** For each offset, in their order, the head whose increment is nearest 0. */
function nearestZero(candidates) {
  const found = new Map();
  candidates.forEach(({ offset, incrementMm }, at) => {
    const before = found.get(offset);
    const nearer = before === undefined
      || Math.abs(incrementMm) < Math.abs(candidates[before].incrementMm);
    if (nearer) found.set(offset, at);
  });
  return [...found.values()];
}

function best(candidates, places) {
  const least = Math.min(...places.map((at) => costMm(candidates[at])));
  const distance = (at) => Math.abs(candidates[at].incrementMm);
  return places.filter((at) => costMm(candidates[at]) <= least + EQUAL_MM)
    .reduce((chosen, at) => (distance(at) < distance(chosen) ? at : chosen));
}

function whyOf({ offset, increment, incrementMm, lengthErrorMm, offsetErrorMm, skirted }) {
  const code = incrementMm > 0 ? "longer_head" : "shorter_head";
  return new Reason(incrementMm === 0 ? "head_zero" : code, {
    increment,
    skirted: Number(skirted),
    ...(offset === null ? {} : { offset }),
    ...(lengthErrorMm === null ? {} : { length_error_mm: lengthErrorMm }),
    ...(offsetErrorMm === null ? {} : { offset_error_mm: offsetErrorMm }),
  });
}

function offsetWhyOf(candidates, zeros, { offset, offsetErrorMm }) {
  const others = zeros.map((at) => candidates[at]).filter((one) => one.offset !== offset);
  if (others.length === 0 || offset === null || offsetErrorMm === null) return null;
  const second = others.reduce((one, other) => (costMm(other) < costMm(one) ? other : one));
  return new Reason("offset_nearer", {
    offset,
    offset_error_mm: offsetErrorMm,
    instead: second.offset ?? "",
    instead_error_mm: second.offsetErrorMm ?? 0,
  });
}

function seatingOf({ lengthErrorMm: length }) {
  if (length === null || Math.abs(length) <= SEATING_FROM_MM) return null;
  return new Reason(length > 0 ? "seat_deeper" : "seat_higher", { mm: Math.abs(length) });
}
