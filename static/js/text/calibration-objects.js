/** What the planner says about calibrating by known objects, distances and other films. */

export const head = {
  steps: "Click on the rim of a hip implant’s head of known size, three times or more. It lies at "
    + "the joint, so no other object calibrates better.",
  diameter: "True diameter of the head, mm",
};

export const twoMarkers = {
  steps: "Mark one ball behind the patient and one in front, each by three clicks or more on its "
    + "rim. The joint’s scale lies between the two.",
  which: "Which marker is being clicked",
  behind: "Behind",
  front: "In front",
  behindDiameter: "Diameter of the ball behind, mm",
  frontDiameter: "Diameter of the ball in front, mm",
  share: "Depth of the joint, % of the way from behind to front",
  shareHelp: "45 % for a hip, if nothing else is known.",
};

export const distances = {
  steps: "From the radiographer’s form. Magnification is source to detector, over source to "
    + "detector less bone to detector.",
  trap: (sod, factor) => `The header says ${sod} mm from source to patient. That usually ends at `
    + `the table: it would give ${factor}, too little for bone above it, and sizes would read too `
    + "large.",
  sid: "Source to detector, mm",
  object: "Bone to detector, mm",
  objectHelp: "Height of the bone above the table top, and the gap from the table top down to the "
    + "detector.",
};

export const otherFilm = {
  steps: "A magnification never passes from film to film; the size of an object that both show "
    + "does. Measure it on the other, calibrated film, then click both its ends here.",
  film: "Film on which it was measured",
  choose: "Choose a film",
  none: "No other film of this study is here.",
  length: "Length there, mm",
};
