/**
 * Hands on the film before the tools are there: it can be moved and zoomed at once, and keys that
 * are pressed meanwhile are kept and done when somebody understands them.
 */

import { panBy, zoomAt } from "../view/viewport.js";

const WHEEL_ZOOM = 0.0015;

/**
 * @param {object} filmView
 * @returns {{handOver: () => void}} `handOver`: the tools listen from now on.
 */
export function createFirstHands(filmView) {
  const { element, film } = filmView;
  const listening = new AbortController();
  const options = { signal: listening.signal };
  const keys = [];
  let drag = null;

  const isOnFilm = () => element.contains(document.activeElement)
    || document.activeElement === document.body;

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || drag || event.target.closest("button, a, input, select")) return;
    element.setPointerCapture(event.pointerId);
    drag = { id: event.pointerId, last: filmView.pointOf(event) };
  }, options);
  // Who is dragging when the tools come goes on until the pointer is let go.
  element.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drag?.id) return;
    const point = filmView.pointOf(event);
    const delta = [point[0] - drag.last[0], point[1] - drag.last[1]];
    drag.last = point;
    filmView.setView(panBy(filmView.view, film, filmView.size, delta), { moving: true });
  });
  for (const end of ["pointerup", "pointercancel"]) {
    element.addEventListener(end, ({ pointerId }) => { if (pointerId === drag?.id) drag = null; });
  }
  element.addEventListener("wheel", (event) => {
    event.preventDefault();
    const factor = Math.exp(-event.deltaY * WHEEL_ZOOM);
    const { view, size } = filmView;
    filmView.setView(zoomAt(view, film, size, filmView.pointOf(event), factor), { moving: true });
  }, { ...options, passive: false });

  for (const type of ["keydown", "keyup"]) {
    document.addEventListener(type, (event) => {
      if (event.defaultPrevented || event.key === "Tab" || !isOnFilm()) return;
      keys.push(event);
      // A browser may search the page when letters are typed.
      if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) event.preventDefault();
    }, options);
  }

  return {
    handOver() {
      listening.abort();
      // Once dispatched an event stays marked as dealt with, so its likeness goes.
      for (const event of keys) event.target.dispatchEvent(new KeyboardEvent(event.type, event));
    },
  };
}
