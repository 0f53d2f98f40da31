/** The planner page: puts the film, its tools and its panels together. */

import { ApiError, reportFailure } from "../api.js";
import { createFilmStrip } from "../panels/film-strip.js";
import { createFrames, createPresets } from "../panels/film-controls.js";
import { createKeySheet } from "../panels/key-sheet.js";
import { createMonitorDialog } from "../panels/monitor-dialog.js";
import { createStatusLine } from "../panels/status-line.js";
import { createToolButtons } from "../panels/tool-buttons.js";
import { panel } from "../text/planner.js";
import { keysAreOn, listenToKeys, setKeysOn } from "../tools/keys.js";
import { createFilmView } from "../view/film-view.js";
import { createHistory } from "../view/history.js";
import { createLoupe } from "../view/loupe.js";
import { createCalibrating } from "./planner/calibrating.js";
import { createCommands } from "./planner/commands.js";
import { inlined, scaleOf } from "./planner/film-data.js";
import { createHands } from "./planner/hands.js";
import { createHanging } from "./planner/hanging.js";
import { createLoading, readyFilm } from "./planner/loading.js";
import { createMeasuring } from "./planner/measuring.js";
import { createNotices } from "./planner/notices.js";

const TOOL_BUTTONS = ["pan", "window", "zoom", "length"];

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
  const mayCalibrate = film.may?.calibrate ?? true;
  let scale = scaleOf(film.scale);
  let hands = null;
  const toolbox = () => hands.toolbox;

  const measuring = createMeasuring({
    element: byClass("panel-lengths"), film, filmView, toolbox, history, scale, say,
  });
  const calibrating = createCalibrating({
    element: byClass("panel-scale"), film, filmView, toolbox, mayCalibrate, onScale,
  });
  const hanging = createHanging({
    film, filmView, say, mayConfirm: mayCalibrate,
    fail: (sentence) => notices.fail(sentence),
    onAnswered: () => notices.refresh(),
  });
  const notices = createNotices({
    bar: byClass("alert-bar"), badge: byClass("scale-badge"), hangingAlert: hanging.alert,
    mayCalibrate, warnings: film.header_scale?.warnings ?? [], onAccept: calibrating.acceptHeader,
  });
  const presets = createPresets(filmView);
  const frames = createFrames({ frame: film.frame, frames: film.frames, onFrame: showFrame });
  byClass("film-controls").append(frames.element, presets.element);

  hands = createHands({
    filmView, loupe, measuring, calibrating, onFrame: frames.step,
    onTool(name) {
      TOOL_BUTTONS.forEach((button) => buttons.press(button, button === name));
      status.help(name);
    },
  });
  const commands = createCommands({
    ...hands, filmView, presets, frames, strip, say, history, calibrating, mayCalibrate,
    scale: () => scale,
    keySheet: createKeySheet({ isOn: keysAreOn, setOn: setKeysOn }),
    monitor: createMonitorDialog({ onSaved: () => commands.lifeSize() }),
    press: (name, on) => buttons.press(name, on),
    onTurned: notices.refresh,
  });
  const buttons = createToolButtons(byClass("tools"), commands);
  const { pointer } = hands;
  listenToKeys(element, {
    commands, arrow: pointer.arrow, arrowEnd: pointer.arrowEnd, hold: commands.hold,
  });

  filmView.on("levels", () => loupe.setLevels(filmView.levels, filmView.complete));
  filmView.on("window", () => loupe.setGreys(filmView.greys));
  filmView.on("drawing", () => loupe.setMarks(filmView.marks));
  filmView.setScale(scale);
  hands.toolbox.activate("pan");
  notices.showScale(scale, film.calibration);
  loading.show(film, filmView, globalThis.__quarter);
  element.focus({ preventScroll: true });

  function onScale(next, calibration) {
    scale = next;
    filmView.setScale(scale);
    measuring.setScale(scale);
    say(notices.showScale(scale, calibration));
  }

  function showFrame(frame) {
    measuring.setFrame(frame);
    loading.showFrame(film, frame, filmView).catch((error) => {
      if (!(error instanceof ApiError)) throw error;
      notices.fail(error.sentence);
    });
  }
}

function showFilmAge() {
  const age = document.querySelector("[data-ago]");
  if (!age?.dataset.ago) return;
  const days = Math.floor((Date.now() - new Date(`${age.dataset.ago}T00:00`)) / 86_400_000);
  age.textContent = panel.daysAgo(days);
}
