/**
 * The loupe: three times the pixels of the film, from full-resolution data only, in the corner
 * of the film that lies opposite the point.
 */

import { createCanvasRenderer } from "./renderer-canvas.js";
import { createOverlay } from "./overlay.js";
import { imageToScreen } from "./viewport.js";

const MAGNIFICATION = 3;

/**
 * @param {HTMLElement} element With a canvas, an svg and a `.labels` layer; its size is CSS.
 * @param {object} film
 * @returns {object} The loupe.
 */
export function createLoupe(element, film) {
  const renderer = createCanvasRenderer(element.querySelector("canvas"));
  const overlay = createOverlay(
    element.querySelector("svg"), element.querySelector(".labels"), film.aspect,
  );
  renderer.setFilm(film);
  let complete = false;

  return {
    /** Take the levels; nothing is magnified before the full one is there. */
    setLevels(levels, isComplete) {
      complete = isComplete;
      if (complete) renderer.setLevels(levels);
    },

    setGreys(greys) {
      renderer.setGreys(greys);
    },

    /** Same marks as on the film, without handles, pins and words: they would hide the edge. */
    setMarks(marks) {
      overlay.draw(marks.filter(({ kind }) => !["handle", "pin", "label"].includes(kind)));
    },

    /**
     * @param {[number, number]} pointPx Image point in the middle.
     * @param {[number, number]} screenPoint The same on the film's screen.
     * @param {{width: number, height: number}} filmSize
     * @param {import("./viewport.js").View} view
     */
    show(pointPx, screenPoint, filmSize, view) {
      element.hidden = false;
      element.classList.toggle("waiting", !complete);
      element.dataset.corner = `${screenPoint[1] < filmSize.height / 2 ? "bottom" : "top"}-`
        + `${screenPoint[0] < filmSize.width / 2 ? "right" : "left"}`;
      if (!complete) return;
      const size = { width: element.clientWidth, height: element.clientHeight };
      const scale = MAGNIFICATION * Math.max(1, view.scale);
      const matrix = imageToScreen({ ...view, centrePx: pointPx, scale }, size, film.aspect);
      renderer.resize(size, globalThis.devicePixelRatio || 1);
      renderer.draw(matrix);
      overlay.setView(matrix);
    },

    hide() {
      element.hidden = true;
    },
  };
}
