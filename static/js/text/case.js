/** What the form of a case says. */

import { SIDES } from "./signing.js";

const ORDINAL = new Intl.PluralRules("en", { type: "ordinal" });
const ENDINGS = { one: "st", two: "nd", few: "rd", other: "th" };

/** @param {number} order @returns {string} "2nd on the list". */
export const orderWords = (order) => `${order}${ENDINGS[ORDINAL.select(order)]} on the list`;

/**
 * @param {string} iso "2026-11-24".
 * @param {string} [language] Of the browser.
 * @returns {string} "Tue 2026-11-24": the weekday saves a look at the calendar.
 */
export function dayWords(iso, language = "en") {
  const day = new Date(`${iso}T12:00`);
  return `${day.toLocaleDateString(language, { weekday: "short" })} ${iso}`;
}

export const words = {
  heading: "Case",
  create: "New case",
  edit: "Case",
  editButton: "Edit",
  editLabel: "Edit the case: operation, side, date",
  none: "No case yet",
  createButton: "Make a case…",
  operation: "Operation",
  operationHint: "Choose or type your own",
  side: "Side",
  sides: { R: SIDES.R, L: SIDES.L, B: SIDES.B },
  date: "Theatre date",
  order: "Place on the list",
  team: "Team",
  noTeam: "No team",
  owner: "Whose case",
  save: "Save",
  cancel: "Cancel",
  noOperation: "Operation not named",
  noSide: "SIDE NOT SET",
  noDate: "no date",
  sideDiffers: (film, side) => `The film shows the ${film}; this operation is on the ${side}. `
    + "Make sure before you save.",
  bothOfOne: (film) => `The film shows the ${film} only; this operation is on both sides. `
    + "Make sure before you save.",
  lockedBySignature: "Signed: operation and side cannot change. Reopen the plan first.",
  saved: "The case is saved.",
  badDate: "Enter a date like 2026-11-24.",
  badOrder: "Enter a number from 1 to 99.",
};
