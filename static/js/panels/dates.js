/** Points in time as everybody reads them the same way. */

const two = (number) => String(number).padStart(2, "0");

/** @param {string} iso Of the API. @returns {string} "2026-11-20 08:05" in this place's time. */
export function dateAndTime(iso) {
  const at = new Date(iso);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} `
    + `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** @param {string} iso Of the API. @returns {string} "08:05"; with the date if it is not today's. */
export function timeOf(iso) {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? `${two(at.getHours())}:${two(at.getMinutes())}` : dateAndTime(iso);
}
