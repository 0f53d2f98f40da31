/** What the worklist says by itself. */

import { count } from "./pages.js";

export const words = {
  /**
   * @param {{films: number, cases: number, others: number}} what Lines that came without and with
   *   a plan, and lines that went or moved.
   * @returns {string} The button that lets them in.
   */
  changes({ films, cases, others }) {
    if (!others && !cases) return `Show ${count(films, "new study", "new studies")}`;
    if (!others && !films) return `Show ${count(cases, "new case")}`;
    return `Show ${count(films + cases + others, "change")}`;
  },
  found: (cases) => (cases ? `${count(cases, "line")} found here.` : "Nothing here fits."),
  notAsked: "The list could not be searched. Check the connection and try again.",
  saved: "The case is saved.",
  made: (patient) => `Case made for ${patient}.`,
  notLoaded: "The case could not be opened. Try again.",
};
