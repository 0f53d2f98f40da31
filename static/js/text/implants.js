/** What the planner says about implants. */

import { REASONS } from "./reasons.js";

/** Why something is not done, by code: the sentences of `planning/wording/library.py`. */
export const SENTENCES = {
  scale_not_of_patient: "This film's millimetres are not those of the patient ({label}), so "
    + "templates are off. Press C to calibrate.",
  scale_to_confirm: "The scale comes from the film's header ({label}). Confirm it before templates "
    + "are placed, or press C to calibrate.",
  scale_to_acknowledge: "The scale from the film's header can be wrong ({label}). Acknowledge it "
    + "before templates are placed, or press C to calibrate.",
  unknown_family: "The implant family {family}, version {version}, is not in the library. Choose "
    + "another one.",
  family_not_current: "{family} is {status} and may not be used any more. Choose another implant.",
  unknown_size: "{family} has no size {size}. Choose one of the ladder.",
  unknown_option: "{family} does not come with this choice of {option}.",
  not_in_this_size: "Of this size ({size}) there is none with {options}. Choose another option "
    + "first.",
  unknown_point: "This implant has no point named {point}.",
  no_larger_size: "This is the largest size of {family}.",
  no_smaller_size: "This is the smallest size of {family}.",
  unknown_implant: "This implant is not in the plan any more. Choose another one.",
  unknown_variant: "This plan has no such variant. Place an implant first.",
  head_does_not_fit_liner: "The head is {head_mm} mm, the liner is made for {liner_mm} mm. Change "
    + "one of them.",
  head_does_not_fit_taper: "This head is not made for the stem's taper. Choose another head.",
};

/** @param {{code: string, params?: object}} reason @returns {string} */
export function reasonWords({ code, params = {} }) {
  if (code === "no_scale") return words.noScale;
  const said = SENTENCES[code] ?? REASONS[code] ?? words.refused;
  return said.replaceAll(/\{(\w+)\}/g, (whole, name) => String(params[name] ?? whole));
}

const KINDS = { cup: "Cup", stem: "Stem", head: "Head" };
const SIDES = { R: "right", L: "left" };

/** @param {string} kind @returns {string} "Cup" */
export const kindName = (kind) => KINDS[kind] ?? "Implant";

/** @returns {string} "Cup 52" */
export const sizedName = (kind, size) => `${kindName(kind)} ${size}`;

/** @returns {string} "Cup 52, right" */
export const fullName = (kind, size, side) => (
  side ? `${sizedName(kind, size)}, ${SIDES[side]}` : sizedName(kind, size));

export const words = {
  noScale: "This film has no scale, so no template can be drawn in millimetres. Press C to "
    + "calibrate.",
  refused: "This cannot be done with this implant.",
  none: "No implants yet. Add one, then drag it on the film.",
  failed: "The implant library could not be loaded. Try again.",
  again: "Try again",
  calibrate: "Calibrate",
  add: (name) => `Add ${name.toLowerCase()}`,
  addHeading: "Add to the film",
  side: "Side",
  sides: { R: "Right", L: "Left" },
  whichSide: "Which side is operated on? Choose it first.",
  sideUnknown: "The plan names no side. Choose the side to template:",
  thereAlready: (name) => `${name} is there already. Change its size, or remove it first.`,
  hip: (side) => ({ R: "Right hip", L: "Left hip" })[side] ?? "Hip",
  generic: "Generic shape, not a product.",
  notGeneric: "See the library's notice for this shape.",
  size: "Size",
  smaller: (name) => `${name}: one size smaller`,
  larger: (name) => `${name}: one size larger`,
  millimetres: (size) => `${size} mm`,
  mirror: "Mirror",
  mirrorIt: (name) => `Mirror ${name}: the other side's implant, where it lies`,
  remove: "Remove",
  removeIt: (name) => `Remove ${name}`,
  showIt: (name) => `Select ${name} on the film`,
  carried: "Sits on the stem and moves with it.",
  handle: (name) => `${name}: arrows turn it and move it along its axis`,
  ring: (name) => `Turn ${name}`,
  added: (name) => `${name} added`,
  moved: (name) => `${name} moved`,
  turned: (name) => `${name} turned`,
  mirrored: (name) => `${name} mirrored`,
  removed: (name) => `${name} removed`,
  option: (name, option, value) => `${name}, ${option.toLowerCase()} ${value}`,
  placedHow: "Drag it by its body, turn it by its ring.",
  noneOf: (kind) => `There is no ${kind} on this side.`,
  inclination: "Cup inclination",
  measureInclination: "Measure inclination",
  inclinationWaits: "Cup inclination begun. Place both teardrops on its card.",
  noInclination: "needs both teardrops",
  stem: "Stem",
  begun: (name) => `${name} begun`,
};

export const sheet = ["Implants, when one is selected", [
  ["+ −", "larger, smaller"], ["← →", "turn 1° (Shift 0.2°)"],
  ["↑ ↓", "1 mm along its axis"], ["Y U", "0.5 mm across"], ["Shift Y U", "0.5 mm up, down"],
  ["O", "standard, high offset"], ["] [", "head longer, shorter"], ["D", "next liner"],
  ["Shift wheel", "turn 1°"], ["Delete", "remove"],
]];
