/**
 * Tools that change how the film is seen: pan, window, zoom.
 *
 * The contract of every tool, all parts but `name` optional: `name`, `cursor`, `enable()`,
 * `disable()`, `click(imagePoint)`, `dragStart(gesture)`, `drag(gesture)`, `drop()`,
 * `cancel()`, `hover(imagePoint|null)`, `handles()`. A tool without `drag` lets the film pan.
 */

import { draggedWindow } from "../view/window.js";
import { panBy, zoomAt } from "../view/viewport.js";

const ZOOM_PER_PX = 0.006;

/** @param {object} filmView @returns {object} Drag moves the film. */
export function createPanTool(filmView) {
  return {
    name: "pan",
    cursor: "grab",
    drag({ delta }) {
      const { view, film, size } = filmView;
      filmView.setView(panBy(view, film, size, delta), { moving: true });
    },
  };
}

/** @param {object} filmView @returns {object} Drag right widens, drag down darkens. */
export function createWindowTool(filmView) {
  const { film } = filmView;
  let before = null;
  return {
    name: "window",
    cursor: "crosshair",
    dragStart() {
      before = filmView.window;
    },
    drag({ from, point }) {
      const start = typeof before === "object" ? before : wholeRange(film, filmView.modality);
      const range = Math.max(start.width, wholeRange(film, filmView.modality).width / 64);
      filmView.setWindow(
        draggedWindow(start, point[0] - from[0], point[1] - from[1], range),
      );
    },
    cancel() {
      if (before) filmView.setWindow(before);
    },
  };
}

/** @param {object} filmView @returns {object} Drag up comes closer, about the point pressed. */
export function createZoomTool(filmView) {
  return {
    name: "zoom",
    cursor: "zoom-in",
    drag({ from, delta }) {
      const { view, film, size } = filmView;
      const factor = Math.exp(-delta[1] * ZOOM_PER_PX);
      filmView.setView(zoomAt(view, film, size, from, factor), { moving: true });
    },
  };
}

/** What the bits can hold, where a look-up table has no window to start from. */
function wholeRange(film, modality) {
  const [low, high] = [modality[0], modality[2 ** Math.min(16, film.bits) - 1]];
  const width = Math.max(1, Math.abs(high - low));
  return { name: "", center: (low + high) / 2, width, function: "LINEAR_EXACT" };
}
