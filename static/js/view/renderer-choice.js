/**
 * The renderer of a film: the canvas at first, WebGL once it is known to be on a real device, the
 * canvas again when that is lost. Nobody who draws notices.
 */

import { createCanvasRenderer } from "./renderer-canvas.js";

const SOFTWARE = /swiftshader|llvmpipe|softpipe|swrast|software|basic render|warp/i;
const UNNAMED = /^(mozilla|webkit|webkit webgl)?$/i;
const LEAST_TEXTURE_PX = 2048;

/** @param {string} name As the driver calls itself. @returns {boolean} */
export function isDevice(name) {
  return !SOFTWARE.test(name) && !UNNAMED.test(name.trim());
}

let known = null;

/** @returns {boolean} Whether WebGL runs on a real device here; looked for once. */
export function hasDevice() {
  known ??= findDevice();
  return known;
}

function findDevice() {
  const gl = document.createElement("canvas")
    .getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  if (!gl) return false;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name = gl.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER) ?? "";
  const isEnough = gl.getParameter(gl.MAX_TEXTURE_SIZE) >= LEAST_TEXTURE_PX;
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return isEnough && isDevice(name);
}

/**
 * @param {HTMLCanvasElement} canvas May be replaced by one like it: a canvas is of one kind for life.
 * @param {{isSuitable?: () => boolean, onChange?: (kind: "webgl"|"canvas") => void}} [options]
 * @returns {object} The renderer, see `renderer-canvas.js` for the interface.
 */
export function createRenderer(canvas, { isSuitable = hasDevice, onChange = () => {} } = {}) {
  const state = { film: null, levels: null, greys: null, matrix: null, size: null, ratio: 1 };
  let element = canvas;
  let renderer = createCanvasRenderer(element);
  let asked = false;
  let stopped = false;

  /** Put another kind of renderer in the place of this one, with all that is shown. */
  function change(kind, create) {
    const next = element.cloneNode(false);
    const made = create(next);
    element.replaceWith(next);
    element = next;
    renderer = made;
    onChange(kind);
    // From here on it may fail and be replaced in its turn; then it does nothing any more.
    if (state.film) made.setFilm(state.film);
    if (state.size) made.resize(state.size, state.ratio);
    if (state.levels) made.setLevels(state.levels);
    if (state.greys) made.setGreys(state.greys);
    if (state.matrix) made.draw(state.matrix);
  }

  const fallBack = () => change("canvas", createCanvasRenderer);

  async function improve() {
    if (stopped || !isSuitable()) return;
    try {
      const { createWebglRenderer } = await import("./renderer-webgl.js");
      if (stopped) return;
      change("webgl", (next) => createWebglRenderer(next, { onFailed: fallBack }));
    } catch {
      // The canvas goes on; it can do all of this, only slower on large screens.
    }
  }

  return {
    resize(size, ratio) {
      Object.assign(state, { size, ratio });
      renderer.resize(size, ratio);
    },
    setFilm(film) {
      Object.assign(state, { film, levels: null });
      renderer.setFilm(film);
    },
    setLevels(levels) {
      state.levels = levels;
      renderer.setLevels(levels);
      if (asked || !levels.some(({ factor }) => factor === 1)) return;
      asked = true;
      (globalThis.requestIdleCallback ?? setTimeout)(improve);
    },
    setGreys(greys) {
      state.greys = greys;
      renderer.setGreys(greys);
    },
    draw(matrix, options) {
      state.matrix = matrix;
      renderer.draw(matrix, options);
    },
    repaint: () => renderer.repaint(),
    /** The film leaves the page: what the device holds of it is given back. */
    stop() {
      stopped = true;
      renderer.stop?.();
    },
  };
}
