/**
 * The canal of a femur as it was read from the film, and how a stem lies in it. The twin is
 * `planning/plans/hip/canal.py`.
 */

import { add, dot, scaled, subtract, unit } from "../../geometry/points.js";
import { extentAt } from "../../geometry/polygons.js";
import { Reason } from "../../geometry/reasons.js";
import { imageToMm } from "../../geometry/spaces.js";
import { directions } from "./facts.js";

/** @typedef {import("../../geometry/points.js").Point} Point */
/**
 * The API's reading of a canal: two points of its axis from proximal to distal, and the walls at the
 * levels where they were found.
 * @typedef {{axis_px: [Point, Point], levels: {key: string, medial_px: Point,
 *   lateral_px: Point}[]}} CanalReading
 */
/**
 * The canal in its own frame, medial and distal in millimetres from a point of its axis.
 * @typedef {{originMm: Point, medial: Point, distal: Point, levels: {key: string, alongMm: number,
 *   medialMm: number, lateralMm: number}[]}} Canal
 */
/**
 * How a stem lies at one level: what is left beside it, negative where it crosses the wall, and its
 * width over that of the canal.
 * @typedef {{key: string, medialMm: number, lateralMm: number, fillPercent: number}} Fit
 */

/** Millimetres below the apex of the lesser trochanter, along the shaft. */
export const LEVELS = Object.freeze({
  metaphysis: -10, lesser_trochanter: 0, below_30: 30, below_60: 60,
});
/** Without one of these a stem far too large would seem to fit. */
export const NEEDED = Object.freeze(["lesser_trochanter", "below_30", "below_60"]);

/**
 * Bring a reading of the film into the canal's frame.
 * @param {import("./facts.js").HipFacts} facts
 * @param {"R" | "L"} side
 * @param {CanalReading} reading
 * @returns {Canal | Reason}
 */
export function canalOf(facts, side, reading) {
  const found = directions(facts, side);
  if (found instanceof Reason) return found;
  const [top, low] = reading.axis_px.map((p) => mm(facts, p));
  const distal = unit(subtract(low, top));
  if (distal instanceof Reason) return distal;
  const across = [distal[1], -distal[0]];
  const medial = dot(across, found.lateral) > 0 ? [-distal[1], distal[0]] : across;
  const frame = { originMm: top, medial, distal, levels: [] };
  const levels = reading.levels.flatMap((one) => {
    const inner = ofFilm(frame, mm(facts, one.medial_px));
    const outer = ofFilm(frame, mm(facts, one.lateral_px));
    // Walls that have changed sides are no reading of a canal.
    if (inner[0] <= outer[0]) return [];
    return [{
      key: one.key, alongMm: (inner[1] + outer[1]) / 2, medialMm: inner[0], lateralMm: outer[0],
    }];
  });
  return { ...frame, levels };
}

/** @returns {Point} medial and distal of a point of the film in millimetres */
export function ofFilm({ originMm, medial, distal }, pMm) {
  const way = subtract(pMm, originMm);
  return [dot(way, medial), dot(way, distal)];
}

/** @returns {Point} millimetres of the film of medial and distal */
export function onFilm({ originMm, medial, distal }, [x, y]) {
  return add(originMm, add(scaled(medial, x), scaled(distal, y)));
}

/**
 * How a stem's outline, in the canal's frame, lies at the levels that it reaches.
 * @param {Canal} canal
 * @param {Point[]} outline
 * @returns {Fit[]}
 */
export function fitsOf({ levels }, outline) {
  return levels.flatMap(({ key, alongMm, medialMm, lateralMm }) => {
    const extent = extentAt(outline, alongMm);
    if (extent === null) return [];
    return [{
      key,
      medialMm: medialMm - extent[1],
      lateralMm: extent[0] - lateralMm,
      fillPercent: (100 * (extent[1] - extent[0])) / (medialMm - lateralMm),
    }];
  });
}

/** @returns {Point[]} what has to fit into the canal: the mantle where there is one, else the stem */
export function outlineOf({ outline }) {
  const path = outline.find(({ role }) => role === "mantle")
    ?? outline.find(({ role }) => role === "outline");
  return path.polyline;
}

const mm = ({ scale }, pPx) => imageToMm(pPx, scale.rowMm, scale.columnMm);
