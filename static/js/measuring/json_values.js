/** Numbers out of JSON, refused where they are not numbers. */

/**
 * @param {unknown} value
 * @returns {number}
 * @throws {TypeError} for anything but a finite number
 */
export function jsonNumber(value) {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new TypeError(`a finite number belongs here, not ${JSON.stringify(value)}`);
  }
  return value;
}

/** @param {unknown} value @returns {number | null} null stays null */
export function nullableJsonNumber(value) {
  return value === null ? null : jsonNumber(value);
}
