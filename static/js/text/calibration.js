/** What the planner says about scale and calibration. */

export const words = {
  badgeNone: "NOT CALIBRATED",
  noScaleAlert: "This film has no scale, so millimetres and templates are off. Press C to use "
    + "the ball, a known length or an entered factor.",
  pressC: "Templates are off. Press C to use the ball, a known length or an entered factor.",
  confirmAlert: (label) => `Scale from the film’s header, ${label}. Confirm it before templates `
    + "are placed, or press C to calibrate.",
  acknowledgeAlert: (label) => `Scale from the film’s header: ${label}. Sizes can be wrong. `
    + "Acknowledge it, or press C to calibrate.",
  confirm: "Confirm",
  confirmed: "Confirmed by one click on the film.",
  acknowledged: "Acknowledged by one click on the film.",
  acknowledge: "Acknowledge",
  notCalibrated: "Not calibrated",
  noScale: "No scale",
  calibrate: "Calibrate",
  recalibrate: "Calibrate again",
  cancel: "Cancel",
  save: "Use this scale",
  by: (name) => `by ${name}`,
  detected: "ball found by the program",
  history: "Earlier calibrations",
  replaced: "replaced",
  readOnly: "Your role may look at calibrations, not make them.",
  magnification: "Magnification",
  residual: (px, mm) => (mm ? `residual ${px} px (${mm} mm)` : `residual ${px} px`),
  error: (percent) => `± ${percent} %`,
  errorExplained: "± is the 95 % interval of measurement error. It does not cover rotation, tilt "
    + "or contracture.",
  noMagnification: "The header names no detector spacing, so there is a scale but no magnification.",
  reason: (text) => `Reason: ${text}`,
  head: (side, mm) => `The marked ${{ R: "right ", L: "left " }[side] ?? ""}femoral head would be `
    + `${mm} mm wide; adults have 40 to 58 mm. Check the marker, or the clicks on the head.`,
  perPixel: (mm) => `${mm} mm/px`,
  pixel: (row, column) => `pixel ${row} × ${column} mm`,
  aspect: (ratio) => `pixel height : width = ${ratio}`,
};

/** In the history of what was done. */
export const steps = { calibrated: "Film calibrated" };

/** By method of the header's scale: why its millimetres are not those of the patient. */
export const NOT_THE_PATIENT = {
  header_detector: "Not calibrated: lengths are measured at the detector, where everything is "
    + "larger than in the patient.",
  header_film: "Not calibrated: lengths are measured on the film sheet, not in the patient.",
  header_unknown: "Not calibrated: the header gives millimetres but does not say of what.",
  header_fiducial: "Not calibrated: the header claims a marker, but its scale is that of the "
    + "detector.",
};

/** Methods as the badge, the buttons and the history name them. */
export const METHODS = {
  ball: { badge: "ball", choice: "Ball", key: "rim" },
  implant_head: { badge: "implant head", choice: "Implant head", key: "rim" },
  two_markers: { badge: "two markers", choice: "Two markers", key: "rim" },
  known_length: { badge: "known length", choice: "Known length", key: "known" },
  other_film: { badge: "other film", choice: "Other film", key: "known" },
  distances: { badge: "distances", choice: "Distances", key: "factor" },
  entered_magnification: { badge: "entered", choice: "Factor", key: "factor" },
  accepted_header: { badge: "header, accepted", choice: "Header", key: "header" },
  header_fiducial: { badge: "header, fiducial" },
  header_geometry: { badge: "header, assumed" },
  header_corrected: { badge: "header, method unknown" },
  cross_sectional: { badge: "mm" },
};

export const ball = {
  title: "By a ball",
  steps: "Click on the rim of the ball’s shadow, three times or more, spread all around. Zoom in "
    + "first: at 1:1 or closer the points are good to half a pixel.",
  diameter: "True diameter of the ball, mm",
  noDiameter: "Your site has not set the size of its ball. Read it off the ball: 25 and 25.4 mm "
    + "differ by 1.6 %.",
  points: (count) => (count === 1 ? "1 point" : `${count} points`),
  needed: (count) => (count === 1 ? "1 more point" : `${count} more points`),
  agree: (used, given) => `${used} of ${given} points agree`,
  rimPoint: (index, count) => `Rim point ${index + 1} of ${count}`,
  added: "rim point added",
  moved: "rim point moved",
  removed: "rim point removed",
  clear: "Remove all points",
  prompt: "Click on the rim of the ball",
  look: "Look for the ball",
  looking: "Looking for the ball …",
  found: (agree, of, residual) => `Ball found: ${agree} of ${of} edge points agree, residual `
    + `${residual} px. Check the circle on the film: Enter takes it, or click on the rim yourself.`,
  adjust: "Adjust",
  standing: "Taken standing",
};

export const known = {
  title: "By a known length",
  steps: "Click both ends of something whose length you know: a ruler, an implant.",
  length: "True length, mm",
  end: (index) => `Known length, ${index === 0 ? "start" : "end"}`,
  added: "end of the known length set",
  moved: "end of the known length moved",
  removed: "end of the known length removed",
  prompt: "Click both ends of the known length",
};

export const factor = {
  title: "By an entered factor",
  steps: "Used when nothing of known size is on the film. Lengths then say that the "
    + "magnification is assumed.",
  magnification: "Magnification, such as 1.20",
  noDetector: "The header names no detector spacing, so a factor cannot be used. Use the ball or "
    + "a known length.",
};

export const header = {
  title: "Accept the header’s scale",
  steps: (label) => `The header gives ${label}. Accepting it makes you answerable for it; your `
    + "name and reason are kept.",
  offer: (magnification) => `It suggests a magnification of ${magnification}, measured to the `
    + "table, not to the bone.",
};

export const reason = {
  label: "Reason",
  needed: "Reason (needed)",
  hint: "Kept with the calibration.",
};

/** By code of plausibility: what a magnification looks like. */
export const PLAUSIBILITY = {
  plausible: () => "As expected for this view.",
  amber: (m, { region, expected }) => `The magnification is ${m}, unusual for ${REGIONS[region]} `
    + `(${two(expected.usualFrom)} to ${two(expected.usualTo)}). Check the size and the position `
    + "of what you used.",
  needs_reason: (m, { region, expected }) => `The magnification is ${m}, beyond what `
    + `${REGIONS[region]} allows (${two(expected.least)} to ${two(expected.most)}). Check the size `
    + "and the position, or enter your reason.",
  no_detector_spacing: () => words.noMagnification,
};

const two = (value) => value.toFixed(2);

/** By region of the film. */
const REGIONS = {
  pelvis: "a pelvis", knee: "a knee", long_leg: "a long leg film", spine: "a spine", limb: "a limb",
};

/** By code: what to know before trusting a scale. */
export const WARNINGS = {
  standing_single_ball: "Standing film with a single ball: sizes can be wrong by 12 % or more. Use "
    + "a known implant or two markers.",
  ball_on_table: "The ball probably lies on the table: sizes read too large.",
  distance_is_the_tables: "These are the header’s distances, which end at the table and not at the "
    + "bone: sizes read too large.",
};

/** By code: why a calibration cannot be computed yet, while it is being drawn. */
export const PROBLEMS = {
  too_few_points: "",
  ball_diameter_out_of_range: "Enter the ball’s diameter, between 1 and 100 mm.",
  length_out_of_range: "Enter the length, between 1 and 2000 mm.",
  magnification_out_of_range: "Enter a magnification between 1 and 2.",
  points_too_close: "The points are too close together. Zoom in and use the whole rim.",
  coincident_points: "Two points lie in the same place. Move or delete one.",
  collinear_points: "These points lie on a line. Spread them around the rim.",
  arc_too_short: "The points cover too little of the rim. Spread them all around.",
  points_disagree: "These points do not lie on one ball. Move or delete those beside the rim.",
  head_diameter_out_of_range: "Enter the head’s diameter, between 20 and 66 mm.",
  depth_share_out_of_range: "The joint lies between the markers: 0 to 100 %.",
  markers_in_wrong_order: "The marker in front must be larger on the film. Are they exchanged?",
  markers_disagree: "The markers differ more than any patient is thick. Check sizes and rims.",
  sid_out_of_range: "From source to detector it is 500 to 5000 mm.",
  object_distance_out_of_range: "From bone to detector it is 0 to 600 mm, and less than half of "
    + "the way to the source.",
  other_film_not_calibrated: "That film has no calibrated scale with a known error. Calibrate it "
    + "first.",
  line_too_short: "The points are too close together. Zoom in, or use something longer.",
  no_detector_spacing: factor.noDetector,
  reason_needed: "Enter your reason.",
  too_many_points: "So many points are not needed. Delete some.",
  not_finite: "A point lies beside the film. Delete it.",
  invalid_film_geometry: "The header’s spacing makes no sense. Tell your administrator.",
};

/** @param {string} code @returns {string} */
export const problem = (code) => PROBLEMS[code] ?? "These points give no scale. Check them.";

export const conflict = {
  title: "Somebody else calibrated this film",
  explain: (name) => `${name} calibrated this film while you worked. Nothing is lost. Compare the `
    + "two and choose.",
  theirs: "Theirs",
  yours: "Yours",
  keepTheirs: "Keep theirs",
  useYours: "Use mine instead",
};
