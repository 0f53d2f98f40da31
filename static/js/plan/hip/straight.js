/**
 * How the femora of a plan are put straight, from what is aimed at and where landmarks lie. The turn
 * is never stored: a shaft that is marked anew, a femur that is cut later and another way of
 * operating all follow the aim. The twin is `planning/plans/hip/straight.py`.
 */

import { Reason } from "../../geometry/reasons.js";
import { imageToSquare } from "../../geometry/spaces.js";
import { IDENTITY } from "../poses.js";
import { OTHER } from "../procedure.js";
import { adduction } from "./adduction.js";
import { hipFacts } from "./facts.js";

const NEUTRAL = "neutral";

/**
 * How femora turn about their heads before anything is measured. A femur that is cut free turns as
 * was asked for its side; where it turns to neutral, the other one does too, cut or not, so that
 * both legs are compared in one position.
 * @param {object} document
 * @param {{viewId: string, scale: object}} of
 * @returns {Map<string, import("../poses.js").Pose>} by side; only of femora that somebody wants to
 *   turn and whose landmarks are there
 */
export function straightPoses(document, { viewId, scale }) {
  const aims = aimsOf(document, viewId);
  const facts = aims.length > 0 ? hipFacts(document, { viewId, scale }) : null;
  if (facts === null || facts instanceof Reason) return new Map();
  return new Map(aims.flatMap(([side, aim]) => {
    const turn = adduction(facts, side, aim);
    if (turn instanceof Reason) return [];
    return [[side, {
      ...IDENTITY,
      anchor_px: imageToSquare(turn.aboutPx, facts.scale.aspect),
      rotation_rad: turn.turnRad,
      translation_px: [0, 0],
    }]];
  }));
}

function aimsOf({ procedures = [], bodies }, viewId) {
  const procedure = procedures[0];
  if (!procedure || ![null, viewId].includes(procedure.view_id)) return [];
  const asked = new Map(bodies
    .filter(({ kind, view_id: id, side }) => kind === "fragment" && id === viewId && side in OTHER)
    .map(({ side }) => [side, procedure.targets[side]?.adduction]));
  const aimOf = (side) => asked.get(side)
    ?? (asked.get(OTHER[side]) === NEUTRAL ? NEUTRAL : null);
  return ["R", "L"].map((side) => [side, aimOf(side)]).filter(([, aim]) => aim !== null);
}
