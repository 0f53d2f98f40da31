/** Amounts and short words that several pages share. */

const MB = 1_000_000;

/** Laterality (PS3.3 C.7.3.1.1.1); unpaired parts have no side to speak of. */
const SIDES = { L: "left", R: "right", B: "both sides" };

/**
 * @param {number} bytes
 * @returns {string} "31 MB", "2.4 MB", "640 kB"; decimal units, as archives count.
 */
export function size(bytes) {
  if (bytes >= 1000 * MB) return `${(bytes / (1000 * MB)).toFixed(1)} GB`;
  if (bytes >= 10 * MB) return `${Math.round(bytes / MB)} MB`;
  if (bytes >= MB) return `${(bytes / MB).toFixed(1)} MB`;
  return `${Math.round(bytes / 1000)} kB`;
}

/**
 * @param {number} seconds_s
 * @returns {string} "4 s", "2 min", "1 h 5 min".
 */
export function duration(seconds_s) {
  if (seconds_s < 59.5) return `${Math.max(1, Math.round(seconds_s))} s`;
  const minutes = Math.round(seconds_s / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}

/**
 * @param {number} n
 * @param {string} one
 * @param {string} [many]
 * @returns {string} "1 study", "2 studies".
 */
export function count(n, one, many = `${one}s`) {
  return `${n} ${n === 1 ? one : many}`;
}

/**
 * Who a patient is, beside the name: never without the ID.
 *
 * @param {{birth_date: string|null, sex: string, id: string, issuer?: string}} patient
 * @returns {string} "born 1956-03-14 · F · ID 123 (HOSP_A)".
 */
export function identity(patient) {
  const id = patient.id || "not recorded";
  return [
    patient.birth_date ? `born ${patient.birth_date}` : "birth date not recorded",
    patient.sex,
    patient.issuer ? `ID ${id} (${patient.issuer})` : `ID ${id}`,
  ].filter(Boolean).join(" · ");
}

export const words = {
  nameMissing: "Name not recorded",
  copied: "The password is copied.",
  notCopied: "The browser does not allow copying. Write the password down.",
  showTyped: "Show what I type",
  hideTyped: "Hide what I type",
  testing: (node) => `Asking ${node} …`,
  answered: (node, seconds_s) => `${node} answered in ${seconds_s.toFixed(2)} s`,
  newStudies: (n) => `Show ${count(n, "new study", "new studies")}`,
  previewMaking: "The preview is being made.",
  previewNone: "No film to show yet.",
  film: (film) => [film.view, SIDES[film.side], film.date].filter(Boolean).join(" · ")
    || `Image ${film.number ?? ""}`.trim(),
};
