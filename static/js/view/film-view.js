/**
 * One film on the screen: picture, drawing, side letters and scale bar under one view.
 *
 * Everything that moves the film goes through `setView`, everything that changes its greys
 * through `setWindow` and `setInvert`; at most one drawing per frame follows.
 */

import { createRenderer } from "./renderer-choice.js";
import { createOverlay } from "./overlay.js";
import { createSigns } from "./signs.js";
import { autoWindow, greyTable, modalityValues, tableWindows } from "./window.js";
import { apply, fit, imageToScreen, inverseOf, snapToDevice, stay } from "./viewport.js";

const FIT_MARGIN_PX = 8;
const SETTLED_AFTER_MS = 120;

/**
 * @param {HTMLElement} element The film's region, see `templates/planner/film.html`.
 * @param {object} film Film of the API.
 * @returns {object} The film view.
 */
export function createFilmView(element, film) {
  const renderer = createRenderer(element.querySelector(".film-canvas"));
  const overlay = createOverlay(
    element.querySelector(".film-overlay"), element.querySelector(".film-labels"), film.aspect,
  );
  const signs = createSigns(element);
  const listeners = { view: [], window: [], levels: [], drawing: [], hidden: [], coverings: [] };
  const state = {
    size: regionOf(element),
    view: null, matrix: null, fitted: true, moving: false, levels: [], complete: false,
    window: film.windows?.[0] ?? (film.voi_lut ? "voi_lut" : null), invert: false,
    sides: film.sides, scale: null, marks: new Map(), drawingHidden: false, coverings: null,
    meaning: film, modality: modalityValues(film),
  };
  let frame = 0;
  let settle = 0;
  let stale = { picture: true, greys: true, drawing: true };

  const tell = (name) => listeners[name].forEach((listener) => listener());
  const pixelRatio = () => globalThis.devicePixelRatio || 1;

  function need(part) {
    stale[part] = true;
    if (!frame) frame = requestAnimationFrame(paint);
  }

  function paint() {
    frame = 0;
    const { picture, greys, drawing } = stale;
    stale = {};
    if (greys && state.window) {
      const table = greyTable(state.meaning, state.modality, state.window, state.invert);
      renderer.setGreys(table);
      state.greys = table;
      tell("window");
    }
    if (picture) renderer.draw(state.matrix, { draft: state.moving });
    else if (greys) renderer.repaint();
    if (picture || drawing) {
      overlay.setView(state.matrix);
      signs.update(state);
    }
    if (drawing) {
      overlay.draw([...state.marks.values()].flat());
      tell("drawing");
    }
    if (picture) tell("view");
  }

  function updateMatrix() {
    state.matrix = snapToDevice(imageToScreen(state.view, state.size, film.aspect), pixelRatio());
    state.inverse = inverseOf(state.matrix);
    need("picture");
  }

  function measure() {
    const before = state.size;
    state.size = regionOf(element);
    renderer.resize(state.size, pixelRatio());
    const isHeld = state.view && isPushed(before, state.size)
      && (!state.fitted || element.matches(":hover"));
    if (isHeld) {
      state.view = stay(state.view, film, before, state.size);
      state.overdue = state.fitted;
    } else if (state.fitted || !state.view) state.view = fitted();
    updateMatrix();
    if (!isHeld) return;
    // In the same breath, so that nobody sees it lie anywhere else.
    cancelAnimationFrame(frame);
    paint();
  }

  /** What had to be held under the pointer fits again once the pointer is elsewhere. */
  function fitOverdue() {
    if (state.overdue && state.fitted) filmView.fit();
  }

  const fitted = () => fit(film, state.size, state.view ?? undefined, FIT_MARGIN_PX);

  const filmView = {
    film,
    element,
    get modality() { return state.modality; },
    get view() { return state.view; },
    get size() { return state.size; },
    get levels() { return state.levels; },
    get complete() { return state.complete; },
    get window() { return state.window; },
    get inverted() { return state.invert; },
    get sides() { return state.sides; },
    get scale() { return state.scale; },
    get greys() { return state.greys; },
    get drawingHidden() { return state.drawingHidden; },
    /** What came with the film to lie over it, see `coverings.js`; null while there is nothing. */
    get coverings() { return state.coverings; },
    get marks() { return [...state.marks.values()].flat(); },

    /**
     * @param {'view'|'window'|'levels'|'drawing'|'hidden'|'coverings'} name
     * @param {() => void} listener
     */
    on(name, listener) { listeners[name].push(listener); },

    /** @returns {[number, number]} Screen point of an event, from the film's corner. */
    pointOf(event) {
      const box = element.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    },
    toImage: (screenPoint) => apply(state.inverse, screenPoint),
    toScreen: (imagePoint) => apply(state.matrix, imagePoint),

    /** @param {object} view @param {{moving?: boolean}} [options] Moving: more will follow. */
    setView(view, { moving = false } = {}) {
      Object.assign(state, { view, fitted: false, overdue: false });
      state.moving = moving;
      clearTimeout(settle);
      if (moving) settle = setTimeout(() => { state.moving = false; need("picture"); },
        SETTLED_AFTER_MS);
      updateMatrix();
    },
    fit() {
      filmView.setView(fitted());
      state.fitted = true;
    },

    /** Values of another frame may mean something else; its own window is taken with it. */
    setMeaning(meaning) {
      if (meaning === state.meaning) return;
      const [first] = meaning.windows ?? [];
      const isUntouched = state.window === state.meaning.windows?.[0];
      const isLost = typeof state.window === "string"
        && !tableWindows(meaning).includes(state.window);
      if (isLost) state.window = first ?? tableWindows(meaning)[0] ?? null;
      else if (isUntouched && first && first.name !== "auto") state.window = first;
      Object.assign(state, { meaning, modality: modalityValues(meaning) });
      need("greys");
    },
    setLevels(levels, complete) {
      Object.assign(state, { levels, complete });
      renderer.setLevels(levels);
      if (!state.window) {
        filmView.setWindow(autoWindow(levels.at(-1).values, state.meaning, state.modality));
      }
      need("picture");
      tell("levels");
    },
    /** Show nothing of a film that turned out not to be what it claims. */
    clear() {
      Object.assign(state, { levels: [], complete: false });
      renderer.setFilm(film);
    },
    /** @param {import("./window.js").Window|"voi_lut"} window */
    setWindow(window) {
      state.window = window;
      need("greys");
    },
    setInvert(invert) {
      state.invert = invert;
      need("greys");
    },
    /** @param {object} scale Scale or NoScale of `measuring`. */
    setScale(scale) {
      state.scale = scale;
      need("drawing");
    },
    setSides(sides) {
      state.sides = sides;
      need("drawing");
    },

    /** Each owner shows its own marks. @param {string} owner @param {object[]} marks */
    setMarks(owner, marks) {
      state.marks.set(owner, marks);
      need("drawing");
    },
    setDrawingHidden(hidden) {
      state.drawingHidden = hidden;
      overlay.setHidden(hidden);
      tell("hidden");
    },
    setCoverings(coverings) {
      state.coverings = coverings;
      tell("coverings");
    },
    elementOf: (key) => overlay.elementOf(key),
    /** The film leaves the page: nothing of it is drawn any more. */
    stop() {
      leaving.abort();
      sizes.disconnect();
      cancelAnimationFrame(frame);
      clearTimeout(settle);
      renderer.stop();
    },
  };

  renderer.setFilm(film);
  const leaving = new AbortController();
  const sizes = new ResizeObserver(measure);
  sizes.observe(element);
  element.addEventListener("pointerleave", fitOverdue, { signal: leaving.signal });
  watchPixelRatio(measure, leaving.signal);
  measure();
  return filmView;
}

/** Size and place on the page, and the size of the window that it is in. */
function regionOf(element) {
  const { left, top } = element.getBoundingClientRect();
  return {
    width: element.clientWidth, height: element.clientHeight, left, top,
    window: `${globalThis.innerWidth} ${globalThis.innerHeight}`,
  };
}

/** A line above or below came or went; nobody made the window, or the film's column, another one. */
const isPushed = (before, after) => before.window === after.window && before.left === after.left
  && before.width === after.width && (before.top !== after.top || before.height !== after.height);

/** The browser's zoom, or a move to another monitor, changes the ratio but not the size. */
function watchPixelRatio(changed, signal) {
  matchMedia(`(resolution: ${globalThis.devicePixelRatio}dppx)`).addEventListener("change", () => {
    changed();
    watchPixelRatio(changed, signal);
  }, { once: true, signal });
}
