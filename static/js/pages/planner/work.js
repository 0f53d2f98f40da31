/** The planner's work on a film that is on the screen already: tools, panels, features, the plan. */

import { ApiError } from "../../api.js";
import { createCoverSwitches, createFrames, createPresets } from "../../panels/film-controls.js";
import { createKeySheet } from "../../panels/key-sheet.js";
import { createMonitorDialog } from "../../panels/monitor-dialog.js";
import { createSections } from "../../panels/sections.js";
import { createToolButtons } from "../../panels/tool-buttons.js";
import { TOOLS, panel } from "../../text/planner.js";
import { keysAreOn, listenToKeys, setKeysOn } from "../../tools/keys.js";
import { createLoupe } from "../../view/loupe.js";
import { createBeside } from "./beside.js";
import { createCalibrating } from "./calibrating.js";
import { createCommands } from "./commands.js";
import { createComparing } from "./comparing.js";
import { createContext } from "./context.js";
import { createFeatures } from "./features.js";
import { inlined, scaleOf } from "./film-data.js";
import { createHands } from "./hands.js";
import { createHanging } from "./hanging.js";
import { createHip } from "./hip.js";
import { createImplants } from "./implants.js";
import { createLengths } from "./lengths.js";
import { createNotes } from "./notes.js";
import { createNotices } from "./notices.js";
import { createPlanning, openPlan } from "./planning.js";
import { createResults } from "./results.js";
import { createRescaling } from "./rescaling.js";
import { createSaveBanner } from "./save-banner.js";
import { createSigning } from "./signing.js";
import { followFilms } from "./strip-news.js";
import { createUndoing } from "./undoing.js";

// A feature is one line here; what it is given and what it gives: context.js and features.js.
const FEATURES = [
  createLengths,
  createResults,
  createImplants,
  createHip,
  createSigning,
  createNotes,
  createBeside,
];

const byClass = (name) => document.querySelector(`.${name}`);

/**
 * @param {object} shown What the page shows already: `film`, `filmView`, `status`, `strip`,
 *   `loading`, `study`.
 * @returns {Promise<void>} When everything is there.
 */
export async function startWork({ film, filmView, status, strip, loading, study }) {
  const { user, plan, signed_before: isLater } = inlined("planner-data");
  const opened = await openPlan({ user, study, plan });
  const { element } = filmView;
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
    section: sections.take("scale"), film, filmView, toolbox, mayCalibrate, onScale, history, study,
    document: () => store.document, frame: () => store.film.frame,
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
  byClass("film-controls").append(
    createCoverSwitches(filmView), frames.element, presets.element,
  );

  filmView.setScale(scale);
  notices.showScale(scale, film.calibration);
  const context = createContext({
    ...planning, film, study, user, filmView, toolbox, loupe, say, notices, sections, calibrating,
    scale: () => scale,
    onScale: (listener) => scaleListeners.push(listener),
  });
  const rescaling = createRescaling({ film, planning, calibrating, say });
  const features = createFeatures(FEATURES.map((create) => create(context)));
  if (isLater) compareWithPlan(context);

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
  followFilms(study, strip);
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
  rescaling.follow(film.calibration);
  catchUp();

  /** What the film has told before anybody here could listen. */
  function catchUp() {
    if (filmView.levels.length) loupe.setLevels(filmView.levels, filmView.complete);
    if (filmView.window) filmView.setWindow(filmView.window);
  }

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
    calibrating.setFrame();
    loading.showFrame(film, frame, filmView).catch((error) => {
      if (!(error instanceof ApiError)) throw error;
      notices.fail(error.sentence);
    });
  }
}

/** Few films are from after an operation, so this is no part of what every page loads. */
async function compareWithPlan(context) {
  try {
    const { createAchieved } = await import("./achieved.js");
    createAchieved(context);
  } catch {
    context.say(panel.achievedLost);
  }
}
