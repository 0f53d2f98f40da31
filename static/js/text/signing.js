/** What signing, the report and the case say. */

import { count } from "./pages.js";

/** Sides in full: a letter is misread. */
export const SIDES = { R: "RIGHT", L: "LEFT", B: "BOTH SIDES" };

/** What a signature means, in the signer's own voice. */
export const MEANINGS = [
  ["planned", "Planned by me", "This is my plan for the operation."],
  ["approved", "Checked and approved by me", "I have looked at every value and every template."],
];

export const words = {
  heading: "Sign and send",
  sign: "Sign…",
  looking: "Checking …",
  checking: "Checking what is left.",
  nothingYet: "Nothing is planned on this film yet. Measure, or place a template, then sign.",
  ready: "Ready to sign.",
  isReady: "ready",
  left: (n) => `${count(n, "thing")} left`,
  notReady: "Not ready to sign. Missing:",
  clickToGo: "Click an item to go there.",
  mayNot: "Your role does not sign plans. A surgeon of this site does.",
  notSaved: "Your last changes are not saved yet, so nothing can be signed. "
    + "They are kept in this browser. Wait until they are saved, then sign.",
  inConflict: "A colleague changed this plan while you did. Choose between the two, then sign.",
  notChecked: "What is left could not be asked for. Check the connection, then sign.",
  checkAgain: "Ask again",
  elsewhere: "This is on another film of this study. Open that film in the film strip.",
};

/** The dialog. */
export const dialog = {
  title: "Sign this plan",
  explain: "What you sign is frozen with its films and its calibration and cannot change any "
    + "more. To change it later, reopen the plan; this version stays.",
  region: "What is signed",
  patient: "Patient",
  operation: "Operation",
  side: "Side",
  date: "Theatre date",
  films: "Films",
  values: "Values",
  implants: "Implants",
  notes: "Acknowledged notes",
  noOperation: "not named",
  noDate: "no date",
  noValues: "Nothing is measured.",
  noImplants: "No template is placed.",
  native: "now",
  planned: "planned",
  noPlannedValue: "none",
  size: (size) => `size ${size}`,
  generic: "generic shape, not a product",
  meaning: "What your signature means",
  password: "Your password again",
  sign: "Sign",
  cancel: "Cancel",
  passwordNeeded: "Type your password.",
  meaningNeeded: "Choose what your signature means.",
  changed: (author) => `${author} changed the plan while this was open. `
    + "The values below are the new ones. Look at them again before you sign.",
  changedUnseen: (author) => `${author} changed the plan while this was open. `
    + "The new values could not be loaded. Press Sign again: "
    + "you see them before anything is signed.",
  unseen: "The values have changed, and the new ones could not be loaded. Press Sign again: "
    + "you see them before anything is signed.",
  somebody: "Somebody",
  noConnection: "No connection to the server. Nothing was signed. Try again.",
  notKnown: "The server did not answer, so it is not known whether the plan was signed. "
    + "Try again: nothing is signed twice.",
  signed: (number) => `Signed as version ${number}.`,
};

/** After signing. */
export const signed = {
  chip: (number, by, at) => `Signed v${number} by ${by} at ${at}`,
  short: (number) => `Signed v${number}`,
  digestWhole: (digest) => `SHA-256 of all that was signed: ${digest}`,
  reopen: "Reopen…",
  reopenTitle: "Reopen this plan?",
  reopenExplain: (number) => `Version ${number} stays signed, and what was sent stays in the PACS. `
    + "The plan can be changed again and needs a new signature, which makes a new version.",
  reopenYes: "Reopen",
  reopened: "Reopened. The signed version stays; your changes need a new signature.",
};

/** The report and what became of it. */
export const report = {
  title: "Report",
  version: (number) => `Version ${number}`,
  openPdf: "Open the PDF",
  paper: "Paper",
  papers: { a4: "A4", letter: "Letter" },
  pictures: "Pictures",
  picture: (number) => `Picture ${number}`,
  drawing: "being drawn",
  notDrawn: "could not be drawn",
  pdf: "PDF",
  pictureOfFilm: (name) => `The film with the plan drawn on it: ${name}`,
  send: "Send to PACS",
  sendAgain: "Send again",
  sending: "Sending …",
  none: "Nothing has been made to send yet.",
  noArchive: "The films did not come from an archive. "
    + "Save the PDF, or choose where to send it.",
  states: {
    made: "Not sent",
    queued: "Waiting to be sent",
    sending: "Being sent",
    sent: "In the PACS",
    refused: "Refused",
    failed: "Not sent",
  },
  sentTo: (node, commitment = "none") => ({
    wanted: `In ${node}, being asked to confirm that it keeps it`,
    asked: `In ${node}, which has not confirmed yet that it keeps it`,
    committed: `In ${node}, which confirmed that it keeps it`,
    unanswered: `In ${node}, which has not confirmed that it keeps it`,
    unavailable: `In ${node}, which was not able to confirm that it keeps it`,
  }[commitment] ?? `In ${node}`),
  askAgain: "Ask again",
  refused: (node, reason) => `Signed and safe here, but ${node} refused it: ${reason} `
    + "Ask the PACS team, then press Send again.",
  failed: (node, reason) => `Signed and safe here, but it could not be sent to ${node}: ${reason} `
    + "It can be sent again.",
  thePacs: "PACS",
  noReason: "no reason was given.",
  told: (what, state) => `${what}: ${state}`,
};
