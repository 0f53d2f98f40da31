/** What the page of slices says. */

import { formatNumber } from "../measuring/formatting.js";

const NAMES = { axial: "Axial", coronal: "Coronal", sagittal: "Sagittal", slices: "Slices" };
const WINDOWS = { bone: "Bone", soft_tissue: "Soft tissue", auto: "automatic" };

/** Codes of `view/fetch-level.js` and `view/strips.js`, about slices. */
const SENTENCES = {
  level_length: "A slice did not arrive whole, so it is not shown. Try again. If it happens "
    + "again, tell your administrator.",
  level_checks: "A slice arrived changed, so it is not shown. Try again. If it happens again, "
    + "tell your administrator.",
  level_no_connection: "The connection broke before the slices had arrived. Check the network and "
    + "try again.",
  level_not_made: "The server has not finished these slices within two minutes. Try again in a "
    + "moment. If it stays like this, tell your administrator.",
  level_signed_out: "You are signed out. Reload the page and sign in to go on.",
  level_not_found: "These slices are not here any more. Reload the page.",
  level_failed: "The slices could not be brought from the server. Try again. If it happens "
    + "again, tell your administrator.",
};

/** @param {string} code @returns {string} */
export const sentence = (code) => SENTENCES[code] ?? SENTENCES.level_failed;

/** @param {string} name @returns {string} */
export const planeName = (name) => NAMES[name] ?? name;

/** @param {{name: string}} window @param {number} number Among those of the header. */
export const windowName = (window, number) => WINDOWS[window.name]
  ?? (window.name || `From the file${number > 1 ? ` ${number}` : ""}`);

const along = (value, [low, high]) => `${value < 0 ? low : high} ${formatNumber(Math.abs(value), 1)}`;

export const words = {
  pane: (name, oblique) => (oblique ? `${planeName(name)}, ${formatNumber(oblique, 0)}° oblique`
    : planeName(name)),
  slider: (name) => `${planeName(name)} slice`,
  of: (index, count) => `${index + 1} of ${count}`,
  /** Patient coordinates: letters instead of signs. */
  place: ([x, y, z]) => `${along(x, ["R", "L"])} · ${along(y, ["A", "P"])} · `
    + `${along(z, ["F", "H"])} mm`,
  noPlace: "position not recorded",
  value: (value, unit) => [formatNumber(value, 0), unit].filter(Boolean).join(" "),
  loading: "loading",
  finding: "Looking at the slices of this series.",
  making: (total, done) => (total ? `Preparing ${total} slices: ${done} done.`
    : "The slices are being prepared."),
  again: "Try again",
  spacing: (stepMm, thicknessMm) => [
    thicknessMm ? `${formatNumber(thicknessMm, 2)} mm thick` : "",
    stepMm ? `${formatNumber(stepMm, 2)} mm apart` : "",
  ].filter(Boolean).join(", "),
  stack: ({ number, slices }) => `Stack ${number}: ${slices} slices`,
  stacks: "Stack",
  window: "Window",
  own: "own window",
  width: "Width",
  level: "Level",
  all: "All planes",
  planes: "Planes on the screen",
  invert: "Invert",
  cross: "Cross-hair",
  fit: "Fit",
  zoomIn: "Closer",
  zoomOut: "Further",
  keys: "Keys",
  lossy: "lossy",
  lossyTitle: "Fine detail was lost when these slices were compressed.",
  directions: ({ left, right, top, bottom }) => (left
    ? `left of the picture ${left}, right ${right}, top ${top}, bottom ${bottom}` : ""),
};

/** The sheet of keys: key, what it does. */
export const KEY_SHEET = [
  ["Slices", [
    ["← ↑ → ↓", "previous, next slice"], ["Page ↑ ↓", "ten slices"], ["Home End", "first, last"],
    ["Shift ← ↑ → ↓", "move the cross-hair by one pixel"],
    ["X", "cross-hair on or off"],
    ["1 2 3", "one plane large, again: all"], ["4", "all planes"],
  ]],
  ["Looking", [
    ["+ −", "closer, further"], ["F", "whole slices"], ["Ctrl ← ↑ → ↓", "move the picture"],
    ["C", "cross-hair to the middle"],
    ["B", "next window preset"], ["A", "automatic window"], ["I", "invert"], ["?", "this sheet"],
  ]],
  ["Mouse and touch", [
    ["Wheel", "slices; with Ctrl: zoom"], ["Click", "put the cross-hair"],
    ["Drag", "move the picture, or the cross-hair by its middle"],
    ["Right", "drag: window"], ["Finger", "drag: slices; two: zoom and move"],
  ]],
];
