/**
 * Rigid transforms of the plane: turn, mirror, shift.
 *
 * A Rigid maps p to `R(rotation) F p + translation`, where F mirrors left to right (x to -x) if
 * `mirrored`. It is what a pose becomes before it is applied; it belongs in a space with square
 * units (square film pixels or millimetres), where a turn keeps lengths.
 */

import { DEG_TO_RAD, directionDeg, wrapPiRad } from "./angles.js";
import { add, rotate, scaled, subtract } from "./points.js";
import { Reason } from "./reasons.js";

/** @typedef {import("./points.js").Point} Point */
/** @typedef {import("./lines.js").Line} Line */
/** @typedef {{rotationRad: number, mirrored: boolean, translation: Point}} Rigid */

/** @type {Rigid} */
export const IDENTITY = Object.freeze({
  rotationRad: 0,
  mirrored: false,
  translation: Object.freeze([0, 0]),
});

/** @param {Rigid} rigid @param {Point} v @returns {Point} a direction transformed: no shift */
export function applyToVector(rigid, v) {
  return rotate(rigid.mirrored ? [0 - v[0], v[1]] : v, rigid.rotationRad);
}

/** @param {Rigid} rigid @param {Point} p @returns {Point} a position transformed */
export function apply(rigid, p) {
  return add(applyToVector(rigid, p), rigid.translation);
}

/** @param {Rigid} rigid @returns {Rigid} the transform that undoes this one */
export function invert(rigid) {
  const rotationRad = rigid.mirrored ? rigid.rotationRad : wrapPiRad(-rigid.rotationRad);
  const linear = { rotationRad, mirrored: rigid.mirrored, translation: [0, 0] };
  const back = applyToVector(linear, rigid.translation);
  return { ...linear, translation: [0 - back[0], 0 - back[1]] };
}

/** @param {Rigid} outer @param {Rigid} inner @returns {Rigid} inner first, then outer */
export function compose(outer, inner) {
  const innerTurnRad = outer.mirrored ? -inner.rotationRad : inner.rotationRad;
  return {
    rotationRad: wrapPiRad(outer.rotationRad + innerTurnRad),
    mirrored: outer.mirrored !== inner.mirrored,
    translation: apply(outer, inner.translation),
  };
}

/**
 * The transform of a pose: mirror and turn about the anchor, then shift. The anchor itself moves
 * by exactly `translation`.
 * @param {Point} anchor
 * @param {number} rotationRad
 * @param {boolean} mirrored
 * @param {Point} translation
 * @returns {Rigid}
 */
export function aboutAnchor(anchor, rotationRad, mirrored, translation) {
  const linear = { rotationRad: wrapPiRad(rotationRad), mirrored, translation: [0, 0] };
  const kept = subtract(anchor, applyToVector(linear, anchor));
  return { ...linear, translation: add(kept, translation) };
}

/** @param {Rigid} rigid @param {Point} anchor @returns {Point} how far the anchor moves */
export function translationAt(rigid, anchor) {
  return subtract(apply(rigid, anchor), anchor);
}

/** @param {Point} anchor @param {number} rotationRad @returns {Rigid} leaves the anchor there */
export function rotationAbout(anchor, rotationRad) {
  return aboutAnchor(anchor, rotationRad, false, [0, 0]);
}

/** @param {Point} v @returns {Rigid} a shift */
export function translationBy(v) {
  return { rotationRad: 0, mirrored: false, translation: v };
}

/** @param {Line} line @returns {Rigid} the reflection that leaves the line where it is */
export function mirrorAcross(line) {
  const direction = directionDeg(line.direction);
  if (direction instanceof Reason) {
    throw new RangeError("a line has a unit direction; build it with lineThrough");
  }
  // A reflection across the vertical axis turned by 2 phi + 180 is one across direction phi.
  const rotationRad = wrapPiRad((2 * direction + 180) * DEG_TO_RAD);
  const linear = { rotationRad, mirrored: true, translation: [0, 0] };
  return { ...linear, translation: subtract(line.point, applyToVector(linear, line.point)) };
}

/** @param {Rigid} rigid @param {number} factor @returns {Rigid} the same motion in another unit */
export function scaleTranslation(rigid, factor) {
  return { ...rigid, translation: scaled(rigid.translation, factor) };
}
