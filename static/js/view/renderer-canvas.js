/**
 * The film on a canvas: 16-bit resampling at screen resolution, grey by look-up.
 *
 * The interface is small on purpose, so that another renderer can stand in for this one:
 * `resize`, `setFilm`, `setLevels`, `setGreys`, `draw`, `repaint`.
 *
 * A film that is only moved keeps its picture: it is shifted by whole device pixels, and only what
 * comes in at the edges is resampled. A film that is turned or zoomed is drawn coarsely on large
 * screens until it rests.
 */

import { withSmaller } from "./renderer-levels.js";
import { edgesOf, isMoved, movePixels, shiftOf } from "./renderer-shift.js";
import {
  chooseLevel, createScreen, footprintOf, lookUpPixels, pixelTable, resample,
} from "./resample.js";
import { inverseOf } from "./viewport.js";

// A film under way is drawn as coarsely as it takes to stay within this, on this machine.
const DRAFT_MS = 12;
const COARSEST = 3;
// So few device pixels are never worth a coarser picture.
const DRAFT_ABOVE_PX = 1_000_000;

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {object} The renderer.
 */
export function createCanvasRenderer(canvas) {
  const context = canvas.getContext("2d", { alpha: false });
  const state = {
    film: null, levels: [], table: null, screen: null, image: null,
    size: { width: 1, height: 1 }, ratio: 1, matrix: null,
    // What is on the canvas: its matrix, its greys, how far it was shifted since it was resampled.
    shown: null,
    // How long a pixel took lately, and how coarse the gesture under way is drawn for it.
    pixelMs: 0, coarse: 1,
  };

  /** Make room for a picture of so many device pixels; nothing if there already is. */
  function makeRoom(width, height) {
    const planes = state.levels[0]?.planes ?? 1;
    const { screen } = state;
    if (screen?.width === width && screen.height === height && screen.planes === planes) return;
    canvas.width = width;
    canvas.height = height;
    state.screen = createScreen(width, height, planes);
    state.image = context.createImageData(width, height);
    state.pixels = new Uint32Array(state.image.data.buffer);
  }

  const deviceSize = (used) => [state.size.width, state.size.height]
    .map((length) => Math.max(1, Math.round(length * used)));

  function drawAll(matrix, used) {
    makeRoom(...deviceSize(used));
    const begun = performance.now();
    const device = matrix.map((value) => value * used);
    const inverse = inverseOf(device);
    const level = chooseLevel(state.levels, footprintOf(inverse));
    resample(level, state.film, inverse, state.screen);
    state.shown = { device, level, used, shift: [0, 0], table: null };
    paintAll();
    learn((performance.now() - begun) / (state.screen.width * state.screen.height));
  }

  function learn(pixelMs) {
    state.pixelMs = state.pixelMs ? (state.pixelMs + pixelMs) / 2 : pixelMs;
  }

  /** By how much a picture under way is coarser than the screen; within a gesture only more. */
  function coarseness() {
    const { size, ratio, pixelMs, coarse } = state;
    const pixels = size.width * size.height * ratio * ratio;
    if (pixels < DRAFT_ABOVE_PX) return 1;
    const needed = Math.ceil(Math.sqrt((pixels * pixelMs) / DRAFT_MS));
    return Math.min(COARSEST, Math.max(coarse, needed));
  }

  function paintAll() {
    lookUpPixels(state.screen, state.table, state.pixels);
    context.putImageData(state.image, 0, 0);
    state.shown.table = state.table;
  }

  /** @returns {boolean} Whether moving the picture was enough. */
  function move(matrix, draft) {
    const { shown } = state;
    if (!shown || shown.table !== state.table) return false;
    const [width, height] = deviceSize(shown.used);
    if (canvas.width !== width || canvas.height !== height) return false;
    const device = matrix.map((value) => value * shown.used);
    if (!isMoved(shown.device, device)) return false;
    const shift = shiftOf(shown.device, device, draft);
    if (!shift) return false;
    const by = [shift[0] - shown.shift[0], shift[1] - shown.shift[1]];
    const edges = edgesOf(by, width, height);
    if (!edges) return false;
    shown.shift = shift;
    if (!edges.length) return true;
    movePixels(state.pixels, width, by);
    edges.forEach(drawEdge);
    context.putImageData(state.image, 0, 0);
    return true;
  }

  function drawEdge({ x, y, width, height }) {
    const { device, level, shift } = state.shown;
    const [a, b, c, d, e, f] = device;
    const inverse = inverseOf([a, b, c, d, e + shift[0] - x, f + shift[1] - y]);
    const screen = createScreen(width, height, level.planes);
    resample(level, state.film, inverse, screen);
    const pixels = new Uint32Array(width * height);
    lookUpPixels(screen, state.table, pixels);
    for (let row = 0; row < height; row += 1) {
      const line = pixels.subarray(row * width, (row + 1) * width);
      state.pixels.set(line, (y + row) * state.image.width + x);
    }
  }

  return {
    /** @param {{width: number, height: number}} size CSS pixels. @param {number} ratio */
    resize(size, ratio) {
      state.size = size;
      state.ratio = ratio;
    },

    /** @param {{columns: number, rows: number}} film Drops what was shown before. */
    setFilm(film) {
      Object.assign(state, { film, levels: [], screen: null, shown: null });
      context.fillRect(0, 0, canvas.width, canvas.height);
    },

    /** Take what is decoded; smaller levels than the smallest are made here. */
    setLevels(levels) {
      state.levels = withSmaller(levels);
      state.shown = null;
    },

    /** @param {Uint8Array} greys 65536 greys. Call `repaint` to see them. */
    setGreys(greys) {
      state.table = pixelTable(greys);
    },

    /**
     * @param {number[]} matrix From image pixels to CSS pixels of the canvas.
     * @param {{draft?: boolean}} [options] A draft may be coarser on large screens, or lie half a
     *   device pixel beside its place.
     */
    draw(matrix, { draft = false } = {}) {
      state.matrix = matrix;
      if (!state.levels.length || !state.table) return;
      const { ratio, shown } = state;
      if ((draft || shown?.used === ratio) && move(matrix, draft)) return;
      state.coarse = draft ? coarseness() : 1;
      drawAll(matrix, ratio / state.coarse);
    },

    /** The same picture in other greys. */
    repaint() {
      const { shown, matrix } = state;
      if (!state.levels.length || !state.table || !matrix) return;
      const isWhole = shown?.shift[0] === 0 && shown.shift[1] === 0;
      if (isWhole) paintAll();
      else drawAll(matrix, shown?.used ?? state.ratio);
    },
  };
}
