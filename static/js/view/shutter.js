/**
 * What of the film a shutter leaves to be seen (PS3.3 C.7.6.11). Pure.
 *
 * @typedef {{rectangle_px: number[]|null, circle: {centre_px: number[], radius_px: number}|null,
 *   polygon_px: number[][]|null, bitmap_group: number|null, grey: number}} Shutter Shapes in
 *   image pixels; all that are there apply at once. The circle is round in true shape.
 */

/**
 * The outlines of the shapes, for a drawing context in image pixels.
 *
 * @param {Shutter} shutter
 * @param {number} aspect Height of a pixel over its width.
 * @returns {Array<(context: {moveTo: Function, lineTo: Function, ellipse: Function,
 *   closePath: Function}) => void>} Each adds one closed outline.
 */
export function outlinesOf(shutter, aspect) {
  const outlines = [];
  if (shutter.rectangle_px) {
    const [left, upper, right, lower] = shutter.rectangle_px;
    outlines.push(closed([[left, upper], [right, upper], [right, lower], [left, lower]]));
  }
  if (shutter.polygon_px) outlines.push(closed(shutter.polygon_px));
  if (shutter.circle) {
    const { centre_px: [x, y], radius_px: radius } = shutter.circle;
    outlines.push((context) => {
      context.moveTo(x + radius, y);
      context.ellipse(x, y, radius, radius / aspect, 0, 0, 2 * Math.PI);
      context.closePath();
    });
  }
  return outlines;
}

function closed(points) {
  return (context) => {
    points.forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
  };
}

/**
 * Whether an image point is seen; the overlay that a shutter may name is not asked.
 *
 * @param {Shutter|null} shutter
 * @param {number} aspect
 * @param {[number, number]} point
 * @returns {boolean}
 */
export function isSeen(shutter, aspect, [x, y]) {
  if (!shutter) return true;
  const { rectangle_px: rectangle, circle, polygon_px: polygon } = shutter;
  if (rectangle) {
    const [left, upper, right, lower] = rectangle;
    if (x < left || x >= right || y < upper || y >= lower) return false;
  }
  if (circle) {
    const [across, down] = [x - circle.centre_px[0], (y - circle.centre_px[1]) * aspect];
    if (Math.hypot(across, down) > circle.radius_px) return false;
  }
  return !polygon || isInside(polygon, x, y);
}

/** Even-odd rule, as the context fills. */
function isInside(polygon, x, y) {
  let inside = false;
  polygon.forEach(([x1, y1], index) => {
    const [x0, y0] = polygon.at(index - 1);
    if ((y0 > y) !== (y1 > y) && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
  });
  return inside;
}
