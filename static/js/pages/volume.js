/** The page of a stack: panes of its planes, linked by one place in the patient. */

import { reportFailure } from "../api.js";
import { h } from "../panels/dom.js";
import { createKeySheet } from "../panels/key-sheet.js";
import { say } from "../panels/say.js";
import { KEY_SHEET, sentence, words } from "../text/volume.js";
import { keysAreOn, setKeysOn } from "../tools/keys.js";
import { clamp } from "../view/planes.js";
import { createPlanesStore } from "../view/planes-store.js";
import { createCross } from "./volume/cross.js";
import { createGreys } from "./volume/greys.js";
import { layHandsOn } from "./volume/hands.js";
import { listenToPaneKeys } from "./volume/keys.js";
import { createLayout, inOrder } from "./volume/layout.js";
import { openVolume } from "./volume/opening.js";
import { createPane } from "./volume/pane.js";
import { createToolbar } from "./volume/toolbar.js";

const ZOOM_STEP = 1.25;
const SPOKEN_AFTER_MS = 600;

window.addEventListener("error", (event) => reportFailure(event.message, "volume"));
window.addEventListener("unhandledrejection", (event) => reportFailure(event.reason, "volume"));

const byClass = (name) => document.querySelector(`.${name}`);
const page = JSON.parse(document.getElementById("volume-page-data").textContent);
const message = byClass("volume-message");
const { volume, stacks } = await openVolume(message, page);
start();

function start() {
  const area = byClass("panes");
  const cross = createCross(volume.planes);
  const order = inOrder(volume.planes.map(({ name }) => name));
  const panes = order.map((name, index) => createPane({
    plane: volume.planes.find((plane) => plane.name === name),
    number: order.length > 1 ? index + 1 : 0,
    onScroll: (at) => scrollTo(panes[index], at),
  }));
  area.append(...panes.map(({ element }) => element));
  const layout = createLayout(area, order);
  const store = createPlanesStore({
    volume, workerUrl: byClass("volume").dataset.worker, onPlanes: show, onError: fail,
  });
  let active = panes.find(({ plane }) => plane === volume.planes[0]);
  let crossShown = panes.length > 1;
  let speak = 0;

  const greys = createGreys(volume, () => valuesOf(active));
  const commands = {
    nextPreset: greys.nextPreset,
    autoWindow: greys.auto,
    invert: greys.toggleInvert,
    fit: () => panes.forEach((pane) => pane.fit()),
    centre: () => shownPanes().forEach((pane) => pane.centre(cross.on(pane.plane).point)),
    zoomIn: () => active.zoom(ZOOM_STEP),
    zoomOut: () => active.zoom(1 / ZOOM_STEP),
    keySheet: () => sheet.open(),
    cross() {
      crossShown = !crossShown;
      panes.forEach((pane) => pane.setCrossShown(crossShown));
      toolbar.press("cross", crossShown);
    },
  };
  const sheet = createKeySheet({ isOn: keysAreOn, setOn: setKeysOn, sheet: KEY_SHEET });
  const toolbar = createToolbar(byClass("volume-tools"), {
    volume, stacks, stack: page.stack, greys, layout, commands,
  });
  toolbar.press("cross", crossShown);

  for (const pane of panes) {
    pane.setCrossShown(crossShown);
    greys.onChange((table) => { if (table) pane.setGreys(table); });
    pane.picture.addEventListener("focus", () => activate(pane));
    layHandsOn(pane, {
      step: (by) => step(pane, by),
      moveCross(point) {
        cross.moveTo(pane.plane, point);
        moved();
      },
      crossOn: () => (crossShown ? cross.on(pane.plane).point : null),
      windowBy: greys.drag,
    });
  }
  listenToPaneKeys(area, {
    paneOf: (element) => panes.find((pane) => pane.element.contains(element)),
    step,
    nudge(pane, [dx, dy]) {
      const [x, y] = cross.on(pane.plane).point;
      cross.moveTo(pane.plane, [x + dx, y + dy]);
      moved();
    },
    commands,
    layout,
  });
  layout.onChange(() => {
    if (!layout.shown().includes(active.plane.name)) {
      const hadFocus = active.element.contains(document.activeElement);
      activate(shownPanes()[0]);
      if (hadFocus) active.picture.focus({ preventScroll: true });
    }
    moved();
  });
  byClass("volume-spacing").textContent = words.spacing(volume.step_mm, volume.thickness_mm);
  showNotes();
  activate(active);
  active.picture.focus({ preventScroll: true });

  function activate(pane) {
    active = pane;
    panes.forEach((each) => each.element.classList.toggle("is-active", each === pane));
  }

  function step(pane, by) {
    scrollTo(pane, clamp(cross.on(pane.plane).index + by, pane.plane.count));
  }

  function scrollTo(pane, index) {
    cross.scrollTo(pane.plane, index);
    moved(pane);
  }

  function shownPanes() {
    return panes.filter(({ plane }) => layout.shown().includes(plane.name));
  }

  function valuesOf({ plane }) {
    return store.get(plane.name, cross.on(plane).index);
  }

  /** The place has changed: what is wanted, and what stands in its stead until it is there. */
  function moved(first = active) {
    const place = cross.place ? words.place(cross.place) : words.noPlace;
    for (const pane of panes) pane.setCross(cross.on(pane.plane), place);
    const wishes = [first, ...shownPanes()].filter((pane, at, all) => all.indexOf(pane) === at);
    store.want(wishes.map(({ plane }) => ({ name: plane.name, index: cross.on(plane).index })));
    panes.forEach((pane) => pane.setValues(valuesOf(pane)));
    showPlace(place);
  }

  function show(name) {
    const pane = panes.find(({ plane }) => plane.name === name);
    pane.setValues(valuesOf(pane));
    showValue();
  }

  function showPlace(place) {
    byClass("volume-place").textContent = place;
    showValue();
    clearTimeout(speak);
    const { index } = cross.on(active.plane);
    speak = setTimeout(() => say(byClass("live"),
      `${words.pane(active.plane.name)} ${words.of(index, active.plane.count)}, ${place}`),
    SPOKEN_AFTER_MS);
  }

  /** The value under the cross-hair, of the slice that was acquired there. */
  function showValue() {
    const [own] = volume.planes;
    const { index, point: [x, y] } = cross.on(own);
    const values = store.get(own.name, index);
    const at = clamp(Math.floor(y), own.rows) * own.columns + clamp(Math.floor(x), own.columns);
    byClass("volume-value").textContent = values
      ? words.value(greys.modality[values[at]], volume.unit) : "";
  }

  function showNotes() {
    const notes = [volume.refusal, ...volume.notes].filter(Boolean);
    const alerts = byClass("volume-alerts");
    alerts.hidden = !notes.length;
    alerts.append(...notes.map((note) => h("p", { data: { code: note.code } }, note.sentence)));
  }

  function fail(code) {
    const again = h("button.primary", { onclick() {
      message.replaceChildren();
      store.retry();
    } }, words.again);
    message.replaceChildren(h("p", {}, sentence(code)), again);
    reportFailure(code, "volume");
  }
}
