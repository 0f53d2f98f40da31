/**
 * Pieces of bone that have been cut free, between the film and the drawing: their own pixels where
 * they lie now, in the film's window, and where they lay a shade. The film below is not touched, so
 * that hiding this layer shows what was filmed without a shift of a pixel, whichever renderer draws
 * the film.
 */

import { boxOf, compose, isStill, movedPixels, signedArea } from "./fragment-pixels.js";
import { withSmaller } from "./renderer-levels.js";
import { pixelTable } from "./resample.js";
import { apply } from "./viewport.js";

const SHADE = "rgb(9 20 36 / 62%)";
const ON_THE_WAY_PX = 500_000;
const COARSE = 2;

/**
 * @param {object} filmView See `film-view.js`.
 * @returns {{show: (pieces: import("./fragment-pixels.js").Piece[],
 *   options?: {moving?: boolean}) => void, setHidden: (hidden: boolean) => void}}
 *   `moving`: more will follow, so a large piece may be drawn coarsely.
 */
export function createFragmentLayer(filmView) {
  const canvas = document.createElement("canvas");
  canvas.className = "film-fragments";
  canvas.setAttribute("aria-hidden", "true");
  filmView.element.querySelector(".film-overlay").before(canvas);
  const context = canvas.getContext("2d");
  const sheet = document.createElement("canvas");
  const state = { pieces: [], moving: false, hidden: false, table: null, waiting: false };

  const ratio = () => globalThis.devicePixelRatio || 1;

  /** From image pixels to device pixels, as the film is drawn. */
  function deviceMatrix() {
    const [x, y] = filmView.toScreen([0, 0]);
    const [ax, ay] = filmView.toScreen([1, 0]);
    const [cx, cy] = filmView.toScreen([0, 1]);
    return [ax - x, ay - y, cx - x, cy - y, x, y].map((value) => value * ratio());
  }

  function fitCanvas() {
    const { width, height } = filmView.size;
    const [w, h] = [width, height].map((length) => Math.max(1, Math.round(length * ratio())));
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
    else context.clearRect(0, 0, w, h);
  }

  /** Rings in one direction, so that they are one where they overlap. */
  function trace(rings, device) {
    context.beginPath();
    for (const ring of rings) {
      const points = ring.map((point) => apply(device, point));
      if (signedArea(points) < 0) points.reverse();
      points.forEach(([x, y], at) => (at ? context.lineTo(x, y) : context.moveTo(x, y)));
      context.closePath();
    }
  }

  function drawPiece({ rings, matrix }, device) {
    const moved = compose(device, matrix);
    const box = boxOf(rings.flat(), moved, canvas);
    if (!box) return;
    const isLarge = state.moving && box.width * box.height > ON_THE_WAY_PX;
    const { width, height, pixels } = movedPixels(
      withSmaller(filmView.levels), filmView.film, state.table, moved, box, isLarge ? COARSE : 1,
    );
    Object.assign(sheet, { width, height });
    const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
    sheet.getContext("2d").putImageData(image, 0, 0);
    context.save();
    trace(rings, moved);
    context.clip();
    context.drawImage(sheet, box.x, box.y, width * (isLarge ? COARSE : 1),
      height * (isLarge ? COARSE : 1));
    context.restore();
  }

  function draw() {
    state.waiting = false;
    fitCanvas();
    const pieces = state.pieces.filter(({ matrix }) => !isStill(matrix));
    canvas.hidden = state.hidden || !pieces.length;
    if (canvas.hidden || !filmView.levels.length || !state.table) return;
    const device = deviceMatrix();
    context.fillStyle = SHADE;
    for (const { rings } of pieces) {
      trace(rings, device);
      context.fill();
    }
    for (const piece of pieces) drawPiece(piece, device);
  }

  /** In the same frame as the film, however many things have changed. */
  function need() {
    if (state.waiting) return;
    state.waiting = true;
    queueMicrotask(draw);
  }

  function takeGreys() {
    if (filmView.greys) state.table = pixelTable(filmView.greys);
    need();
  }

  filmView.on("window", takeGreys);
  filmView.on("levels", need);
  filmView.on("view", need);
  filmView.on("hidden", () => setHidden(filmView.drawingHidden));
  takeGreys();

  function setHidden(hidden) {
    state.hidden = hidden;
    need();
  }

  return {
    show(pieces, { moving = false } = {}) {
      Object.assign(state, { pieces, moving });
      need();
    },
    setHidden,
  };
}
