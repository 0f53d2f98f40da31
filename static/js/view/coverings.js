/**
 * What lies over the film and came with it: shutter and overlays, on a canvas of their own
 * between the picture and the drawing.
 */

import { bitPlanes, merged, outlined, paintMask, pyramid, sampled } from "./bit-planes.js";
import { fetchLevel } from "./fetch-level.js";
import { outlinesOf } from "./shutter.js";
import { inverseOf } from "./viewport.js";

const INK = 0xfff4f4f4;
const CASING = 0xa6000000;
const OPAQUE = 0xff000000;

/**
 * Turn what came into what can be drawn at any size.
 *
 * @param {object} film Film of the API: overlays, shutter, columns, rows, aspect.
 * @param {object|null} level The decoded overlay level.
 * @returns {{film: object, graphics: object[]|null, hidden: object[]|null}} Pyramids of what
 *   is drawn, and of the overlay that serves as a shutter.
 */
export function coveringsOf(film, level) {
  const planes = level ? bitPlanes(level, film.columns) : [];
  const hides = film.shutter?.bitmap_group ?? null;
  const drawn = [];
  let hidden = null;
  (film.overlays ?? []).forEach(({ group, kind }, index) => {
    const plane = planes[index];
    if (!plane) return;
    if (group === hides) hidden = plane;
    else drawn.push(kind === "region" ? outlined(plane) : plane);
  });
  const graphics = merged(drawn);
  return {
    film,
    graphics: graphics && pyramid(graphics),
    hidden: hidden && pyramid(hidden),
  };
}

/**
 * Draw coverings on an empty context.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {{film: object, graphics: object[]|null, hidden: object[]|null}} coverings
 * @param {number[]} matrix From image pixels to the pixels of the context.
 * @param {{overlays: boolean, shutter: boolean}} shown
 */
export function drawCoverings(context, { film, graphics, hidden }, matrix, shown) {
  const hasShutter = Boolean(shown.shutter && film.shutter);
  const covers = { graphics: shown.overlays ? graphics : null, hidden: hasShutter ? hidden : null };
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  if (covers.graphics || covers.hidden) drawBits(context, covers, film, inverseOf(matrix));
  if (hasShutter) drawShutter(context, film, matrix);
}

function drawBits(context, { graphics, hidden }, film, inverse) {
  const { width, height } = context.canvas;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  if (hidden) {
    const grey = OPAQUE | (film.shutter.grey * 0x010101);
    sampled(hidden, inverse, width, height).forEach((bit, at) => { if (bit) pixels[at] = grey; });
  }
  if (graphics) {
    paintMask(sampled(graphics, inverse, width, height), width, height,
      { ink: INK, casing: CASING }, pixels);
  }
  context.putImageData(image, 0, 0);
}

/** Under what is drawn already: graphics stay on top of a shutter. */
function drawShutter(context, film, matrix) {
  const { grey } = film.shutter;
  context.save();
  context.globalCompositeOperation = "destination-over";
  context.setTransform(...matrix);
  context.beginPath();
  context.rect(0, 0, film.columns, film.rows);
  context.clip();
  context.fillStyle = `rgb(${grey} ${grey} ${grey})`;
  for (const outline of outlinesOf(film.shutter, film.aspect)) {
    context.beginPath();
    context.rect(-1, -1, film.columns + 2, film.rows + 2);
    outline(context);
    context.fill("evenodd");
  }
  context.restore();
}

/**
 * Keep a film view covered as its film says.
 *
 * @param {object} filmView From `createFilmView`.
 * @returns {{setFilm: (film: object) => Promise<void>, show: (shown: {overlays?: boolean,
 *   shutter?: boolean}) => void, shown: {overlays: boolean, shutter: boolean},
 *   has: {overlays: boolean, shutter: boolean}, current: object|null}} `setFilm` covers the film,
 *   or another of its frames, and throws when overlays do not come; `has` says what there is to
 *   show or hide; `current` is for {@link drawCoverings} elsewhere, as in a loupe.
 */
export function createCoverings(filmView) {
  const canvas = document.createElement("canvas");
  canvas.className = "film-canvas film-coverings";
  canvas.setAttribute("aria-hidden", "true");
  filmView.element.querySelector(".film-canvas").after(canvas);
  const context = canvas.getContext("2d");
  const shown = { overlays: true, shutter: true };
  let current = null;

  function makeRoom(width, height) {
    if (canvas.width === width && canvas.height === height) return;
    canvas.width = width;
    canvas.height = height;
  }

  function draw() {
    const ratio = globalThis.devicePixelRatio || 1;
    const { width, height } = filmView.size;
    canvas.hidden = !(current?.graphics || current?.film.shutter);
    if (canvas.hidden) return;
    makeRoom(Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio)));
    const matrix = matrixOf(filmView).map((value) => value * ratio);
    drawCoverings(context, current, matrix,
      { ...shown, overlays: shown.overlays && !filmView.drawingHidden });
  }

  async function setFilm(film) {
    const mine = coveringsOf(film, null);
    current = mine;
    draw();
    if (!film.overlay_level) return;
    const level = await fetchLevel(film.overlay_level);
    if (current !== mine) return;
    current = coveringsOf(film, level);
    draw();
  }

  filmView.on("view", draw);
  filmView.on("hidden", draw);

  return {
    setFilm,
    shown,
    get current() { return current; },
    get has() {
      return {
        overlays: Boolean(current?.film.overlay_level), shutter: Boolean(current?.film.shutter),
      };
    },
    show(change) {
      Object.assign(shown, change);
      draw();
    },
  };
}

/** The view's matrix, from where it puts three points. */
function matrixOf({ toScreen }) {
  const [origin, right, down] = [[0, 0], [1, 0], [0, 1]].map(toScreen);
  return [right[0] - origin[0], right[1] - origin[1], down[0] - origin[0], down[1] - origin[1],
    origin[0], origin[1]];
}
