/**
 * The film on a canvas: 16-bit resampling at screen resolution, grey by look-up.
 *
 * The interface is small on purpose, so that another renderer can stand in for this one:
 * `resize`, `setFilm`, `setLevels`, `setGreys`, `draw`, `repaint`.
 */

import { inverseOf } from "./viewport.js";
import { halve } from "./strips.js";
import { chooseLevel, createScreen, lookUpPixels, pixelTable, resample } from "./resample.js";

// Above this many device pixels a moving film is drawn at half resolution (a quarter of them).
const DRAFT_ABOVE_PX = 2_000_000;
const SMALLEST_LEVEL_PX = 256;

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {object} The renderer.
 */
export function createCanvasRenderer(canvas) {
  const context = canvas.getContext("2d", { alpha: false });
  const state = {
    film: null, levels: [], table: null, screen: null, image: null,
    size: { width: 1, height: 1 }, ratio: 1,
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

  function repaint() {
    if (!state.screen || !state.table) return;
    lookUpPixels(state.screen, state.table, state.pixels);
    context.putImageData(state.image, 0, 0);
  }

  return {
    /** @param {{width: number, height: number}} size CSS pixels. @param {number} ratio */
    resize(size, ratio) {
      state.size = size;
      state.ratio = ratio;
    },

    /** @param {{columns: number, rows: number}} film Drops what was shown before. */
    setFilm(film) {
      state.film = film;
      state.levels = [];
      state.screen = null;
      context.fillRect(0, 0, canvas.width, canvas.height);
    },

    /** Take what is decoded; smaller levels than the smallest are made here. */
    setLevels(levels) {
      state.levels = [...levels, ...smallerThan(levels)];
    },

    /** @param {Uint8Array} greys 65536 greys. Call `repaint` to see them. */
    setGreys(greys) {
      state.table = pixelTable(greys);
    },

    /**
     * @param {number[]} matrix From image pixels to CSS pixels of the canvas.
     * @param {{draft?: boolean}} [options] A draft is coarser on large screens.
     */
    draw(matrix, { draft = false } = {}) {
      if (!state.levels.length) return;
      const { size, ratio } = state;
      const full = size.width * size.height * ratio * ratio;
      const used = draft && full > DRAFT_ABOVE_PX ? ratio / 2 : ratio;
      makeRoom(Math.max(1, Math.round(size.width * used)),
        Math.max(1, Math.round(size.height * used)));
      const inverse = inverseOf(matrix.map((value) => value * used));
      const footprint = Math.sqrt(Math.abs(inverse[0] * inverse[3] - inverse[1] * inverse[2]));
      resample(chooseLevel(state.levels, footprint), state.film, inverse, state.screen);
      repaint();
    },

    repaint,
  };
}

function smallerThan(levels) {
  const smaller = [];
  let level = levels.reduce((a, b) => (a.factor >= b.factor ? a : b));
  while (Math.min(level.columns, level.rows) > SMALLEST_LEVEL_PX) {
    level = halve(level);
    smaller.push(level);
  }
  return smaller;
}
