/** The scale panel: the scale that holds, and, while somebody calibrates, the form for it. */

import { METHODS, words } from "../text/calibration.js";
import {
  createBallForm, createFactorForm, createHeaderForm, createKnownForm,
} from "./calibration-forms.js";
import {
  createDistancesForm, createHeadForm, createOtherFilmForm, createTwoMarkersForm,
} from "./calibration-object-forms.js";
import { h } from "./dom.js";
import { historyList, scaleCard } from "./scale-card.js";

/** Detector spacing taken for the patient's would be 10 to 20 % wrong, so it is not offered. */
const mayBeAccepted = (header) => Boolean(header?.acceptable);

/**
 * @param {HTMLElement} element
 * @param {{film: object, geometry: object, mayCalibrate: boolean,
 *   scaleOf: (json: object) => object,
 *   onMethod: (method: string|null) => void, onClear: () => void,
 *   onLook: (diameterMm: number) => void, onSwap: (points: Array<[number, number]>) => void,
 *   otherFilms: {id: string, name: string}[], sigmaOf: (filmId: string) => Promise<number|null>,
 *   onOutline: (outline: object|null) => void,
 *   onSave: (input: object) => Promise<string|null>}} options `onSave` gives a sentence if it
 *   was refused.
 * @returns {object} The panel.
 */
export function createCalibrationPanel(element, options) {
  const { film, geometry, mayCalibrate, scaleOf, onMethod, onClear, onOutline, onSave } = options;
  const { onLook, onSwap, otherFilms, sigmaOf } = options;
  const diameterMm = film.site?.ball_diameter_mm ?? null;
  const state = {
    method: null, form: null, points: [], shown: null, history: [], busy: false,
  };

  const makers = {
    ball: () => createBallForm({
      geometry, diameterMm, onInput: refresh, onClear, onLook, onAdjust: onSwap,
    }),
    implant_head: () => createHeadForm({ geometry, onInput: refresh }),
    two_markers: () => createTwoMarkersForm({ geometry, diameterMm, onInput: refresh, onSwap }),
    known_length: () => createKnownForm({ geometry, onInput: refresh }),
    other_film: () => createOtherFilmForm({
      geometry, films: otherFilms, sigmaOf, onInput: refresh,
    }),
    distances: () => createDistancesForm({ geometry, onInput: refresh }),
    entered_magnification: () => createFactorForm({ geometry, onInput: refresh }),
    accepted_header: () => createHeaderForm({
      geometry, headerScale: film.header_scale, onInput: refresh,
    }),
  };

  const refusal = h("p.notice", { role: "alert", data: { tone: "warning" }, hidden: true });
  const save = h("button.primary", { onclick: submit, data: { testid: "calibration-save" } },
    words.save);

  function refresh() {
    if (!state.form) return;
    state.form.refresh(state.points);
    save.disabled = state.busy || !state.form.input();
    onOutline(state.form.outline ?? null);
  }

  async function submit() {
    const input = state.form?.input();
    if (!input || state.busy) return;
    state.busy = true;
    save.disabled = true;
    refusal.hidden = true;
    let sentence = null;
    try {
      sentence = await onSave(input);
    } finally {
      state.busy = false;
    }
    if (!sentence) return;
    refusal.textContent = sentence;
    refusal.hidden = false;
    refresh();
  }

  function choices() {
    const names = Object.keys(makers).filter(
      (name) => name !== "accepted_header" || mayBeAccepted(film.header_scale),
    );
    return h("div.choices.methods", { role: "group", "aria-label": words.calibrate },
      ...names.map((name) => h("button", {
        "aria-pressed": String(name === state.method), onclick: () => open(name),
        data: { testid: `method-${name}` },
      }, METHODS[name].choice)));
  }

  element.addEventListener("keydown", (event) => {
    if (!state.method) return;
    if (event.key === "Enter" && event.target.matches("input")) submit();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });

  function draw() {
    if (!state.method) {
      element.replaceChildren(scaleCard({
        ...state.shown, mayCalibrate, onCalibrate: () => open("ball"),
      }), historyList(state.history, scaleOf) ?? "");
      return;
    }
    element.replaceChildren(h("h3", {}, words.calibrate), choices(), state.form.element, refusal,
      h("div.dialog-actions", {}, h("button", { onclick: close }, words.cancel), save));
  }

  function open(method) {
    if (!mayCalibrate || method === state.method) return;
    state.method = method;
    state.form = makers[method]();
    state.points = [];
    refusal.hidden = true;
    onMethod(method);
    refresh();
    draw();
    state.form.focus();
  }

  function close() {
    if (!state.method) return;
    state.method = null;
    state.form = null;
    onOutline(null);
    onMethod(null);
    draw();
  }

  return {
    open: () => open(state.method ?? "ball"),
    close,
    get isOpen() { return state.method !== null; },
    /** A ball that was found waits to be confirmed, and may be. */
    get waits() { return Boolean(state.form?.waits && state.form.input()); },
    submit,
    /** @param {string|null} said By a search, null while it is under way. @param {?Array} found */
    propose(said, found = null) {
      state.form?.propose?.(said, found);
    },
    /** Size of the ball as far as it is known, where a ball is being marked. */
    get ballMm() { return state.method === "ball" ? state.form.diameterMm : null; },
    /** Points of the tool that belongs to the method. */
    setPoints(points) {
      state.points = points;
      refresh();
    },
    /** @param {object} scale @param {object|null} calibration */
    show(scale, calibration) {
      state.shown = { scale, calibration };
      draw();
    },
    setHistory(history) {
      state.history = history;
      if (!state.method) draw();
    },
  };
}
