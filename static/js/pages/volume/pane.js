/** One plane of a volume on the screen: picture, cross-hair, letters, slider. */

import { h } from "../../panels/dom.js";
import { words } from "../../text/volume.js";
import { words as filmWords } from "../../text/viewer.js";
import { createCanvasRenderer } from "../../view/renderer-canvas.js";
import { scaleBar } from "../../view/scale-bar.js";
import { scaleOf } from "../../view/planes.js";
import {
  apply, fit, holdPoint, imageToScreen, inverseOf, panBy, snapToDevice, zoomAt,
} from "../../view/viewport.js";
import { createCrossMark } from "./cross-mark.js";

const MARGIN_PX = 8;
const LARGEST_BAR = 0.4;
const EDGES = ["left", "right", "top", "bottom"];

/**
 * @param {{plane: object, number: number, onScroll: (index: number) => void}} options `number`
 *   is the key that makes the pane large.
 * @returns {object} The pane.
 */
export function createPane({ plane, number, onScroll }) {
  const id = `pane-${plane.name}`;
  const canvas = h("canvas", { "aria-hidden": "true" });
  const mark = createCrossMark();
  const letters = EDGES.filter((edge) => plane.letters[edge]).map((edge) => h(
    `span.letter.letter-${edge}`, { data: { testid: `${id}-${edge}` }, "aria-hidden": "true" },
    plane.letters[edge],
  ));
  const loading = h("p.loading", { data: { testid: `${id}-loading` } }, words.loading);
  const barLength = h("span.length");
  const bar = h("div.scale-bar", { hidden: true }, barLength, h("span.bar"));
  const picture = h("div.pane-picture", {
    tabindex: 0, role: "application", id, "aria-label": [
      words.pane(plane.name, plane.oblique_deg), words.directions(plane.letters),
    ].filter(Boolean).join(", "),
    "aria-describedby": "volume-help",
  }, canvas, mark.element, ...letters, loading, bar);
  const slider = h("input", {
    type: "range", min: 0, max: plane.count - 1, value: 0, id: `${id}-slider`,
    oninput: () => onScroll(Number(slider.value)),
  });
  const position = h("output", { for: slider.id, data: { testid: `${id}-index` } });
  const element = h("section.pane", { data: { plane: plane.name, testid: `${id}-pane` },
    "aria-label": words.pane(plane.name, plane.oblique_deg) },
  h("h3.pane-name", {}, number ? h("kbd", { "aria-hidden": "true" }, number) : null,
    words.pane(plane.name, plane.oblique_deg)),
  picture,
  h("div.pane-foot", {}, h("label", { for: slider.id }, words.slider(plane.name)), slider, position));

  const renderer = createCanvasRenderer(canvas);
  renderer.setFilm(plane);
  const state = { size: { width: 1, height: 1 }, view: null, matrix: null, fitted: true,
    cross: null, crossShown: true, values: null, greys: null, resampled: true };
  let frame = 0;

  const ratio = () => globalThis.devicePixelRatio || 1;
  const isShown = () => picture.clientWidth > 0;

  function soon({ onlyGreys = false } = {}) {
    state.resampled ||= !onlyGreys;
    if (!frame) frame = requestAnimationFrame(paint);
  }

  function paint() {
    frame = 0;
    if (!isShown() || !state.matrix) return;
    if (state.values && state.greys) {
      if (state.resampled) renderer.draw(state.matrix);
      else renderer.repaint();
      state.resampled = false;
    }
    mark.place(state.crossShown && state.cross ? apply(state.matrix, state.cross) : null, state.size);
    showBar();
  }

  function showBar() {
    const found = scaleBar(scaleOf(plane), state.view, state.size.width * LARGEST_BAR);
    bar.hidden = !found;
    if (!found) return;
    bar.querySelector(".bar").style.width = `${found.lengthPx}px`;
    barLength.textContent = filmWords.bar(found.lengthMm);
  }

  function setView(view, fitted = false) {
    state.view = view;
    state.fitted = fitted;
    state.matrix = snapToDevice(imageToScreen(view, state.size, plane.aspect), ratio());
    soon();
  }

  function measure() {
    if (!isShown()) return;
    state.size = { width: picture.clientWidth, height: picture.clientHeight };
    renderer.resize(state.size, ratio());
    const fitted = state.fitted || !state.view;
    setView(fitted ? fit(plane, state.size, undefined, MARGIN_PX) : state.view, fitted);
  }

  new ResizeObserver(measure).observe(picture);

  return {
    plane,
    element,
    picture,
    get size() { return state.size; },
    pointOf(event) {
      const box = picture.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    },
    toImage: (screenPoint) => apply(inverseOf(state.matrix), screenPoint),
    toScreen: (imagePoint) => apply(state.matrix, imagePoint),

    fit: () => setView(fit(plane, state.size, undefined, MARGIN_PX), true),
    pan: (delta) => setView(panBy(state.view, plane, state.size, delta)),
    /** @param {number[]} point Image point that comes to the middle. */
    centre: (point) => setView(
      holdPoint(state.view, plane, state.size, point, [state.size.width / 2, state.size.height / 2]),
    ),
    zoom: (factor, at = [state.size.width / 2, state.size.height / 2]) => setView(
      zoomAt(state.view, plane, state.size, at, factor),
    ),

    /** @param {{index: number, point: number[]}} on @param {string} place In words. */
    setCross({ index, point }, place) {
      state.cross = point;
      slider.value = String(index);
      slider.setAttribute("aria-valuetext", [words.of(index, plane.count), place].join(", "));
      position.textContent = words.of(index, plane.count);
      position.dataset.value = index;
      soon();
    },
    setCrossShown(shown) {
      state.crossShown = shown;
      soon();
    },
    /** @param {Uint16Array|null} values Null while they are on their way: the picture dims. */
    setValues(values) {
      const isNew = values?.buffer !== state.values?.buffer
        || values?.byteOffset !== state.values?.byteOffset;
      loading.hidden = Boolean(values);
      picture.classList.toggle("is-stale", !values);
      element.dataset.loaded = values ? "yes" : "no";
      if (!values || !isNew) return;
      state.values = values;
      const { columns, rows } = plane;
      renderer.setLevels([{ values, columns, rows, planes: 1, factor: 1 }]);
      soon();
    },
    setGreys(greys) {
      state.greys = greys;
      renderer.setGreys(greys);
      soon({ onlyGreys: true });
    },
  };
}
