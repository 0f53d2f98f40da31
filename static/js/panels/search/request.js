/** A search as the server takes it, from what the form holds. */

/**
 * The day that lies a number of months before another. The 31st becomes the last day of a
 * shorter month.
 *
 * @param {Date} today
 * @param {number} months
 * @returns {string} ISO date.
 */
export function monthsBefore(today, months) {
  const first = new Date(Date.UTC(today.getFullYear(), today.getMonth() - months, 1));
  const next = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0);
  const lastDay = new Date(next).getUTCDate();
  first.setUTCDate(Math.min(today.getDate(), lastDay));
  return first.toISOString().slice(0, 10);
}

/**
 * @param {{text: string, reading: string, period: string, date_from: string, date_to: string,
 *   modalities: string[], nodes: string[]}} values
 * @param {Date} today
 * @returns {object} The body of `POST searches`.
 */
export function request(values, today) {
  const range = values.period === "range";
  const months = Number(values.period);
  let from = range ? values.date_from || null : null;
  if (!range && months) from = monthsBefore(today, months);
  return {
    text: values.text.trim(),
    as: values.reading || null,
    date_from: from,
    date_to: range ? values.date_to || null : null,
    modalities: values.modalities,
    nodes: values.nodes,
  };
}

/** @param {HTMLFormElement} form @returns {object} The values that {@link request} takes. */
export function valuesOf(form) {
  const data = new FormData(form);
  const one = (name) => String(data.get(name) ?? "");
  return {
    text: one("text"),
    reading: one("reading"),
    period: one("period"),
    date_from: one("date_from"),
    date_to: one("date_to"),
    modalities: data.getAll("modalities"),
    nodes: data.getAll("nodes"),
  };
}
