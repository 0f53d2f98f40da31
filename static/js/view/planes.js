/**
 * Where the pixels of a volume's planes lie in the patient, and back. Pure.
 *
 * Positions are DICOM patient coordinates in mm: x to the patient's left, y to the back, z to
 * the head (PS3.3 C.7.6.2.1.1). Image points are continuous, the first pixel's centre is
 * (0.5, 0.5); the plane with index i is the i-th as shown.
 *
 * @typedef {[number, number, number]} Vector
 * @typedef {{name: string, count: number, rows: number, columns: number, aspect: number,
 *   origin_mm: Vector|null, steps_mm: [Vector, Vector, Vector]|null, origins_mm: Vector[],
 *   letters: object, oblique_deg: number, url: string}} Plane `steps_mm` lead to the next
 *   plane, row and column; `origins_mm` are those of planes that are not evenly spaced.
 */

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const plus = (a, b, times) => a.map((value, i) => value + times * b[i]);

/** @param {Plane} plane @param {number} index @returns {Vector} First pixel's centre. */
function originOf(plane, index) {
  return plane.origins_mm.length ? plane.origins_mm[index]
    : plus(plane.origin_mm, plane.steps_mm[0], index);
}

/**
 * @param {Plane} plane
 * @param {number} index
 * @param {[number, number]} point Image pixels.
 * @returns {Vector|null} Null where the headers do not say.
 */
export function placeOf(plane, index, [x, y]) {
  if (!plane.origin_mm) return null;
  const along = plus(originOf(plane, index), plane.steps_mm[2], x - 0.5);
  return plus(along, plane.steps_mm[1], y - 0.5);
}

/**
 * @param {Plane} plane
 * @param {Vector} place
 * @returns {{index: number, point: [number, number]}} The plane nearest to a place, and where
 *   on it the place lies.
 */
export function pointAt(plane, place) {
  const [through, down, right] = plane.steps_mm;
  const index = plane.origins_mm.length ? nearestOf(plane, place)
    : clamp(Math.round(steps(through, plus(place, plane.origin_mm, -1))), plane.count);
  const from = plus(place, originOf(plane, index), -1);
  return { index, point: [steps(right, from) + 0.5, steps(down, from) + 0.5] };
}

const steps = (step, offset) => dot(offset, step) / dot(step, step);

function nearestOf(plane, place) {
  const [, down, right] = plane.steps_mm;
  const normal = [
    right[1] * down[2] - right[2] * down[1],
    right[2] * down[0] - right[0] * down[2],
    right[0] * down[1] - right[1] * down[0],
  ];
  const distances = plane.origins_mm.map((at) => Math.abs(dot(normal, plus(place, at, -1))));
  return distances.indexOf(Math.min(...distances));
}

/** @param {number} index @param {number} count @returns {number} The nearest that there is. */
export function clamp(index, count) {
  return Math.min(count - 1, Math.max(0, index));
}

/** @param {Plane} plane @returns {[number, number]} Centre of the pixel in its middle. */
export const middleOf = (plane) => [
  Math.floor(plane.columns / 2) + 0.5, Math.floor(plane.rows / 2) + 0.5,
];

/**
 * @param {Plane} plane
 * @returns {{columnMm: number}|null} For the scale bar; slices are in true millimetres.
 */
export function scaleOf(plane) {
  return plane.steps_mm ? { columnMm: Math.hypot(...plane.steps_mm[2]) } : null;
}
