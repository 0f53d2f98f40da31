/** Moving a picture that is there already by whole device pixels. Pure. */

// Closer than this to whole device pixels, interpolated values are the same.
const SAME_PX = 1e-3;
// Beyond this share of the screen drawing anew is as quick.
const MOST_NEW = 0.5;

/**
 * @param {number[]} before Matrix from image to device pixels. @param {number[]} after
 * @returns {boolean} Whether one is the other, moved: nothing turned, nothing scaled.
 */
export function isMoved(before, after) {
  return [0, 1, 2, 3].every((part) => before[part] === after[part]);
}

/**
 * @param {number[]} before Matrix from image to device pixels. @param {number[]} after
 * @param {boolean} roughly Whether half a device pixel beside its place will do.
 * @returns {[number, number]|null} By how many whole device pixels it has moved.
 */
export function shiftOf(before, after, roughly) {
  const exact = [after[4] - before[4], after[5] - before[5]];
  const whole = exact.map(Math.round);
  const isWhole = exact.every((value, axis) => Math.abs(value - whole[axis]) < SAME_PX);
  return isWhole || roughly ? whole : null;
}

/**
 * @param {[number, number]} by Device pixels the picture moves.
 * @param {number} width
 * @param {number} height
 * @returns {Array<{x: number, y: number, width: number, height: number}>|null} What comes in at the
 *   edges, without overlap; null where that is most of the screen.
 */
export function edgesOf([dx, dy], width, height) {
  const [wide, high] = [Math.abs(dx), Math.abs(dy)];
  if (wide >= width || high >= height) return null;
  if (wide * height + high * width > MOST_NEW * width * height) return null;
  const edges = [];
  if (wide) edges.push({ x: dx > 0 ? 0 : width - wide, y: 0, width: wide, height });
  if (high) {
    edges.push({
      x: dx > 0 ? wide : 0, y: dy > 0 ? 0 : height - high, width: width - wide, height: high,
    });
  }
  return edges;
}

/**
 * Move all pixels; at the edges what was there before stays, to be painted over.
 *
 * @param {Uint32Array} pixels @param {number} width @param {[number, number]} by
 */
export function movePixels(pixels, width, [dx, dy]) {
  const along = dy * width + dx;
  if (along >= 0) pixels.copyWithin(along, 0, pixels.length - along);
  else pixels.copyWithin(0, -along);
}
