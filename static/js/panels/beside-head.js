/** The head of the film beside: which film it is, which others there are, link and close. */

import { words } from "../text/beside.js";
import { panel } from "../text/planner.js";
import { h } from "./dom.js";

/**
 * @param {{studies: object[], filmId: string, onChoose: (filmId: string) => void,
 *   onLink: () => void, onClose: () => void}} options `studies` with series and films.
 * @returns {{element: HTMLElement, choose: (filmId: string) => void, show: (film: object) => void,
 *   setLinked: (linked: boolean) => void}}
 */
export function createBesideHead({ studies, onChoose, onLink, onClose }) {
  const select = h("select", {
    "aria-label": words.choose, data: { testid: "beside-choice" },
    onchange: () => onChoose(select.value),
  }, ...studies.map(groupOf));
  const scale = h("span.chip", { data: { testid: "beside-scale" } });
  const lossy = h("span.chip", { title: words.lossyHelp, hidden: true }, words.lossy);
  const link = h("button", {
    "aria-pressed": "true", title: words.linkHelp, data: { testid: "beside-link" }, onclick: onLink,
  }, words.link);
  const close = h("button.bare", {
    title: words.closeHelp, data: { testid: "beside-close" }, onclick: onClose,
  }, words.close);
  return {
    element: h("div.beside-head", {}, select, lossy, scale, link, close),
    /** Another film is on its way. */
    choose(filmId) {
      select.value = filmId;
      scale.hidden = true;
      lossy.hidden = true;
    },
    show(film) {
      scale.hidden = false;
      lossy.hidden = !film.lossy;
      scale.textContent = film.scale.calibrated ? film.scale.label : words.notCalibrated;
      scale.title = film.scale.label;
    },
    setLinked: (linked) => link.setAttribute("aria-pressed", String(linked)),
  };
}

/** @returns {string} A film in words. */
export function nameOf(film) {
  const name = [film.view, panel.side[film.side]].filter(Boolean).join(" ");
  return name || words.image(film.number);
}

function groupOf(study) {
  const label = [study.date, study.description].filter(Boolean).join(" · ") || words.thisStudy;
  const films = study.series.flatMap((series) => series.films);
  return h("optgroup", { label }, ...films.map((film) => h("option", {
    value: film.id, disabled: film.state === "undecodable",
  }, [film.date ?? study.date, nameOf(film)].filter(Boolean).join(" · "))));
}
