/** Ways to calibrate by something else: an implant head, two markers, distances, another film. */

import { ApiError } from "../api.js";
import { Reason } from "../geometry/reasons.js";
import { formatNumber } from "../measuring/formatting.js";
import {
  DEFAULT_SHARE, fromDistances, fromImplantHead, fromOtherFilm, fromTwoMarkers,
} from "../plan/calibrate_objects.js";
import { markerWarnings } from "../plan/marker_warnings.js";
import { distances, head, otherFilm, twoMarkers } from "../text/calibration-objects.js";
import { createResult, isReady, judgedBy, numberField } from "./calibration-result.js";
import { field, h, typedNumber } from "./dom.js";

const outlineOf = (fit) => (fit instanceof Reason ? null : fit?.rim?.outline ?? null);

/** @param {{geometry: object, onInput: () => void}} options @returns {object} As a ball's form. */
export function createHeadForm({ geometry, onInput }) {
  const diameter = numberField("head-diameter", null, onInput);
  const result = createResult(geometry, onInput);
  let points = [];
  let fit = null;
  return {
    element: h("div.stack", {}, h("p.secondary", {}, head.steps), field(head.diameter, diameter),
      result.element),
    refresh(next) {
      points = next;
      const size = typedNumber(diameter.value) ?? NaN;
      fit = points.length < 3 ? null
        : fromImplantHead(points, size, geometry, judgedBy(geometry, result));
      result.show(fit);
    },
    input: () => (isReady(fit) ? {
      method: "implant_head", rim_points_px: points,
      head_diameter_mm: typedNumber(diameter.value), reason: result.reason,
    } : null),
    get outline() { return outlineOf(fit); },
    focus: () => diameter.focus(),
  };
}

/**
 * @param {{geometry: object, diameterMm: number|null, onInput: () => void,
 *   onSwap: (points: Array<[number, number]>) => void}} options `onSwap`: these points of the other
 *   marker are clicked from now on.
 * @returns {object} As a ball's form.
 */
export function createTwoMarkersForm({ geometry, diameterMm, onInput, onSwap }) {
  const sizes = {
    behind: numberField("behind-diameter", diameterMm, onInput),
    front: numberField("front-diameter", diameterMm, onInput),
  };
  const share = numberField("depth-share", 100 * DEFAULT_SHARE, onInput);
  const result = createResult(geometry, onInput);
  const points = { behind: [], front: [] };
  let now = "behind";
  let fit = null;
  const buttons = Object.keys(points).map((name) => h("button", {
    onclick: () => swap(name), data: { testid: `marker-${name}` },
  }, twoMarkers[name]));

  function swap(name) {
    if (name === now) return;
    now = name;
    onSwap(points[name]);
  }

  const marker = (name) => (
    { rimPointsPx: points[name], diameterMm: typedNumber(sizes[name].value) ?? NaN });
  const depthShare = () => (typedNumber(share.value) ?? NaN) / 100;

  return {
    element: h("div.stack", {}, h("p.secondary", {}, twoMarkers.steps),
      h("div.choices", { role: "group", "aria-label": twoMarkers.which }, ...buttons),
      field(twoMarkers.behindDiameter, sizes.behind), field(twoMarkers.frontDiameter, sizes.front),
      field(twoMarkers.share, share, { help: twoMarkers.shareHelp }), result.element),
    refresh(next) {
      points[now] = next;
      buttons.forEach((button, index) => {
        button.setAttribute("aria-pressed", String(Object.keys(points)[index] === now));
      });
      const enough = points.behind.length >= 3 && points.front.length >= 3;
      fit = enough ? fromTwoMarkers(marker("behind"), marker("front"), geometry,
        { ...judgedBy(geometry, result), share: depthShare() }) : null;
      result.show(fit);
    },
    input: () => (isReady(fit) ? {
      method: "two_markers", rim_points_px: points.behind,
      ball_diameter_mm: marker("behind").diameterMm, front_rim_points_px: points.front,
      front_ball_diameter_mm: marker("front").diameterMm, depth_share: depthShare(),
      reason: result.reason,
    } : null),
    get outline() {
      if (fit instanceof Reason || !fit) return null;
      return now === "behind" ? fit.rim.outline : fit.rimFront.outline;
    },
    focus: () => {},
  };
}

/** @param {{geometry: object, onInput: () => void}} options @returns {object} As a ball's form. */
export function createDistancesForm({ geometry, onInput }) {
  const sid = numberField("distance-sid", geometry.sidMm, onInput);
  const away = numberField("distance-object", null, onInput);
  const result = createResult(geometry, onInput);
  const { sidMm, sodMm } = geometry;
  const trap = sidMm && sodMm
    ? distances.trap(formatNumber(sodMm, 0), formatNumber(sidMm / sodMm, 2)) : null;
  let fit = null;
  return {
    element: h("div.stack", {}, h("p.secondary", {}, distances.steps),
      trap && h("p.notice", { data: { tone: "amber", testid: "distance-trap" } }, trap),
      field(distances.sid, sid), field(distances.object, away, { help: distances.objectHelp }),
      result.element),
    refresh() {
      const [from, to] = [typedNumber(sid.value), typedNumber(away.value)];
      const isTyped = from !== null && to !== null;
      fit = isTyped ? fromDistances(from, to, geometry, judgedBy(geometry, result)) : null;
      result.show(fit, !isTyped || fit instanceof Reason ? [] : markerWarnings(
        "distances", fit.magnification,
        { region: geometry.region, sourceObjectMm: from - to, headerSodMm: sodMm },
      ));
    },
    input: () => (isReady(fit) ? {
      method: "distances", sid_mm: typedNumber(sid.value),
      object_distance_mm: typedNumber(away.value), reason: result.reason,
    } : null),
    focus: () => away.focus(),
  };
}

/**
 * @param {{geometry: object, films: {id: string, name: string}[],
 *   sigmaOf: (filmId: string) => Promise<number|null>, onInput: () => void}} options `films` of the
 *   patient besides this one; `sigmaOf` the relative standard deviation of the scale of one,
 *   null where it has none; it throws an `ApiError` where the server did not say.
 * @returns {object} As a ball's form.
 */
export function createOtherFilmForm({ geometry, films, sigmaOf, onInput }) {
  const length = numberField("other-length", null, onInput);
  const sigmas = new Map();
  const choice = h("select", { id: "other-film", onchange: choose, data: { testid: "other-film" } },
    h("option", { value: "" }, otherFilm.choose),
    ...films.map(({ id, name }) => h("option", { value: id }, name)));
  const lost = h("p.notice", { role: "alert", data: { tone: "warning" }, hidden: true });
  const result = createResult(geometry, onInput);
  let points = [];
  let fit = null;

  async function choose() {
    const { value } = choice;
    lost.hidden = true;
    // A film that had no scale may have got one since.
    if (value && (sigmas.get(value) ?? null) === null) await ask(value);
    onInput();
  }

  async function ask(filmId) {
    try {
      sigmas.set(filmId, await sigmaOf(filmId));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (choice.value !== filmId) return;
      // So that choosing it again asks again.
      choice.value = "";
      lost.textContent = error.sentence;
      lost.hidden = false;
    }
  }

  return {
    element: h("div.stack", {}, h("p.secondary", {}, otherFilm.steps),
      films.length ? field(otherFilm.film, choice)
        : h("p.notice", { data: { tone: "amber" } }, otherFilm.none),
      lost, field(otherFilm.length, length), result.element),
    refresh(next) {
      points = next;
      const isReadyToFit = points.length === 2 && sigmas.has(choice.value);
      fit = isReadyToFit ? fromOtherFilm(...points, typedNumber(length.value) ?? NaN, geometry, {
        ...judgedBy(geometry, result), otherSigma: sigmas.get(choice.value),
      }) : null;
      result.show(fit);
    },
    input: () => (isReady(fit) ? {
      method: "other_film", points_px: points, length_mm: typedNumber(length.value),
      source_film_id: choice.value, reason: result.reason,
    } : null),
    focus: () => {},
  };
}
