/** What the search page says. */

import { count } from "./pages.js";

const KINDS = {
  name: "Name",
  patient_id: "Patient ID",
  accession: "Accession number",
  birth_date: "Birth date",
  id_or_accession: "Patient ID or accession number",
};

/** @param {{key: string, value: string}} chip @returns {{label: string, value: string}} */
export function chip({ key, value }) {
  return { label: KINDS[key] ?? key, value };
}

/**
 * @param {{state: string, seconds?: number, matches?: number, node: {name: string}}} line
 * @returns {string} What the chip of an archive says.
 */
export function nodeState(line) {
  const { name } = line.node;
  if (line.state === "searching") return `${name} …`;
  if (line.state === "failed") return `${name}: not answering`;
  return `${name} ${line.seconds.toFixed(1)} s · ${line.matches}`;
}

/** @param {object} line @returns {string[]} What a finished archive has to add to its results. */
export function remarks(line) {
  const said = [];
  if (line.limit_reached) {
    said.push(`${line.node.name} has more than ${line.matches} matches and stopped there. `
      + "Type more of the name, or narrow dates and kinds of film.");
  }
  if (line.dropped) {
    said.push(`${line.node.name} sent ${count(line.dropped, "answer")} that did not fit the `
      + "search; left out here.");
  }
  return said;
}

/**
 * @param {{studies: number, patients: number, searching: boolean}} state
 * @returns {string} What the live region says.
 */
export function found({ studies, patients, searching }) {
  const amount = `${count(studies, "study", "studies")} of ${count(patients, "patient")}`;
  if (searching) return studies ? `${amount} so far.` : "Searching.";
  return studies ? `${amount} found.` : "Nothing found.";
}

/** @param {{state: string, have?: number, expected?: number}} where @param {string[]} names */
export function whereWords(where, names) {
  if (where.state === "here") return "Here";
  if (where.state === "incomplete") {
    const counted = where.expected && Number.isInteger(where.have);
    return counted ? `Incomplete ${where.have} of ${where.expected}` : "Incomplete";
  }
  if (where.state === "importing") return "Importing";
  return names.join(", ") || "PACS";
}

/** @param {number} n @returns {string} The button that lets held rows in. */
export const held = (n) => `Show ${count(n, "new result")}`;

export const words = {
  open: "Open",
  opening: "Opening …",
  openLabel: (study, patient) => `Open ${study || "study"} of ${patient}`,
  again: "Search again",
  noneFound: "Nothing found",
  noneBecause: (filters) => `Nothing fits ${filters}.`,
  noneFailed: "No archive could be asked, so this says nothing about the patient.",
  somePartial: "Not every archive answered; what is missing may be in the others.",
  tryAnyDate: "Search any date",
  tryAnyKind: "Search every kind of film",
  tryAllNodes: "Ask every archive",
  trySpelling: 'Type fewer letters of the name: "smi" finds Smith and Smithers.',
  namesake: "Same name, other ID",
  images: (n) => (n === null || n === undefined ? "–" : String(n)),
  noConnection: "No connection to the server. Check the network and search again.",
};
