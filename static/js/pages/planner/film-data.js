/** What the page carries about the film, in the forms that the layers below take. */

import { scaleFromJson } from "../../measuring/scale.js";

/** @param {string} id Of a script element with JSON. @returns {object} */
export function inlined(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** @param {object} json Scale of the API. @returns {object} Scale or NoScale. */
export function scaleOf(json) {
  const reason = typeof json.reason === "object" ? json.reason?.code : json.reason;
  return scaleFromJson({ ...json, reason: reason ?? null });
}

/** @param {object} film @returns {object} Film geometry of `plan/calibrate.js`. */
export function geometryOf(film) {
  const known = film.geometry ?? {};
  return {
    aspect: film.aspect,
    detectorMm: known.detector_mm ?? null,
    sidMm: known.sid_mm ?? null,
    centralRayPx: known.central_ray_px ?? null,
    sodMm: known.sod_mm ?? null,
    region: known.region ?? "pelvis",
    standing: known.standing ?? false,
    expected: rangeOf(known.expected),
  };
}

function rangeOf(json) {
  if (!json) return null;
  const { least, usual_from: usualFrom, usual_to: usualTo, most } = json;
  return { least, usualFrom, usualTo, most };
}
