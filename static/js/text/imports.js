/** What imports say. */

import { count, duration, size } from "./pages.js";

/** @param {object} job @returns {number|null} Seconds that the rest will take, if that is known. */
export function secondsLeft(job) {
  const { files_done: done, files_total: total, bytes_done: bytes, rate_bytes_s: rate } = job;
  if (job.state !== "running" || !done || !total || !rate || total <= done) return null;
  return (bytes / done) * (total - done) / rate;
}

/**
 * @param {object} job
 * @returns {string} "14 of 22 · 31 MB · 4 s": images, bytes, time that is left.
 */
export function progress(job) {
  if (job.state === "queued") return "Waiting to start";
  const parts = [job.files_total ? `${job.files_done} of ${job.files_total}` : `${job.files_done}`];
  if (job.bytes_done) parts.push(size(job.bytes_done));
  const left_s = secondsLeft(job);
  if (left_s !== null) parts.push(duration(left_s));
  return parts.join(" · ");
}

/** @param {object} job @returns {string} "7.0 MB/s", or nothing while it does not move. */
export function rate(job) {
  return job.state === "running" && job.rate_bytes_s ? `${size(job.rate_bytes_s)}/s` : "";
}

function missing(job) {
  const absent = job.files_total ? job.files_total - job.files_done : (job.missing ?? []).length;
  const arrived = job.files_total
    ? `${job.files_done} of ${job.files_total} images arrived`
    : `${count(job.files_done, "image")} arrived`;
  const names = [...new Set((job.missing ?? []).map((one) => one.description).filter(Boolean))];
  const which = names.length === 1 ? `${absent} ${names[0]}` : `${absent}`;
  const are = absent === 1 ? "image is" : "images are";
  const list = names.length > 1 ? ` (${names.join(", ")})` : "";
  return `${arrived}; ${which} ${are} missing${list}. `
    + "You can view what is here. Retry the missing images.";
}

/** @param {object} job @returns {string} The state of an import in one sentence. */
export function sentence(job) {
  switch (job.state) {
    case "queued": return "Waiting to start.";
    case "running": return job.message?.sentence || "Bringing the images.";
    case "done": return job.files_done === 1 ? "The image is here."
      : `All ${job.files_done} images are here.`;
    case "incomplete": return job.error?.sentence ? `${job.error.sentence} ${missing(job)}`
      : missing(job);
    case "cancelled": return job.files_done
      ? `Stopped at your request; ${count(job.files_done, "image")} arrived and stay.`
      : "Stopped at your request; nothing had arrived.";
    default: return job.error?.sentence || "The import failed. Try again.";
  }
}

/** @param {object} job @returns {string} What was not taken in, or nothing. */
export function setAside(job) {
  const parts = [];
  if (job.quarantined) {
    parts.push(`${count(job.quarantined, "image")} set aside until someone checks them.`);
  }
  if (job.refused) parts.push(`${count(job.refused, "file")} refused as damaged or unsafe.`);
  return parts.join(" ");
}

export const words = {
  open: "Open",
  cancel: "Cancel",
  retry: "Retry missing",
  retryFailed: "Try again",
  progressOf: (title) => `Import of ${title}`,
  nobody: "Unnamed study",
  active: (n) => `Imports, ${n} under way`,
  idle: "Imports",
  lost: "Live progress is interrupted; it is asked for every second instead.",
};
