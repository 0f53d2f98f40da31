/** The planner page: puts the film, its tools and its panels together. */

import { ApiError, get, reportFailure } from "../api.js";
import { createAlertBar } from "../panels/alert-bar.js";
import { createFilmStrip } from "../panels/film-strip.js";
import { createFrames, createPresets } from "../panels/film-controls.js";
import { createKeySheet } from "../panels/key-sheet.js";
import { createMonitorDialog } from "../panels/monitor-dialog.js";
import { alertOf, badgeOf } from "../panels/scale-words.js";
import { createStatusLine } from "../panels/status-line.js";
import { createToolButtons } from "../panels/tool-buttons.js";
import { lengthTool, panel } from "../text/planner.js";
import { createKeyboardPointer } from "../tools/keyboard-pointer.js";
import { keysAreOn, listenToKeys, setKeysOn } from "../tools/keys.js";
import { createToolbox } from "../tools/toolbox.js";
import { createPanTool, createWindowTool, createZoomTool } from "../tools/view-tools.js";
import { createFilmView } from "../view/film-view.js";
import { createHistory } from "../view/history.js";
import { createLoupe } from "../view/loupe.js";
import { createCalibrating } from "./planner/calibrating.js";
import { createCommands } from "./planner/commands.js";
import { inlined, scaleOf } from "./planner/film-data.js";
import { createHanging } from "./planner/hanging.js";
import { createLoading, readyFilm } from "./planner/loading.js";
import { createMeasuring } from "./planner/measuring.js";

const byClass = (name) => document.querySelector(`.${name}`);

window.addEventListener("error", (event) => reportFailure(event.message, "planner"));
window.addEventListener("unhandledrejection", (event) => reportFailure(event.reason, "planner"));

const study = inlined("study-data");
const element = byClass("film");
const loading = createLoading({ element, workerUrl: byClass("planner").dataset.worker });
showFilmAge();
const strip = createFilmStrip(byClass("strip"), { study, filmId: inlined("film-data").id });
const film = await readyFilm(inlined("film-data"), loading.message);
if (film) start(film);

function start(film) {
  const filmView = createFilmView(element, film);
  const status = createStatusLine(byClass("planner-status"), filmView);
  const { say } = status;
  const history = createHistory();
  const loupe = createLoupe(byClass("loupe"), film);
  const alerts = createAlertBar(byClass("alert-bar"));
  const state = { scale: scaleOf(film.scale), calibration: film.calibration, failed: null };
  let toolbox = null;

  const measuring = createMeasuring({
    element: byClass("panel-lengths"), film, filmView, toolbox: () => toolbox, history,
    scale: state.scale, say,
  });
  const calibrating = createCalibrating({
    element: byClass("panel-scale"), film, filmView, toolbox: () => toolbox, setPrompt, onScale,
  });
  const hanging = createHanging({ film, filmView, say, fail, onAnswered: showAlerts });
  const presets = createPresets(filmView);
  const frames = createFrames({ frame: film.frame, frames: film.frames, onFrame: showFrame });
  byClass("film-controls").append(frames.element, presets.element);

  const pointTools = [measuring.tool, ...calibrating.tools];
  toolbox = createToolbox(filmView, {
    loupe,
    layers: [...pointTools, layerOf(measuring)],
    onTool: showTool,
    onFrame: frames.step,
    onSelect: () => {},
  });
  const pointer = createKeyboardPointer(filmView, toolbox, {
    onMoved(handle) {
      const ruler = measuring.rulers.all.find(({ id }) => id === handle.ruler);
      if (ruler) measuring.sayLength(ruler);
    },
  });
  [createPanTool, createWindowTool, createZoomTool].forEach((make) => {
    toolbox.register(make(filmView));
  });
  pointTools.forEach(toolbox.register);

  const commands = createCommands({
    filmView, toolbox, pointer, presets, frames, strip, say, history, calibrating, measuring,
    scale: () => state.scale,
    keySheet: createKeySheet({ isOn: keysAreOn, setOn: setKeysOn }),
    monitor: createMonitorDialog({ onSaved: () => commands.lifeSize() }),
    press: (name, on) => buttons.press(name, on),
    onTurned: showAlerts,
  });
  const buttons = createToolButtons(byClass("tools"), commands);
  listenToKeys(element, {
    commands, arrow: pointer.arrow, arrowEnd: pointer.arrowEnd, hold: commands.hold,
  });
  element.addEventListener("focusin", (event) => {
    // While the pointer holds a point, focus may fall on the film below it.
    if (toolbox.isPressing) return;
    toolbox.select(event.target.closest?.("[data-handle]")?.dataset.handle ?? null);
  });

  filmView.on("levels", () => loupe.setLevels(filmView.levels, filmView.complete));
  filmView.on("window", () => loupe.setGreys(filmView.greys));
  filmView.on("drawing", () => loupe.setMarks(filmView.marks));

  filmView.setScale(state.scale);
  toolbox.activate("pan");
  showBadge();
  showAlerts();
  loading.show(film, filmView, globalThis.__quarter);
  element.focus({ preventScroll: true });

  function showTool(tool) {
    for (const name of ["pan", "window", "zoom", "length"]) {
      buttons?.press(name, name === tool.name);
    }
    pointer.hide();
    status.help(tool.name);
    if (!calibrating.isOpen) setPrompt(tool.name === "length" ? lengthTool.prompt : "");
  }

  function setPrompt(text) {
    const prompt = element.querySelector(".prompt");
    prompt.textContent = text;
    prompt.hidden = !text;
  }

  function onScale(scale, calibration) {
    Object.assign(state, { scale, calibration });
    filmView.setScale(scale);
    measuring.setScale(scale);
    showBadge();
    showAlerts();
    say(badgeOf(scale, calibration).text);
  }

  function showBadge() {
    const badge = byClass("scale-badge");
    const { text, tone, value } = badgeOf(state.scale, state.calibration);
    badge.textContent = text;
    badge.dataset.value = value;
    if (tone) badge.dataset.tone = tone;
    else delete badge.dataset.tone;
  }

  function showAlerts() {
    alerts.show([failedAlert(), hanging.alert(), scaleAlert()].filter(Boolean));
  }

  function fail(sentence) {
    state.failed = sentence;
    showAlerts();
  }

  function failedAlert() {
    if (!state.failed) return null;
    return { key: "failed", tone: "warning", sentence: state.failed,
      actions: [{ name: panel.close, run: () => fail(null) }] };
  }

  function scaleAlert() {
    const alert = alertOf(state.scale);
    if (!alert) return null;
    const may = film.may?.calibrate ?? true;
    const accept = alert.action && may
      ? [{ name: alert.action, run: () => acceptHeader(alert.reason) }] : [];
    return { key: "scale", tone: "amber", sentence: alert.sentence, actions: accept };
  }

  async function acceptHeader(reason) {
    const sentence = await calibrating.acceptHeader(reason);
    if (sentence) fail(sentence);
  }

  async function showFrame(frame) {
    state.frame = frame;
    loading.expect();
    measuring.setFrame(frame);
    try {
      const next = await get(`films/${film.id}?frame=${frame}`);
      if (state.frame !== frame) return;
      const ready = await readyFilm(next, loading.message);
      if (ready && state.frame === frame) loading.show(ready, filmView);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      fail(error.sentence);
    }
  }
}

function layerOf({ rulers, redraw }) {
  return {
    handles: rulers.handles,
    select(key) {
      rulers.select(key);
      redraw();
    },
  };
}

function showFilmAge() {
  const age = document.querySelector("[data-ago]");
  if (!age?.dataset.ago) return;
  const days = Math.floor((Date.now() - new Date(`${age.dataset.ago}T00:00`)) / 86_400_000);
  age.textContent = panel.daysAgo(days);
}
