/** What bringing in files says. */

import { count, duration, size } from "./pages.js";

/**
 * @param {{bytes: number, bytesTotal: number, files: number, filesTotal: number}} state
 * @param {number} rate_bytes_s Zero while it is not known.
 * @returns {string} "14 of 22 files · 31 of 60 MB · 4 s".
 */
export function progress({ bytes, bytesTotal, files, filesTotal }, rate_bytes_s) {
  const parts = [`${files} of ${count(filesTotal, "file")}`,
    `${size(bytes)} of ${size(bytesTotal)}`];
  if (rate_bytes_s > 0 && bytes < bytesTotal) {
    parts.push(duration((bytesTotal - bytes) / rate_bytes_s));
  }
  return parts.join(" · ");
}

/** @param {{files_done: number, files_total: number}} upload @returns {string} */
export const examined = ({ files_done: done, files_total: total }) => `${done} of ${total}`;

export const words = {
  sending: "Sending. Stay on this page until it is done.",
  reading: "Reading the folder.",
  lost: "No connection. What has arrived is kept; it goes on by itself.",
  looking: "All sent. The files are being looked into.",
  nothing: "There was no file in it. Choose files, a folder, a zip or photographs.",
  cancelled: "Stopped. Nothing was kept.",
  goOn: "Go on looking",
};
