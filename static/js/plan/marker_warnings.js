/** What a person should know before trusting a scale that was just found. See the Python twin. */

import { fitCircle } from "../geometry/circle_fit.js";
import { Reason } from "../geometry/reasons.js";
import { imageToSquare } from "../geometry/spaces.js";

const ON_TABLE_BELOW = 1.12;
const SAME_DISTANCE_MM = 15;
const HEAD_DIAMETERS_MM = [40, 58];

/**
 * @param {string} method
 * @param {number | null} magnification
 * @param {{region: string, standing?: boolean, sourceObjectMm?: number | null,
 *   headerSodMm?: number | null}} about
 * @returns {string[]} codes: `standing_single_ball`, `ball_on_table`, `distance_is_the_tables`
 */
export function markerWarnings(method, magnification, about) {
  const { region, standing = false, sourceObjectMm = null, headerSodMm = null } = about;
  const found = [];
  const isBall = method === "ball";
  if (isBall && standing) found.push("standing_single_ball");
  const isLow = magnification !== null && magnification < ON_TABLE_BELOW;
  if (isBall && !standing && region === "pelvis" && isLow) found.push("ball_on_table");
  if (sourceObjectMm !== null && headerSodMm !== null
      && Math.abs(sourceObjectMm - headerSodMm) < SAME_DISTANCE_MM) {
    found.push("distance_is_the_tables");
  }
  return found;
}

/** @param {number} diameterMm @returns {boolean} whether an adult's femoral head may be that large */
export const headIsPlausible = (diameterMm) => (
  HEAD_DIAMETERS_MM[0] <= diameterMm && diameterMm <= HEAD_DIAMETERS_MM[1]
);

/**
 * The femoral heads that are marked on a film, as large as a scale makes them.
 * @param {object} document of the plan
 * @param {string} sopInstanceUid
 * @param {{columnMm: number, aspect: number}} scale
 * @returns {{side: string | null, diameterMm: number, plausible: boolean}[]}
 */
export function headDiameters(document, sopInstanceUid, { columnMm, aspect }) {
  const views = new Set(document.views
    .filter((view) => view.sop_instance_uid === sopInstanceUid).map(({ id }) => id));
  const bodies = new Set(document.bodies
    .filter((body) => body.kind === "film" && views.has(body.view_id)).map(({ id }) => id));
  const rims = document.landmarks
    .filter((item) => item.key === "head_rim" && bodies.has(item.body_id));
  return ["R", "L", null].flatMap((side) => {
    const points = rims.filter((item) => (item.side ?? null) === side)
      .map((item) => imageToSquare(item.point_px, aspect));
    const fit = points.length < 3 ? null : fitCircle(points);
    if (fit === null || fit instanceof Reason) return [];
    const diameterMm = 2 * fit.circle.radius * columnMm;
    return [{ side, diameterMm, plausible: headIsPlausible(diameterMm) }];
  });
}
