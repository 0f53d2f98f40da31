/** Why a measurement has no value, by code: sentences that say what to do. */

const lower = (text) => text.charAt(0).toLowerCase() + text.slice(1);

export const REASONS = {
  no_scale: "This film has no scale, so there are no millimetres. Press C to calibrate.",
  missing_landmark: "Not all of its points are placed.",
  too_many_points: "There are more points than it takes. Delete some.",
  missing_param: ({ name }) => (name ? `Enter first: ${lower(name)}.` : "A value has to be entered first."),
  bad_param: "A value that was entered cannot be. Enter another one.",
  unknown_param: "This measurement takes no such value.",
  param_not_a_choice: "Choose one of what is offered.",
  param_out_of_range: ({ low, high }) => (low === undefined
    ? "Enter a number within its limits." : `Enter a number from ${low} to ${high}.`),
  anterior_unknown: "Say where the front of the patient is on this film: left or right.",
  grade_not_given: "Nobody has given a grade yet. Choose one.",
  hanging_unknown: "Which side is which on this film is not recorded. Confirm it first.",
  side_unknown: "Its side is not known. Delete it and choose the side.",
  calibrated_film: "Only for films without a calibration.",
  out_of_range: "The points lie where this cannot be measured. Check them.",
  coincident_points: "Two of its points lie in one place. Move one.",
  collinear_points: "Its points lie in one line. Spread them.",
  parallel_lines: "Its lines are parallel. Check the points.",
  too_few_points: "More points are needed.",
  no_intersection: "Its lines do not meet. Check the points.",
  not_an_ellipse: "No ellipse fits the points. Check them.",
  no_convergence: "No shape fits the points. Check them.",
  singular: "The points lie where nothing can be computed. Move one.",
  impossible_projection: "No position of a ball gives this shadow. Check the points.",
  arc_too_short: "The points cover too little of the circle. Spread them around the rim.",
  neck_is_cut: "The neck is cut in this plan, so it is only read as filmed.",
  not_finite: "A point is not on the film. Place it again.",
  unknown_definition: "This version of the program does not know this measurement.",
};
