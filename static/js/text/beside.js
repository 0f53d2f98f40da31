/** What is said of a second film beside the one that is planned on. */

export const words = {
  label: "Film beside",
  choose: "Film to compare",
  link: "Link",
  linkHelp: "Both films move, zoom and turn together (K).",
  linked: "The films move together.",
  unlinked: "Each film moves alone.",
  close: "Close",
  closeHelp: "Back to one film (P).",
  none: "No other films of this patient are here. Search PACS to bring earlier ones.",
  opened: (name) => `Beside: ${name}`,
  closed: "One film",
  thisStudy: "This study",
  image: (number) => `Image ${number}`,
  notCalibrated: "not calibrated",
  lossy: "lossy",
  lossyHelp: "Fine detail was lost when this film was compressed.",
  button: "Film beside",
  buttonHelp: "Show an earlier film, or another view, beside this one.",
  sheet: ["Compare films", [["P", "film beside, and back"], ["K", "link or unlink the two films"]]],
};
