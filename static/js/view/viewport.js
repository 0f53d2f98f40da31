/**
 * Where the film lies on the screen. Pure: a view and a size in, matrices and views out.
 *
 * A view is `{centrePx, scale, rotationRad, flip}`: the image point in the middle of the
 * screen, screen pixels per image column, the turn (clockwise), and whether the film is
 * seen from behind. The order is: true pixel shape, flip, turn, scale. A matrix is
 * `[a, b, c, d, e, f]` as in SVG: x' = a x + c y + e, y' = b x + d y + f.
 *
 * @typedef {{centrePx: [number, number], scale: number, rotationRad: number,
 *   flip: boolean}} View
 * @typedef {{width: number, height: number}} Size
 * @typedef {{columns: number, rows: number, aspect: number}} FilmShape
 */

export const MAX_SCALE = 32;
const MIN_FILM_ON_SCREEN_PX = 48;

/** @returns {number[]} The matrix from image pixels to screen pixels. */
export function imageToScreen(view, size, aspect) {
  const cos = view.scale * tidy(Math.cos(view.rotationRad));
  const sin = view.scale * tidy(Math.sin(view.rotationRad));
  const mirror = view.flip ? -1 : 1;
  const [a, b, c, d] = [mirror * cos, mirror * sin, -sin * aspect, cos * aspect];
  const [x, y] = view.centrePx;
  return [a, b, c, d, size.width / 2 - a * x - c * y, size.height / 2 - b * x - d * y];
}

/** @returns {number[]} The matrix from screen pixels to image pixels. */
export function screenToImage(view, size, aspect) {
  return inverseOf(imageToScreen(view, size, aspect));
}

/** @returns {number[]} The inverse of a matrix. */
export function inverseOf([a, b, c, d, e, f]) {
  const determinant = a * d - b * c;
  const [ia, ib, ic, id] = [d / determinant, -b / determinant, -c / determinant, a / determinant];
  return [ia, ib, ic, id, -(ia * e + ic * f), -(ib * e + id * f)];
}

/** @returns {[number, number]} The point after the matrix. */
export function apply([a, b, c, d, e, f], [x, y]) {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** Let 1:1 views fall on whole device pixels, so that they are copied, not interpolated. */
export function snapToDevice([a, b, c, d, e, f], devicePixelRatio) {
  const snap = (value) => Math.round(value * devicePixelRatio) / devicePixelRatio;
  const straight = (b === 0 && c === 0) || (a === 0 && d === 0);
  const whole = [a || b, d || c].every((v) => Number.isInteger(tidy(v * devicePixelRatio)));
  return straight && whole ? [a, b, c, d, snap(e), snap(f)] : [a, b, c, d, e, f];
}

/** @returns {View} The whole film, as large as it goes, keeping turn and flip. */
export function fit(film, size, view = { rotationRad: 0, flip: false }, margin = 0) {
  const cos = Math.abs(tidy(Math.cos(view.rotationRad)));
  const sin = Math.abs(tidy(Math.sin(view.rotationRad)));
  const height = film.rows * film.aspect;
  const scale = Math.min(
    (size.width - 2 * margin) / (film.columns * cos + height * sin),
    (size.height - 2 * margin) / (film.columns * sin + height * cos),
  );
  return {
    centrePx: [film.columns / 2, film.rows / 2],
    scale: Math.max(scale, 1e-6),
    rotationRad: view.rotationRad,
    flip: view.flip,
  };
}

/** @returns {View} Scaled so that the image point under a screen point stays there. */
export function zoomAt(view, film, size, screenPoint, factor) {
  const smallest = Math.min(fit(film, size, view).scale, 1) / 4;
  const scale = Math.min(MAX_SCALE, Math.max(smallest, view.scale * factor));
  const held = apply(screenToImage(view, size, film.aspect), screenPoint);
  return holdPoint({ ...view, scale }, film, size, held, screenPoint);
}

/** @returns {View} Moved so that an image point lies at a screen point. */
export function holdPoint(view, film, size, imagePoint, screenPoint) {
  const now = apply(imageToScreen(view, size, film.aspect), imagePoint);
  return panBy(view, film, size, [screenPoint[0] - now[0], screenPoint[1] - now[1]]);
}

/**
 * The region of the film has become another one of the page, the picture stays where it was.
 *
 * @param {View} view
 * @param {FilmShape} film
 * @param {Size & {left: number, top: number}} before On the page.
 * @param {Size & {left: number, top: number}} after
 * @returns {View} Every image point lies where it lay on the screen.
 */
export function stay(view, film, before, after) {
  const corner = apply(screenToImage(view, before, film.aspect), [0, 0]);
  const at = [before.left - after.left, before.top - after.top];
  return holdPoint(view, film, after, corner, at);
}

/** @returns {View} Moved by screen pixels; the film cannot be lost. */
export function panBy(view, film, size, [dx, dy]) {
  const inverse = screenToImage(view, size, film.aspect);
  const centre = apply(inverse, [size.width / 2 - dx, size.height / 2 - dy]);
  return { ...view, centrePx: keepInReach(centre, view, film, size) };
}

function keepInReach([x, y], view, film, size) {
  const reach = Math.max(0, Math.min(size.width, size.height) / 2 - MIN_FILM_ON_SCREEN_PX);
  const beyondX = reach / view.scale;
  const beyondY = reach / (view.scale * film.aspect);
  return [
    Math.min(film.columns + beyondX, Math.max(-beyondX, x)),
    Math.min(film.rows + beyondY, Math.max(-beyondY, y)),
  ];
}

/** @returns {View} Turned clockwise on the screen about its middle. */
export function rotateBy(view, angleRad) {
  const full = 2 * Math.PI;
  const turned = (view.rotationRad + angleRad) % full;
  const signed = turned > Math.PI ? turned - full : turned <= -Math.PI ? turned + full : turned;
  return { ...view, rotationRad: Math.abs(signed) < 1e-9 ? 0 : signed };
}

/** @returns {View} Mirrored left to right as it lies on the screen. */
export function flipped(view) {
  return { ...rotateBy({ ...view, rotationRad: -view.rotationRad }, 0), flip: !view.flip };
}

/** Without this a quarter turn would leave 6e-17 of a shear and count as oblique. */
function tidy(value) {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) < 1e-12 ? nearest : value;
}
