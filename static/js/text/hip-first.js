/** What every planner page says of planning a hip, before it is known whether this is one. */

export const words = {
  failed: "The guide could not be loaded. Planning by hand still works; reload to try again.",
  item: "Kind of case",
  sheet: ["Hip", [
    ["1 – 9", "go to a step"], ["Enter", "next step (Shift: previous)"], ["R", "take the proposal"],
    ["X", "reduce on, off"], ["V", "hold: as filmed"], ["G", "hold: the other side, mirrored"],
    ["J", "next plan A, B, C (Shift: previous)"], ["O", "standard, high offset"],
    ["] [", "head longer, shorter"], ["D", "next liner"],
  ]],
};
