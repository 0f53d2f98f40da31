/**
 * Before and after, or two ways of operating, side by side where there is room: the same film in a
 * second pane that follows the first. Right and left are never swapped.
 */

import { Reason } from "../../geometry/reasons.js";
import { createHipCompareHead } from "../../panels/hip-compare-head.js";
import { posedBodies } from "../../plan/bodies.js";
import { compare as words } from "../../text/hip.js";
import { createFilmView } from "../../view/film-view.js";
import { createHipDrawing } from "./hip-drawing.js";
import { shapeOf } from "./implant-marks.js";

const ROOM = "(min-width: 1600px)";
const NATIVE = "native";

/**
 * @param {object} context See `context.js`.
 * @param {{hips: object, variants: object}} options
 * @returns {{open: () => void, close: () => void, draw: () => void}}
 */
export function createHipCompare({ film, filmView, store, scale, say }, { hips, variants }) {
  const page = document.querySelector(".planner");
  const place = page.querySelector(".beside");
  const blank = page.querySelector(".second-film-template");
  const room = matchMedia(ROOM);
  let pane = null;

  function open() {
    if (pane) return;
    if (!room.matches) {
      say(words.hold);
      return;
    }
    // Another film stands there already; that one was asked for.
    if (!place.hidden) return;
    const head = createHipCompareHead({ onShow: show, onClose: close });
    place.replaceChildren(head.element, blank.content.cloneNode(true));
    place.hidden = false;
    page.classList.add("has-beside");
    const view = createFilmView(place.querySelector(".film"), film);
    place.querySelector(".film .loading").hidden = true;
    pane = { head, view, drawing: createHipDrawing(view), what: NATIVE };
    follow();
    draw();
  }

  function show(what) {
    pane.what = what;
    draw();
  }

  /** The same part of the film in the same greys. */
  function follow() {
    if (!pane) return;
    const { view } = pane;
    if (view.levels !== filmView.levels && filmView.levels.length) {
      view.setLevels(filmView.levels, filmView.complete);
    }
    view.setScale(scale());
    view.setSides(filmView.sides);
    if (filmView.window) view.setWindow(filmView.window);
    view.setInvert(filmView.inverted);
    view.setView(filmView.view, { moving: true });
  }

  function draw() {
    if (!pane) return;
    const all = variants.all();
    const choices = [{ key: NATIVE, name: words.filmed },
      ...all.map(({ id, name }) => ({ key: id, name: words.plan(name) }))];
    if (!choices.some(({ key }) => key === pane.what)) pane.what = NATIVE;
    pane.head.show(choices, pane.what);
    const variantId = pane.what === NATIVE ? null : pane.what;
    const { document, viewId } = store;
    const posed = posedBodies(document, { ...hips.bench(), viewId, variantId });
    const shapes = [...posed.implants].filter(([, one]) => !(one instanceof Reason))
      .map(([id, one]) => shapeOf(one, `compared:${id}`));
    if (variantId) pane.drawing.show({ document, posed, viewId }, { more: shapes });
    else pane.drawing.clear();
  }

  function close() {
    if (!pane) return;
    pane.view.stop();
    pane = null;
    place.replaceChildren();
    place.hidden = true;
    page.classList.remove("has-beside");
  }

  for (const name of ["view", "window", "levels"]) filmView.on(name, follow);
  room.addEventListener("change", () => { if (!room.matches) close(); });
  return { open, close, draw };
}
