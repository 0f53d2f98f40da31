/** The films of the study: preview, date, view and side; what cannot be shown says why. */

import { panel } from "../text/planner.js";
import { h } from "./dom.js";

/**
 * @param {HTMLElement} element
 * @param {{study: object, filmId: string}} options
 * @returns {{toggle: () => void, close: () => boolean, update: (study: object) => void}}
 *   On small screens the strip is a drawer.
 */
export function createFilmStrip(element, { study, filmId }) {
  const list = h("div.strip-series");
  const close = h("button.bare.strip-close", { onclick: () => setOpen(false) }, panel.close);
  element.replaceChildren(h("div.strip-head", {}, h("h2", {}, panel.films), close), list);

  function update(shown) {
    list.replaceChildren(...shown.series.map((series) => h("section", {},
      h("h3", {}, [series.modality, series.description].filter(Boolean).join(" · ")),
      series.volume_url && h("a.button.open-volume", { href: series.volume_url }, panel.volume),
      h("ul", { role: "list" }, ...series.films.map((film) => tile(film, shown, filmId))))));
  }

  function setOpen(open) {
    element.classList.toggle("is-open", open);
    if (open) (element.querySelector("[aria-current]") ?? close).focus({ preventScroll: true });
    else document.querySelector(".film").focus({ preventScroll: true });
  }

  update(study);
  return {
    update,
    toggle: () => setOpen(!element.classList.contains("is-open")),
    close() {
      const wasOpen = element.classList.contains("is-open");
      if (wasOpen) setOpen(false);
      return wasOpen;
    },
  };
}

/** Another film of the same plan. */
function addressOf(film) {
  const query = new URLSearchParams(location.search);
  query.set("film", film.id);
  query.delete("frame");
  return `?${query}`;
}

function tile(film, study, filmId) {
  const words = [film.view, panel.side[film.side]].filter(Boolean).join(" ")
    || panel.number(film.number);
  const detail = film.state === "undecodable" ? film.reason?.sentence ?? ""
    : film.state === "rendering" ? panel.rendering : film.date ?? study.date ?? "";
  const picture = film.preview_url && film.state !== "undecodable"
    ? h("img", { src: film.preview_url, alt: "", loading: "lazy", decoding: "async" })
    : h("span.no-picture", { "aria-hidden": "true" });
  return h("li", {}, h("a.tile", {
    href: addressOf(film), data: { state: film.state, testid: "film-tile" },
    "aria-current": film.id === filmId ? "page" : null, title: detail,
  }, picture, h("span.what", {}, h("b", {}, words), h("small", {}, detail))));
}
