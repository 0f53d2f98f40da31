/** What the planner says while a hip is planned. */

const SIDES = { R: "right", L: "left" };
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {"R" | "L"} side @returns {string} "Right" */
export const Side = (side) => capital(SIDES[side] ?? "");

/** @param {"R" | "L"} side @returns {string} "right" */
export const ofSide = (side) => SIDES[side] ?? "";

/** The question that is asked once. */
export const setup = {
  heading: "What was done to these hips before?",
  hip: (side, isOperated) => `${Side(side)} hip${isOperated ? ", operated on now" : ""}`,
  mode: "Kind of case",
  whichSide: "Which side is operated on?",
  begin: "Begin",
  keep: "Keep",
  change: "Change",
  begun: "Guide begun",
  changed: "Kind of case changed",
  summary: (mode, states) => [mode, ...states].join(" · "),
  hipState: (side, state) => `${ofSide(side)} ${state.toLowerCase()}`,
  noTarget: (side) => `The ${ofSide(side)} hip is not a reliable target. Type the change you want in `
    + "Reduce.",
};

/** The guide at the left. */
export const guide = {
  title: "Steps",
  state: { done: "done", amber: "look again", needed: "needed", open: "may be left out" },
  step: (number, name) => `${number} ${name}`,
  next: (name) => `Next: ${name}`,
  nextKey: "Enter",
  previous: "Previous step",
  free: "The steps may be taken in any order, or not at all.",
  measured: (name) => `${name} begun`,
  closer: (points) => `Check rotation and tilt (${points} points)`,
  at: (number, name, sentence) => `Step ${number}, ${name}. ${sentence}`,
};

const count = (number, one) => (number === 1 ? `1 ${one}` : `${number} ${one}s`);

/** What each step says of itself: one sentence. */
export const steps = {
  film: {
    done: (text) => `Straight: ${text}.`,
    amber: (text) => `Not straight: ${text}. Offsets and lengths read with caution.`,
    open: "Look at rotation and tilt: obturator foramina alike, coccyx above the symphysis.",
    turned: (side) => `The ${ofSide(side)} leg looks turned out. Offset on this film reads too low, `
      + "so treat any offset gain shown with caution.",
  },
  scale: {
    done: (text) => text,
    needed: "This film has no scale: press C.",
    confirm: "The scale waits for you: press C.",
  },
  landmarks: {
    done: "All placed.",
    line: (text) => `Teardrops, ${text}.`,
    next: (name, missing) => `${capital(name)} next${missing > 1 ? `, ${missing} to place` : ""}.`,
  },
  cup: {
    done: (size, degrees) => (degrees ? `${size} mm, ${degrees}.` : `${size} mm.`),
    proposed: (range) => `${range} proposed: R takes it.`,
    needed: "No cup yet. Add one below.",
  },
  stem: {
    done: (name, varus) => (varus ? `${name}, ${varus}.` : `${name}.`),
    proposed: (name) => `${name} proposed: R takes it.`,
    needed: "No stem yet. Add one below.",
  },
  reduce: {
    done: (text) => text,
    needed: "Press X: the femur follows its stem into the cup.",
    before: (what) => `Needs the ${what} first.`,
  },
  compare: {
    open: "Hold V for before, G for the other side.",
    done: (name) => `Plan ${name} is chosen.`,
  },
  sign: {
    done: (who) => `Signed by ${who}.`,
    needed: (left) => (left === null ? "Sign with your password."
      : left === 0 ? "Nothing is missing." : `${count(left, "thing")} left.`),
  },
};

/** Cards, ladder and controls. */
export const words = {
  mm: (size) => `${size} mm`,
  sideWorkedOn: "Hip that is worked on",
  take: (what) => `Take ${what}`,
  takeKey: "R",
  proposal: "Proposed",
  why: "Why",
  cup: "Cup",
  stem: "Stem",
  reduce: "Reduce",
  reduced: "The femur sits in the cup.",
  unreduced: "The femur lies as filmed.",
  reducedDone: "Hip reduced",
  unreducedDone: "Femur put back",
  needsBoth: "Place cup and stem first, then X brings the femur into the cup.",
  femur: (side) => `${side} femur`,
  wasTarget: (was, target) => [was && `was ${was}`, target && `target ${target}`]
    .filter(Boolean).join(", "),
  ladder: "Head and offset, mm",
  ladderHead: "Head",
  offset: "offset",
  ladderError: (text) => `${text} mm in every cell: the error is common.`,
  cell: (head, offset, length, change) => `Head ${head}, ${offset}: ${length}, ${change}`,
  best: "best",
  chosen: "chosen",
  noSuch: "not made",
  variants: "Ways of operating",
  addVariant: "Another way",
  variantAdded: (name) => `Plan ${name} begun`,
  variantShown: (name) => `Plan ${name} is shown.`,
  choose: (name) => `Choose plan ${name}`,
  chosenDone: (name) => `Plan ${name} chosen`,
  ghostOf: (side) => `mirrored ${side}`,
  noGhost: "The other hip is no reliable target, so there is nothing to mirror.",
  hipOnly: "Hip part only: knee, tibia and spine are not on this film.",
};

/** What is aimed at, typed by a person. */
export const targets = {
  heading: "What is aimed at",
  length_difference_mm: "Leg against the other, mm (longer +)",
  length_change_mm: "Leg length change, mm (longer +)",
  global_offset_mm: "Global offset, mm",
  clinical_difference_mm: "Found with blocks, mm (longer +)",
  adductionLabel: "Femur put straight",
  adduction: { as_filmed: "As filmed", other: "As the other femur", neutral: "Neutral" },
  suggested: (degrees, isAdducted, against) => `This femur is ${degrees}° more `
    + `${isAdducted ? "adducted" : "abducted"} than ${
      against === "neutral" ? "in the neutral position" : "the other"}. Put it straight?`,
  noNumber: "Enter millimetres such as 5 or −3.",
  set: "Target typed",
};

const AIM_SOURCES = {
  other_side: "", typed: " (typed)", current: " (as it is: often wrong in a worn hip)",
  equal_lengths: "", none: "",
};

const aimedLength = (longer, shorter) => (mm) => (mm === 0
  ? "0" : `${Math.abs(mm)} mm ${mm > 0 ? longer : shorter}`);
const AIMED = {
  length_difference: aimedLength("long", "short"),
  length_change: aimedLength("longer", "shorter"),
  global_offset: (mm) => `${mm} mm`,
};

/** Result cards. */
export const figures = {
  titles: {
    length: { key: "length", planned: "Leg length, planned", filmed: "Leg length, as filmed" },
    offset: { key: "offset", planned: "Global offset, planned", filmed: "Global offset, as filmed" },
  },
  noTarget: "to be typed",
  target: ({ of, source, valueMm }) => `${AIMED[of](Math.round(valueMm))}${AIM_SOURCES[source] ?? ""}`,
  parts: (femoral, socket) => [
    femoral && `femoral offset ${femoral}`, socket && `centre ${socket}`,
  ].filter(Boolean).join(", ") || null,
  warnings: {
    lengthening_over_30: "More than 30 mm longer: the nerve is at risk.",
    skirted: "This head has a skirt.",
  },
};

const BEDS = {
  bed: "The socket's border", edges: "From roof edge to teardrop the socket",
  head: "From the head the socket",
};

/** Proposals that were taken. */
export const proposals = {
  cell: (head, offset) => (offset ? `Head ${head}, ${offset} taken` : `Head ${head} taken`),
  taken: (kind, size) => `${kind} ${size} taken as proposed`,
  range: (low, best, high) => (low === high ? best : `${best} (${low} to ${high})`),
  bed: (source, bedMm, plusMinusMm) => `${BEDS[source] ?? "Socket"} reads `
    + `${Math.round(bedMm)} ± ${Math.round(plusMinusMm)} mm; between two sizes the smaller.`,
};

/** Comparing. */
export const compare = {
  pane: "What this pane shows",
  filmed: "As filmed",
  plan: (name) => `Plan ${name}`,
  follows: "follows the film",
  close: "Close",
  hold: "Hold V for the film as it was, G for the other side; J shows the next plan.",
};

const side = (value, more, less) => {
  const whole = Math.round(Math.abs(value));
  return whole === 0 ? "" : `${whole} mm ${value > 0 ? more : less}`;
};

/** How implants lie in the bone. */
export const fits = {
  gap: (mm) => (mm < 0 ? `${Math.round(-mm)} mm beyond the teardrop`
    : `gap ${Math.round(mm)} mm to the teardrop`),
  cover: (percent) => `cover ${percent} %`,
  shift(lateral, proximal) {
    const said = [side(lateral, "lateral", "medial"), side(proximal, "up", "down")].filter(Boolean);
    return said.length ? `centre ${said.join(", ")}` : "centre as it is";
  },
  cut: (text) => `neck cut ${text.includes("trochanter") ? text : `${text} the lesser trochanter`}`,
  fill: (percents) => `fill ${percents} %`,
  crosses: (level) => `The stem crosses the canal's wall ${level}.`,
};
