/** Why something is proposed: the codes of `plan/hip/choice.js` as sentences. */

import { formatNumber } from "../measuring/formatting.js";

const mm = (value) => `${formatNumber(Math.abs(value), 0)} mm`;

function away(value, more, less) {
  const whole = formatNumber(Math.abs(value), 0);
  return whole === "0" ? null : `${mm(value)} ${value > 0 ? more : less}`;
}

function errorsOf({ length_error_mm: length, offset_error_mm: offset }) {
  const said = [
    length === undefined ? null : away(length, "too long", "too short"),
    offset === undefined ? null : away(offset, "too much offset", "too little offset"),
  ].filter(Boolean);
  return said.length ? `leaves ${said.join(" and ")}` : "meets the target";
}

const nameOf = (placed, option, value) => placed?.family.options[option]?.values[value]?.name
  ?? value;

const SAID = {
  head_zero: (params) => `Head 0 ${errorsOf(params)}.`,
  longer_head: (params) => `Head ${params.increment} ${errorsOf(params)}.`,
  shorter_head: (params) => `Head ${params.increment.replace("-", "−")} ${errorsOf(params)}.`,
  offset_nearer: ({ offset, instead }, { stem }) => `${capital(nameOf(stem, "offset", offset))} is `
    + `nearer to the offset target than ${nameOf(stem, "offset", instead)}.`,
  seat_deeper: ({ mm: by }) => `With head 0 the leg is ${mm(by)} too long: seat or cut lower first.`,
  seat_higher: ({ mm: by }) => `With head 0 the leg is ${mm(by)} too short: seat or cut higher first.`,
  no_length_aim: () => "Nothing is proposed: type the leg length change that you want.",
  no_candidates: () => "No head of this size fits this stem.",
};

const LEVELS = {
  metaphysis: "in the metaphysis", lesser_trochanter: "at the lesser trochanter",
  below_30: "30 mm below the lesser trochanter", below_60: "60 mm below the lesser trochanter",
};
const DOUBTS = {
  beyond_head_plus_8: "More than 8 mm larger than the head: check the socket's border.",
  two_sizes_off_other_side: "Two sizes off the other side: check the socket's border.",
  outside_usual_sizes: "Outside the usual sizes 44 to 62.",
};

/** @param {string} code @returns {string} why a proposed cup is to be looked at twice */
export const doubtWords = (code) => DOUBTS[code] ?? "";

/** @param {string} key @returns {string} "at the lesser trochanter" */
export const levelWords = (key) => LEVELS[key] ?? "";

/** @param {{code: string, params: object}} limit @returns {string} what keeps the next size out */
export function limitWords({ code, params }) {
  if (code === "largest_size") return "This is the largest size.";
  return `The next size crosses the canal's wall ${levelWords(params.level)} by `
    + `${formatNumber(params.by_mm, 1)} mm.`;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * @param {{code: string, params: object}} reason
 * @param {{stem?: object, head?: object}} [placed] for the names of their options
 * @returns {string}
 */
export function proposalWords({ code, params }, placed = {}) {
  const skirted = params?.skirted ? " This head has a skirt." : "";
  return (SAID[code]?.(params, placed) ?? "") + skirted;
}
