/** What the planner says about measurements. */

import { REASONS } from "./reasons.js";

const SIDES = { R: "right", L: "left" };
const REGIONS = {
  often: "Often used", sets: "Sets: many values in one go",
  general: "Anywhere", hip: "Hip", knee: "Knee and long leg", osteotomy: "Osteotomy", spine: "Spine",
  foot: "Foot and ankle", shoulder: "Shoulder", child: "Children", trauma: "Trauma",
  calibration: "Calibration",
};

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {string} region @returns {string} */
export const regionName = (region) => REGIONS[region] ?? capital(region.replaceAll("_", " "));

/** @param {string} name @param {"R" | "L" | null} side @returns {string} "Teardrop, right" */
export const sided = (name, side) => (side ? `${name}, ${SIDES[side]}` : name);

export const words = {
  none: "No measurements yet. Press M, or choose Measure, and pick one.",
  measure: "Measure…",
  begun: (name) => `${name} begun`,
  placed: (name) => `${name} placed`,
  moved: (name) => `${name} moved`,
  removed: (name) => `${name} removed`,
  deleted: (name) => `${name} deleted`,
  deleteIt: (name) => `Delete ${name}`,
  showIt: (name) => `Show ${name} on the film`,
  said: (name, text) => `${name}: ${text}`,
  step: (name, prompt, at, count) => `${name} · ${prompt}${count > 1 ? ` (${at} of ${count})` : ""}`,
  points: (have, least) => (have < least ? `${have} of at least ${least} points` : `${have} points`),
  /** What one click is enough for. */
  orNear: {
    head: "Or click once near its centre.",
    shaft: "",
  },
  snapped: {
    head: (agree, of) => `Circle taken: ${agree} of ${of} rays agree. Esc takes it back, Q held clicks freely.`,
    shaft: (agree, of) => `Middle of the shaft taken: ${agree} of ${of} scan lines agree. Esc takes it back, Q held clicks freely.`,
  },
  done: "Done",
  doneKey: "End",
  stop: "Stop",
  stopped: "Stopped. What is missing can be placed later from its card.",
  place: (name) => `Place ${name}`,
  again: "Add rim points",
  native: (text) => `now ${text}`,
  wasNow: (was, now) => `was ${was}, now ${now}`,
  seen: "Seen",
  noValue: "no value",
  normal: (text) => `Normal: ${text}`,
  source: (source) => `Source: ${source}`,
  details: "Definition and source",
  readOnly: "Only surgeons of this site change the plan. You can look at everything.",
  failed: "The list of measurements could not be loaded. Try again.",
};

const UNITS = { mm: "mm", deg: "°", percent: "%", ratio: "" };

/** Values that are entered on a card. */
export const entering = {
  entered: (name) => `${name} entered`,
  noNumber: "Enter a number, such as 62.5.",
  choice: (value) => capital(value),
  unit: (unit) => UNITS[unit] ?? "",
  help({ default: usual, min, max, unit }, isEntered) {
    const limits = min === undefined || max === undefined ? ""
      : `${min} to ${max}${unit && UNITS[unit] ? ` ${UNITS[unit]}` : ""}`;
    if (isEntered || usual === undefined) return limits;
    return `${usual} is the usual value, not entered${limits ? `; ${limits}` : ""}`;
  },
};

/** Sets of measurements. */
export const sets = {
  begun: (name) => `${name} begun`,
  deleted: (name) => `${name} deleted`,
  state: (known, all) => (known === all ? `${all} values` : `${known} of ${all} values`),
  goOn: (landmark) => `Go on: place ${landmark}`,
  each: "Each value with its definition and source",
  measurement: "Measurement",
  value: "Value",
  right: "Right",
  left: "Left",
  difference: "Differ by",
  all: (known, all) => `The set is placed: ${known} of ${all} values.`,
  kind: (sides) => ({ both: "both sides", one: "one side", none: "" })[sides],
};

/** Handing the values out. */
export const exporting = {
  csv: "Table (CSV)",
  json: "Data (JSON)",
  heading: "Save the values as",
  unsaved: "Not everything is saved yet, so nothing was handed out. Try again in a moment.",
};

export const picker = {
  title: "Measure",
  search: "Type a few letters",
  side: "Side",
  sides: { R: "Right", L: "Left" },
  empty: "Nothing is called like this. Try fewer letters.",
  cancel: "Cancel",
  needsScale: "needs a scale",
  sideOfCase: "side of the operation",
};

export const sheet = ["Measurements", [
  ["M /", "pick a measurement"], ["Esc", "one point back"], ["End", "no more points"],
  [". ,", "next, previous point"],
]];

/** What surgeons measure most, offered first. */
export const OFTEN = [
  "LLD_lesser_trochanter", "femoral_head_diameter", "femoral_offset", "cup_inclination",
  "mTFA_HKA_deviation", "mLDFA", "MPTA", "cobb_angle", "angle", "circle",
];

/** Key figures that are always in sight, by definition. */
export const KEY_FIGURES = {
  LLD_lesser_trochanter: "Leg length", femoral_offset: "Offset", cup_inclination: "Cup",
};

/** @param {{code: string, params: object}} reason @returns {string} Why there is no value. */
export function reasonWords({ code, params = {} }) {
  const said = REASONS[code];
  if (!said) return words.noValue;
  return typeof said === "function" ? said(params) : said;
}

/** Why a value has no error bar, by code. */
export const NO_ERROR_BAR = {
  not_calibrated: "No error can be given before the film is calibrated.",
  scale_error_unknown: "The scale does not say how good it is, so no error can be given.",
  no_scale: "No error can be given without a scale.",
  entered_values: "Computed from entered values, whose error is not known.",
  class_without_error: "",
  at_a_limit: "At the limit of its range, so no error can be given.",
};
