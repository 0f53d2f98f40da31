/** Calibrating: tools, panel and server together. */

import { ApiError, get, post } from "../../api.js";
import { formatNumber } from "../../measuring/formatting.js";
import { createCalibrationPanel } from "../../panels/calibration-panel.js";
import { askWhichCalibration } from "../../panels/conflict-dialog.js";
import { SUPINE_AP_PELVIS } from "../../plan/calibrate.js";
import { headDiameters } from "../../plan/marker_warnings.js";
import { METHODS, ball, known } from "../../text/calibration.js";
import { createPointsTool } from "../../tools/points-tool.js";
import { createHistory } from "../../plan/history.js";
import { createCalibrationSteps } from "./calibration-steps.js";
import { geometryOf, scaleOf } from "./film-data.js";

const MOST_RIM_POINTS = 100;
const toolOf = {
  ball: "rim", implant_head: "rim", two_markers: "rim", known_length: "known", other_film: "known",
};

/**
 * @param {object} parts `section` of the panel, `film`, `filmView`, `toolbox()`, `mayCalibrate`, and
 *   `onScale(scale, calibration)`, called when a new scale holds, `history`, `document()` of the
 *   plan, `study`, whose other films an object may have been measured on, and `frame()` that is
 *   shown.
 * @returns {object} `open`, `close`, `isOpen`, `tool`, `tools`, `history` of the points that are
 *   being clicked, `acceptHeader`, `current`, `take(calibration)`: somebody else made it.
 */
export function createCalibrating({
  section, film, filmView, toolbox, mayCalibrate, onScale, history: done, document: planned,
  study, frame = () => film.frame ?? 1,
}) {
  const element = section.body;
  let current = film.calibration;
  const steps = createCalibrationSteps({
    filmId: film.id, current: () => current, accept, history: done,
  });
  let outline = null;
  // Points on the rim are undone among themselves; once saved they are a record.
  let draft = createHistory();
  const history = { run: (command) => draft.run(command) };
  const stays = () => panel.isOpen;
  let method = null;
  let search = null;
  const geometry = geometryOf(film);
  geometry.expected ??= SUPINE_AP_PELVIS;
  geometry.heads = (columnMm) => (planned
    ? headDiameters(planned(), film.sop_instance_uid, { columnMm, aspect: film.aspect }) : []);

  const rim = createPointsTool({
    name: "rim", most: MOST_RIM_POINTS, role: "planned", history, words: ball, stays,
    nameOf: (index, count) => ball.rimPoint(index, count),
    marksOf: () => (outline
      ? [{ key: "rim:outline", kind: "ellipse", role: "planned", ellipse: outline }] : []),
    onChange: (points) => panel.setPoints(points),
    draw: (marks) => filmView.setMarks("rim", marks),
  });
  const line = createPointsTool({
    name: "known", most: 2, role: "planned", history, words: known, stays, nameOf: known.end,
    marksOf: (points) => (points.length === 2
      ? [{ key: "known:line", kind: "line", role: "planned", pointsPx: points }] : []),
    onChange: (points) => panel.setPoints(points),
    draw: (marks) => filmView.setMarks("known", marks),
  });

  const panel = createCalibrationPanel(element, {
    film, geometry, mayCalibrate, scaleOf,
    otherFilms: otherFilmsOf(study, film.id), sigmaOf,
    onLook: look,
    onSwap(points) {
      rim.reset(points);
      draft = createHistory();
      resume();
    },
    onMethod(next) {
      method = next;
      search?.abort();
      [rim, line].forEach((tool) => tool.reset());
      draft = createHistory();
      resume();
    },
    onClear: () => rim.reset(),
    onOutline(next) {
      outline = next;
      rim.redraw();
    },
    onSave: save,
  });

  /** How far another film's scale can be trusted; null where it has none. The form tells why not. */
  async function sigmaOf(filmId) {
    const scale = scaleOf((await get(`films/${filmId}`)).scale);
    return scale.calibrated ? scale.relativeSigma ?? null : null;
  }

  /** Look for the ball. What is found is drawn; a person takes it, adjusts it, or clicks instead. */
  async function look(diameterMm) {
    if (!diameterMm || rim.points.length) return;
    search?.abort();
    const { signal } = search = new AbortController();
    panel.propose(null);
    try {
      const found = await post(`films/${film.id}/marker`, {
        ball_diameter_mm: diameterMm, frame: frame(),
      }, { signal });
      if (signal.aborted) return;
      const words = found.found
        ? ball.found(found.agree, found.of, formatNumber(found.residual_px, 2)) : found.sentence;
      panel.propose(words, found.found ? found.rim_points_px : null);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      panel.propose(error.sentence);
    }
  }

  /** Whether Enter means the circle that was found, and nothing else that has the hand or focus. */
  const confirms = (event) => event.key === "Enter" && !event.repeat && panel.waits
    && toolbox().active.name === rim.name
    && !event.target.closest("button, a, input, select, [data-handle]");

  // Before the keys of the film: Enter there would place a point.
  filmView.element.addEventListener("keydown", (event) => {
    if (!confirms(event)) return;
    event.preventDefault();
    event.stopPropagation();
    panel.submit();
  }, { capture: true });

  /** Take the tool of the method in hand again, after a look around with another. */
  function resume() {
    toolbox().activate(toolOf[method] ?? "pan");
    filmView.element.focus({ preventScroll: true });
  }

  async function save(input) {
    try {
      const before = current;
      const made = await post(`films/${film.id}/calibrations`, {
        ...input, supersedes: before?.id ?? null,
      });
      accept(made);
      steps.remember(before, made);
      return null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code !== "calibration_superseded" || !error.body.current) return error.sentence;
      return settle(error.body.current, input);
    }
  }

  /** Somebody was faster: a person compares and decides; nothing is overwritten unseen. */
  async function settle(theirs, input) {
    const yours = `${METHODS[input.method].choice} ${mine()}`;
    const answer = await askWhichCalibration({ theirs, yours, scaleOf });
    current = theirs;
    if (answer === "yours") return save(input);
    accept(theirs);
    return null;
  }

  const mine = () => {
    const value = element.querySelector('[data-testid="calibration-magnification"]')?.dataset.value;
    return value ? formatNumber(Number(value), 3) : "";
  };

  function accept(calibration) {
    current = calibration;
    if (panel.isOpen) {
      panel.close();
      filmView.element.focus({ preventScroll: true });
    }
    const scale = scaleOf(calibration.scale);
    panel.show(scale, calibration);
    onScale(scale, calibration);
    loadHistory();
  }

  async function loadHistory() {
    try {
      panel.setHistory(await get(`films/${film.id}/calibrations`));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // The list of earlier calibrations is a comfort; the one that holds is on the page.
      panel.setHistory([]);
    }
  }

  panel.show(scaleOf(film.scale), current);
  if (current) loadHistory();

  return {
    tools: [rim, line],
    /** Another image is shown: what was found on the one before is not on it. */
    setFrame() {
      search?.abort();
      panel.propose("");
      if (panel.isOpen) look(panel.ballMm);
    },
    /** Begin, or go on with what was begun. */
    open() {
      if (panel.isOpen) resume();
      else {
        panel.open();
        look(panel.ballMm);
      }
    },
    close: panel.close,
    get isOpen() { return panel.isOpen; },
    get tool() { return toolOf[method] ?? "pan"; },
    get history() { return draft; },
    /** Use what the header says, on a person's word. @returns {Promise<string|null>} */
    get current() { return current; },
    take: accept,
    acceptHeader: (reason) => save({ method: "accepted_header", reason }),
  };
}

function otherFilmsOf(study, filmId) {
  return (study?.series ?? []).flatMap(({ films }) => films)
    .filter(({ id, state }) => id !== filmId && state === "ready")
    .map(({ id, number, view, side, date }) => (
      { id, name: [number, view, side, date].filter(Boolean).join(" · ") }));
}
