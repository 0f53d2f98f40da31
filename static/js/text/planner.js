/** What the planner says around the film. */

const ENDS = ["start", "end"];

/** Rulers, history, live region. */
export const words = {
  ruler: (number) => `Length ${number}`,
  rulerEnd: (number, index) => `Length ${number}, ${ENDS[index]}`,
  drawn: (number) => `Length ${number} drawn`,
  moved: (number) => `Length ${number} moved`,
  deleted: (number) => `Length ${number} deleted`,
  noLength: "no length",
  noScale: "px, no scale",
  straight: (label) => `Straight distance between the two points, ${label}.`,
  inPixels: "Straight distance in pixels of the film. Without a scale there are no millimetres.",
  wasNow: (was, now) => `was ${was}, now ${now}`,
  seen: "Seen",
  deleteRuler: (number) => `Delete length ${number}`,
  noRulers: "No lengths yet. Choose Length and click two points.",
  measured: (number, text) => `Length ${number}: ${text}`,
  undone: (what) => `Undone: ${what}`,
  redone: (what) => `Done again: ${what}`,
  pointTaken: "Undone: point set",
  nothingToUndo: "Nothing to undo.",
  nothingToRedo: "Nothing to do again.",
  notCalibrated: "No error can be given before the film is calibrated.",
  errorUnknown: "The header does not say how good its scale is, so no error can be given.",
};

/** Why a length has no error bar, by code. */
export const NO_ERROR_BAR = {
  not_calibrated: words.notCalibrated,
  scale_error_unknown: words.errorUnknown,
  no_scale: "",
};

/** While a length is being drawn. */
export const lengthTool = {
  end: (index) => `New length, ${ENDS[index]}`,
  added: "point set",
  moved: "point moved",
  removed: "point removed",
  prompt: "Click two points",
};

/** Tools and view commands: name, and the help that the status line shows. */
export const TOOLS = {
  pan: ["Move", "Drag moves the film, the wheel zooms at the pointer."],
  window: ["Window", "Drag right for less contrast, down for darker. Also: drag with the right button."],
  zoom: ["Zoom", "Drag up to come closer, down to see more."],
  length: ["Length", "Click two points. Arrow keys and Enter place them without a mouse."],
  loupe: ["Loupe", "Three times the film's own pixels, beside the pointer. A long press does the same."],
  fit: ["Whole film", "Show the whole film."],
  oneToOne: ["1:1", "One pixel of the film is one pixel of the screen."],
  lifeSize: ["Life size", "As large as the patient, on a screen whose size you have set."],
  invert: ["Invert", "Swap black and white."],
  rotateLeft: ["Turn left", "A quarter turn to the left."],
  rotateRight: ["Turn right", "A quarter turn to the right."],
  rotateLeftFine: ["1° left", "Turn by one degree to the left."],
  rotateRightFine: ["1° right", "Turn by one degree to the right."],
  flip: ["Flip", "Mirror the film. The letters R and L go with it."],
  undo: ["Undo", "Take the last step back."],
  redo: ["Redo", "Do the step again."],
  keySheet: ["Keys", "All keys on one sheet."],
  preset: ["Window presets", "Windows from the header, and an automatic one."],
  strip: ["Films", "All films of this study."],
  rim: ["Ball", "Click on the rim of the ball, three times or more."],
  known: ["Known length", "Click both ends of something whose length you know."],
};

/** The sheet of keys: key, what it does. */
export const KEY_SHEET = [
  ["Looking", [
    ["F", "whole film"], ["0", "1:1"], ["S", "life size"], ["+ −", "closer, further"],
    ["Space", "hold: move the film"], ["W", "window tool"], ["B", "next window preset"],
    ["A", "automatic window"], ["I", "invert"], ["L", "loupe"], ["H", "hold: hide the drawing"],
    ["T", "films of the study"], ["Page ↑ ↓", "previous, next image"],
  ]],
  ["Measuring", [
    ["C", "calibrate"], ["Enter", "place a point"], ["Q", "hold: clicks stay where they are"],
    ["← ↑ → ↓", "move the point by one pixel"],
    ["Shift", "finer: a fifth, or a quarter of the speed"], [". ,", "next, previous point"],
    ["Delete", "delete the length or point"], ["Esc", "cancel"], ["Ctrl Z", "undo"],
    ["Ctrl Shift Z", "do again"], ["?", "this sheet"],
  ]],
];

/** Panels, banner and alert bar. */
export const panel = {
  scale: "Scale",
  lengths: "Lengths",
  films: "Films",
  achievedLost: "The comparison with the signed plan could not be loaded. Reload the page.",
  volume: "Scroll and cut the slices",
  tools: "Tools",
  more: (count) => `+${count} more`,
  close: "Close",
  cancel: "Cancel",
  keys: "Keys",
  keysSwitch: "Single keys are on",
  keysHint: "Keys work while the film has the focus.",
  filmHelp: "Film. Arrow keys move it, plus and minus zoom, question mark lists all keys.",
  window: "Window",
  own: "own window",
  frames: "Image of the series",
  previousFrame: "Previous image",
  nextFrame: "Next image",
  usual: "default",
  auto: "automatic",
  header: (index) => `header ${index + 1}`,
  table: "table from the header",
  overlays: {
    name: "Overlays", help: "Show or hide the graphics that came with the film.",
  },
  shutter: {
    name: "Shutter", help: "Show or lift what the film's own shutter covers.",
  },
  daysAgo(days) {
    if (days < 0) return "";
    if (days === 0) return "today";
    if (days === 1) return "yesterday";
    if (days < 60) return `${days} days ago`;
    if (days < 730) return `${Math.floor(days / 30.44)} months ago`;
    return `${Math.floor(days / 365.25)} years ago`;
  },
  rendering: "being prepared",
  side: { R: "right", L: "left" },
  number: (number) => `image ${number}`,
};

/** Which side is which. */
export const sides = {
  unknown: "Which side is which on this film is not recorded. Look for the lead marker, then "
    + "confirm: patient’s right is on the left of the screen?",
  yes: "Yes",
  rightIsLeft: "Yes, right is on the left",
  no: "No",
  rightIsRight: "No, right is on the right",
  turned: "Which side is which on this film is not recorded. Turn the film upright, then confirm "
    + "with the lead marker in view.",
  confirmed: (side) => `Confirmed: patient’s right is on the ${side} of the screen.`,
};

/** Life size: how large this screen is. */
export const monitor = {
  title: "How large is this screen?",
  explain: "Hold a bank card (85.6 mm wide) against the screen and move the slider until the "
    + "frame is as wide as the card. The line below it is then 50 mm long.",
  slider: "Size of the frame",
  save: "Save for this screen",
  needed: "Life size needs the size of this screen.",
  noScale: "Life size needs a scale. Press C to calibrate this film.",
  detector: "Life size at the detector, not of the patient: this film is not calibrated.",
};

/** Failures of the page itself. */
export const failure = {
  undecodable: "This film cannot be shown.",
};
