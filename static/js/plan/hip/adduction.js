/**
 * How the femur leans under the pelvis, and how it is put straight before measuring. Angles are
 * positive towards adduction: the knee nearer the middle. The twin is
 * `planning/plans/hip/adduction.py`.
 */

import { DEG_TO_RAD, RAD_TO_DEG } from "../../geometry/angles.js";
import { cross, dot, scaled, subtract } from "../../geometry/points.js";
import { Reason } from "../../geometry/reasons.js";
import { OTHER } from "../procedure.js";
import { directions, headOf, mmOf, toPx } from "./facts.js";

/** @typedef {import("./facts.js").HipFacts} HipFacts */
/**
 * `turnDeg` is target less own, towards adduction; `turnRad` the same, clockwise on the screen,
 * about the centre of the femoral head; `suggested` whether it is worth doing, never done without
 * being asked for.
 * @typedef {{ownDeg: number, targetDeg: number, turnDeg: number, turnRad: number,
 *   aboutPx: import("../../geometry/points.js").Point, suggested: boolean}} Adduction
 */

export const SUGGESTED_FROM_DEG = 3;

/**
 * How a femur is put straight.
 * @param {HipFacts} facts
 * @param {"R" | "L"} side
 * @param {"other" | "neutral" | "as_filmed"} target `other` only where that femur is healthy
 * @returns {Adduction | Reason} `missing_landmark`
 */
export function adduction(facts, side, target) {
  const ownDeg = leaningDeg(facts, side);
  const head = headOf(facts, side);
  if (ownDeg instanceof Reason) return ownDeg;
  if (head instanceof Reason) return head;
  const targetDeg = target === "other" ? leaningDeg(facts, OTHER[side])
    : { as_filmed: ownDeg, neutral: 0 }[target];
  if (targetDeg instanceof Reason) return targetDeg;
  const { distal, lateral } = directions(facts, side);
  const turnDeg = targetDeg - ownDeg;
  const clockwise = cross(distal, scaled(lateral, -1)) > 0 ? 1 : -1;
  return {
    ownDeg, targetDeg, turnDeg, turnRad: clockwise * turnDeg * DEG_TO_RAD,
    aboutPx: toPx(facts, head.centre), suggested: Math.abs(turnDeg) > SUGGESTED_FROM_DEG,
  };
}

/**
 * What would be worth doing to a femur that nobody has asked to put straight.
 * @param {HipFacts} facts
 * @param {"R" | "L"} side
 * @param {{target: string | undefined, trusted: boolean}} of `target` is what was asked for,
 *   `trusted` whether the other hip may stand for this one; else the femur is held against neutral
 * @returns {{against: "other" | "neutral", turnDeg: number} | null} null where nothing is worth it
 */
export function straightHint(facts, side, { target, trusted }) {
  if (target === "other" || target === "neutral") return null;
  const against = trusted ? "other" : "neutral";
  const found = adduction(facts, side, against);
  return found instanceof Reason || !found.suggested ? null : { against, turnDeg: found.turnDeg };
}

/** @returns {number | Reason} how far a shaft leans towards adduction */
export function leaningDeg(facts, side) {
  const found = directions(facts, side);
  const [prox, dist] = ["shaft_prox", "shaft_dist"].map((key) => mmOf(facts, key, side));
  const missing = [found, prox, dist].find((one) => one instanceof Reason);
  if (missing) return missing;
  const way = subtract(dist, prox);
  return Math.atan2(-dot(way, found.lateral), dot(way, found.distal)) * RAD_TO_DEG;
}
