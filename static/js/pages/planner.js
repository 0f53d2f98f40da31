/** The planner page: puts the film, its tools and its panels together. */

import { ApiError, reportFailure } from "../api.js";
import { createFilmStrip } from "../panels/film-strip.js";
import { createFrames, createPresets } from "../panels/film-controls.js";
import { createKeySheet } from "../panels/key-sheet.js";
import { createMonitorDialog } from "../panels/monitor-dialog.js";
import { createSections } from "../panels/sections.js";
import { createStatusLine } from "../panels/status-line.js";
import { createToolButtons } from "../panels/tool-buttons.js";
import { TOOLS, panel } from "../text/planner.js";
import { keysAreOn, listenToKeys, setKeysOn } from "../tools/keys.js";
import { createFilmView } from "../view/film-view.js";
import { createLoupe } from "../view/loupe.js";
import { createCalibrating } from "./planner/calibrating.js";
import { createCommands } from "./planner/commands.js";
import { createComparing } from "./planner/comparing.js";
import { createContext } from "./planner/context.js";
import { createFeatures } from "./planner/features.js";
import { inlined, scaleOf } from "./planner/film-data.js";
import { createHands } from "./planner/hands.js";
import { createHanging } from "./planner/hanging.js";
import { createImplants } from "./planner/implants.js";
import { createLengths } from "./planner/lengths.js";
import { createLoading, readyFilm } from "./planner/loading.js";
import { createNotes } from "./planner/notes.js";
import { createNotices } from "./planner/notices.js";
import { createPlanning, openPlan } from "./planner/planning.js";
import { createResults } from "./planner/results.js";
import { createRescaling } from "./planner/rescaling.js";
import { createSaveBanner } from "./planner/save-banner.js";
import { createSigning } from "./planner/signing.js";
import { createUndoing } from "./planner/undoing.js";

// A feature is one line here; what it is given and what it gives: context.js and features.js.
const FEATURES = [
  createLengths,
  createResults,
  createImplants,
  createSigning,
  createNotes,
];

const byClass = (name) => document.querySelector(`.${name}`);

window.addEventListener("error", (event) => reportFailure(event.message, "planner"));
window.addEventListener("unhandledrejection", (event) => reportFailure(event.reason, "planner"));

const study = inlined("study-data");
const { user, plan } = inlined("planner-data");
const element = byClass("film");
const loading = createLoading({ element, workerUrl: byClass("planner").dataset.worker });
showFilmAge();
const strip = createFilmStrip(byClass("strip"), { study, filmId: inlined("film-data").id });
const [film, opened] = await Promise.all([
  readyFilm(inlined("film-data"), loading.message), openPlan({ user, study, plan }),
]);
if (film) start(film);

function start(film) {
  const filmView = createFilmView(element, film);
  const status = createStatusLine(byClass("planner-status"), filmView);
  const { say } = status;
  const loupe = createLoupe(byClass("loupe"), film);
  const mayCalibrate = film.may?.calibrate ?? true;
  const scaleListeners = [];
  let scale = scaleOf(film.scale);
  let hands = null;
  const toolbox = () => hands.toolbox;

  const planning = createPlanning({
    film, study, user, opened, say, onOthers: () => rescaling.look(),
  });
  const { store, history } = planning;
  const sections = createSections(byClass("panel"));
  const calibrating = createCalibrating({
    section: sections.take("scale"), film, filmView, toolbox, mayCalibrate, onScale, history,
  });
  const hanging = createHanging({
    film, filmView, say, mayConfirm: mayCalibrate,
    fail: (sentence) => notices.fail(sentence),
    onAnswered() {
      notices.refresh();
      features.setFrame(store.film.frame);
    },
  });
  const notices = createNotices({
    bar: byClass("alert-bar"), badge: byClass("scale-badge"), hangingAlert: hanging.alert,
    mayCalibrate, warnings: film.header_scale?.warnings ?? [], notes: film.notes ?? [],
    onAccept: calibrating.acceptHeader,
  });
  const presets = createPresets(filmView);
  const frames = createFrames({ frame: film.frame, frames: film.frames, onFrame: showFrame });
  byClass("film-controls").append(frames.element, presets.element);

  filmView.setScale(scale);
  notices.showScale(scale, film.calibration);
  const context = createContext({
    ...planning, film, study, user, filmView, toolbox, loupe, say, notices, sections, calibrating,
    scale: () => scale,
    onScale: (listener) => scaleListeners.push(listener),
  });
  const rescaling = createRescaling({ film, planning, calibrating, say });
  const features = createFeatures(FEATURES.map((create) => create(context)));

  hands = createHands({
    filmView, loupe, features, calibrating, onFrame: frames.step,
    onTool(name) {
      [...toolNames].forEach((button) => buttons.press(button, button === name));
      status.help(helpOf(name));
    },
  });
  const undoing = createUndoing({
    ...hands, history, store, filmView, calibrating, say, goToFrame: frames.go,
  });
  const comparing = createComparing({
    store, filmView, autosave: planning.autosave, features, page: byClass("planner"), user, notices,
    say, bringIntoView: undoing.bringIntoView,
  });
  planning.autosave.subscribe(comparing.show);
  createSaveBanner({ element: byClass("case-state"), planning, notices, say });
  const commands = createCommands({
    ...hands, filmView, presets, frames, strip, say, undoing, calibrating, mayCalibrate, features,
    refusesEdits: planning.refusesEdits,
    scale: () => scale,
    keySheet: createKeySheet({ isOn: keysAreOn, setOn: setKeysOn, more: features.sheet }),
    monitor: createMonitorDialog({ onSaved: () => commands.lifeSize() }),
    press: (name, on) => buttons.press(name, on),
    onTurned: notices.refresh,
  });
  const buttons = createToolButtons(byClass("tools"), commands, features.buttons);
  const toolNames = ["pan", "window", "zoom", ...features.tools.map(({ name }) => name)];
  const helpOf = (name) => features.buttons.find((button) => button.name === name)?.help
    ?? TOOLS[name]?.[1] ?? null;
  const { pointer } = hands;
  listenToKeys(element, {
    commands, arrow: pointer.arrow, arrowEnd: pointer.arrowEnd, hold: commands.hold,
    more: features,
  });

  filmView.on("levels", () => loupe.setLevels(filmView.levels, filmView.complete));
  filmView.on("window", () => loupe.setGreys(filmView.greys));
  filmView.on("drawing", () => loupe.setMarks(filmView.marks));
  hands.toolbox.activate("pan");
  loading.show(film, filmView, globalThis.__quarter);
  rescaling.follow(film.calibration);
  element.focus({ preventScroll: true });

  function onScale(next, calibration) {
    scale = next;
    filmView.setScale(scale);
    rescaling.follow(calibration);
    scaleListeners.forEach((listener) => listener(scale));
    say(notices.showScale(scale, calibration));
  }

  function showFrame(frame) {
    store.setFilm({ ...store.film, frame });
    features.setFrame(frame);
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
