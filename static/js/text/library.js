/** What the library page says. */

import { formatNumber } from "../measuring/formatting.js";

const KINDS = { cup: "Cups", head: "Heads", stem: "Stems" };
const COMPONENTS = {
  shell_with_liner: "shell with liner",
  monoblock_cup: "one-piece cup",
  femoral_head: "femoral head",
  bipolar_head: "bipolar head",
  femoral_stem: "stem",
};
const FIXATIONS = { cementless: "cementless", cemented: "cemented", none: "on a taper" };
const VIEWS = { AP: "AP", LAT: "Lateral" };
const STATUSES = {
  current: "Current",
  superseded: "Replaced by a newer version",
  withdrawn: "Withdrawn",
  recalled: "Recalled",
};
const TONES = { current: "quiet", superseded: "quiet", withdrawn: "amber", recalled: "warning" };
const FLAGS = { skirted: "Skirted: less motion before the neck meets the rim" };
const DIMENSIONS = {
  diameter_mm: "Diameter",
  inner_diameter_mm: "Inner head",
  head_diameter_mm: "Head",
  liner_thickness_mm: "Liner, thinnest",
  lateral_mm: "Head beyond the shell's centre",
  wall_mm: "Polyethylene, thinnest",
  mantle_mm: "Cement mantle",
  reamed_mm: "Reamed to",
  increment_mm: "Neck length",
  length_mm: "Length",
  offset_mm: "Offset",
  ccd_deg: "Neck angle",
  distal_width_mm: "Width at the tip",
  middle_width_mm: "Width in the middle",
  proximal_width_mm: "Width at the neck cut",
  broach_distal_width_mm: "Broach at the tip",
};

/** @param {number} value @returns {string} "41.6", "52": a decimal only where there is one. */
export const plain = (value) => formatNumber(value, 1).replace(/\.0$/, "");

/** @param {number} value_mm @returns {string} "41.6 mm" */
export const mm = (value_mm) => `${plain(value_mm)} mm`;

/** @param {string} name "offset_mm" @param {number} value @returns {[string, string]} */
export function dimension(name, value) {
  const unit = name.endsWith("_deg") ? "°" : " mm";
  const spoken = name.replace(/_(mm|deg)$/, "").replaceAll("_", " ");
  const label = DIMENSIONS[name] ?? spoken.charAt(0).toUpperCase() + spoken.slice(1);
  return [label, `${plain(value)}${unit}`];
}

export const kind = (key) => KINDS[key] ?? key;
export const component = (key) => COMPONENTS[key] ?? key;
export const fixation = (key) => FIXATIONS[key] ?? key;
export const view = (key) => VIEWS[key] ?? key;
export const status = (key) => STATUSES[key] ?? key;
export const tone = (key) => TONES[key] ?? "quiet";
export const flag = (key) => FLAGS[key] ?? key;

export const words = {
  search: "Name or maker",
  kind: "Kind",
  fixation: "Fixation",
  view: "View",
  side: "Side",
  sides: { R: "Right", L: "Left" },
  licence: "Licence",
  any: "All",
  gone: "Withdrawn and older versions too",
  count: (shown, all) => (shown === all ? `${all} families` : `${shown} of ${all} families`),
  none: "Nothing fits these filters. Take one away.",
  version: (number) => `version ${number}`,
  sizes: (count) => (count === 1 ? "1 size" : `${count} sizes`),
  neighbours: "Neighbours",
  neighboursHint: "Draw the next smaller and larger size as ghosts",
  generic: "Generic shape, not a product",
  notInThisSize: (size) => `${size} does not come with this choice; the nearest one is shown.`,
  fitsTogether: "What fits together",
  smallest: (choice, size) => `${choice}: from ${size}`,
  dimensions: "Dimensions",
  origin: "Where it comes from",
  maker: "Maker",
  licenceOf: "Licence",
  versionOf: "Version",
  broughtBy: "Site",
  standing: "At your sites",
  history: "What was said",
  saidBy: (name, at) => `${name || "somebody"}, ${at}`,
  change: "Withdraw, recall or allow again",
  changeHint: "Plans that use it keep it and show a mark. No new plan can choose it.",
  newStanding: "From now on",
  reason: "Reason",
  save: (site) => `Save for ${site}`,
  saved: (site, word) => `${site}: ${word.toLowerCase()}.`,
  failed: "The library could not be loaded. Check the connection and reload the page.",
  scale: "10 mm",
  axes: { AP: ["lateral", "medial"], LAT: ["posterior", "anterior"] },
  drawn: (name) => `${name}, drawn with its dimensions`,
  offset: (text) => `offset ${text}`,
  aboveCut: (text) => `head ${text} above the cut`,
  heads: (text) => `heads ${text}`,
  belowShoulder: (text) => `${text} shoulder to tip`,
  wide: (text) => `${text} wide`,
  deep: (text) => `${text} deep`,
  head: (text) => `head ${text}`,
  rim: (text) => `${text} across`,
  mantle: (text) => `reamed ${text}`,
};
