/**
 * Reading measurement definitions off two hips, with points that have moved. Every value after the
 * operation is a definition read from moved landmarks, with its error bar; nothing is added to a
 * value from before. The twin is `planning/plans/hip/readings.py`.
 */

import { Reason } from "../../geometry/reasons.js";
import { evaluate } from "../../measuring/evaluate.js";
import { FEMORAL_KEYS } from "../fragments.js";
import { sideOfRole } from "../landmarks.js";
import { applyPose } from "../poses.js";
import { pxOf, sigmaOf } from "./facts.js";

/** @typedef {import("../../geometry/points.js").Point} Point */
/**
 * A point that an implant plays, or a landmark that followed one. `fixedMm` is the part of its place
 * that is as long as the implants are made, whatever the scale; `ofLandmark` whether a hand placed
 * the landmark that moved.
 * @typedef {{px: Point, fixedMm: Point, ofLandmark?: boolean}} Played
 */
/**
 * Two hips as filmed, with each femur put straight by its own pose, by side.
 * @typedef {{facts: import("./facts.js").HipFacts, definitions: ReadonlyMap<string, object>,
 *   hanging: "AP" | "PA" | null, straight: Map<string, import("../poses.js").Pose>}} HipReader
 */

/**
 * Evaluate a definition.
 * @param {HipReader} reader
 * @param {string} key
 * @param {"R" | "L"} side of the hip that is operated on
 * @param {Record<string, Played>} [moved] points by role that take the place of what was filmed
 * @returns {import("../../measuring/quantity.js").Quantity | Reason}
 */
export function readHip(reader, key, side, moved = {}) {
  const { facts, definitions, hanging } = reader;
  const definition = definitions.get(key);
  if (!definition) return new Reason("unknown_definition", { definition: key });
  const points = {};
  const landmarkSigmaMm = {};
  const fixedMm = {};
  for (const role of definition.roles) {
    const of = sideOfRole(role, side);
    const placed = moved[role.role];
    const sigma = sigmaOf(facts, role.key, of);
    if (placed) {
      points[role.role] = [placed.px];
      fixedMm[role.role] = placed.fixedMm;
      landmarkSigmaMm[role.role] = placed.ofLandmark ? sigma ?? 0 : 0;
    } else if (sigma !== null) {
      points[role.role] = straightPx(reader, role.key, of);
      landmarkSigmaMm[role.role] = sigma;
    }
  }
  return evaluate(definition, points, facts.scale, {
    side, params: { hanging }, landmarkSigmaMm, fixedMm,
  });
}

/** @returns {Point[]} where landmarks lie with the femora put straight, image pixels */
export function straightPx({ facts, straight }, key, side) {
  const found = pxOf(facts, key, side);
  const pose = FEMORAL_KEYS.includes(key) ? straight.get(side) : undefined;
  return pose ? found.map((p) => applyPose(pose, p, facts.scale.aspect)) : found;
}
