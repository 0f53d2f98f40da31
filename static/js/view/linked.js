/**
 * Two films under one hand: what is done to the view of one is done to the other, as it lies on
 * the screen. Pure.
 */

import { apply, imageToScreen, inverseOf } from "./viewport.js";

/** @returns {number[]} First `inner`, then `outer`. */
function after(outer, inner) {
  const [a, b, c, d] = inner;
  const [x, y] = apply(outer, [inner[4], inner[5]]);
  return [
    outer[0] * a + outer[2] * b, outer[1] * a + outer[3] * b,
    outer[0] * c + outer[2] * d, outer[1] * c + outer[3] * d, x, y,
  ];
}

/**
 * The view that a matrix is, the inverse of `imageToScreen`.
 *
 * @param {number[]} matrix From image pixels to screen pixels.
 * @param {import("./viewport.js").Size} size
 * @returns {import("./viewport.js").View}
 */
export function viewOf(matrix, size) {
  const [a, b, c, d] = matrix;
  const flip = a * d - b * c < 0;
  const mirror = flip ? -1 : 1;
  return {
    centrePx: apply(inverseOf(matrix), [size.width / 2, size.height / 2]),
    scale: Math.hypot(a, b),
    rotationRad: Math.atan2(mirror * b, mirror * a),
    flip,
  };
}

/**
 * Do to another film's view what was done to one: zoom, turn, flip and shift on the screen.
 *
 * @param {{view: import("./viewport.js").View, size: import("./viewport.js").Size,
 *   aspect: number}} before
 * @param {{view: import("./viewport.js").View, size: import("./viewport.js").Size,
 *   aspect: number}} now The same film, its region of the same size.
 * @param {{view: import("./viewport.js").View, size: import("./viewport.js").Size,
 *   aspect: number}} other
 * @returns {import("./viewport.js").View} Of the other film.
 */
export function carriedView(before, now, other) {
  const was = imageToScreen(before.view, before.size, before.aspect);
  const is = imageToScreen(now.view, now.size, now.aspect);
  const [dx, dy] = [
    (other.size.width - now.size.width) / 2, (other.size.height - now.size.height) / 2,
  ];
  // About the middle of each region, which need not be equally large.
  const done = after([1, 0, 0, 1, dx, dy], after(after(is, inverseOf(was)), [1, 0, 0, 1, -dx, -dy]));
  const matrix = after(done, imageToScreen(other.view, other.size, other.aspect));
  return viewOf(matrix, other.size);
}

/**
 * How another film is first seen beside one: the same patient side on the same side of the
 * screen, the same millimetres, the same part of the film.
 *
 * @param {{view: object, film: object, scale: object, sides: object|null}} first
 * @param {{fitted: import("./viewport.js").View, film: object, scale: object,
 *   sides: object|null}} second `fitted` shows the whole film.
 * @returns {import("./viewport.js").View}
 */
export function viewBeside(first, second) {
  const { view } = first;
  const hangsOtherwise = first.sides?.patient_right_on && second.sides?.patient_right_on
    && first.sides.patient_right_on !== second.sides.patient_right_on;
  const flip = hangsOtherwise ? !view.flip : view.flip;
  const inMm = first.scale?.columnMm && second.scale?.columnMm;
  const scale = inMm
    ? view.scale * (second.scale.columnMm / first.scale.columnMm) : second.fitted.scale;
  const [x, y] = [view.centrePx[0] / first.film.columns, view.centrePx[1] / first.film.rows];
  return {
    centrePx: inMm
      ? [(hangsOtherwise ? 1 - x : x) * second.film.columns, y * second.film.rows]
      : second.fitted.centrePx,
    scale,
    rotationRad: view.rotationRad,
    flip,
  };
}
