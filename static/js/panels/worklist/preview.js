/** The picture and the films of the case that is chosen in the list. */

import { get } from "../../api.js";
import { planner } from "../addresses.js";
import { h } from "../dom.js";
import { say } from "../say.js";
import { words } from "../../text/pages.js";
import { linkOf } from "./rows.js";

const DELAY_MS = 120;

/** Shows one case at a time: beside the list where there is room, over it when asked for. */
export class Preview {
  /** @param {HTMLElement} panel */
  constructor(panel) {
    const part = (name) => panel.querySelector(`[data-preview-${name}]`);
    this.panel = panel;
    this.image = part("image");
    this.words = part("words");
    this.name = part("name");
    this.identity = part("identity");
    this.operation = part("operation");
    this.study = part("study");
    this.films = part("films");
    this.studies = new Map();
    this.row = null;
    this.shown = null;
    this.said = null;
    this.waiting = null;
    this.image.addEventListener("load", () => { this.#picture(true); });
    this.image.addEventListener("error", () => { this.#picture(false); });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && !(event.key === " " && event.target === panel)) return;
      event.preventDefault();
      this.close();
    });
  }

  /** Whether it is on the screen now. */
  get visible() {
    return this.panel.checkVisibility();
  }

  /**
   * @param {Element} row Of the list; shown at once, its films a moment later. Of the row that is
   *   shown already only what it says anew.
   */
  choose(row) {
    this.row = row;
    if (!this.visible) return;
    if (this.shown === row.dataset.key) this.#renew(row);
    else this.#show(row);
  }

  /** Show a case also where there is no room beside the list, and go there. */
  open(row) {
    this.row = row;
    this.panel.classList.add("is-open");
    this.#show(row);
    this.panel.focus({ preventScroll: true });
  }

  /** Back to the list, on the line that was shown. */
  close() {
    this.panel.classList.remove("is-open");
    if (this.row?.isConnected) linkOf(this.row).focus();
  }

  #show(row) {
    this.shown = row.dataset.key;
    this.#say(row);
    this.films.replaceChildren();
    this.#look(row.dataset.previewUrl);
    this.#listSoon(row);
  }

  #renew(row) {
    const { films, url } = this.said;
    this.#say(row);
    if (this.said.url !== url) this.#look(this.said.url);
    if (this.said.films === films) return;
    this.studies.delete(row.dataset.study);
    this.#listSoon(row);
  }

  #say(row) {
    const text = (name) => row.querySelector(`[data-${name}]`)?.textContent.trim() ?? "";
    this.said = { films: text("films"), url: row.dataset.previewUrl };
    say(this.name, text("name"));
    say(this.identity, text("identity"));
    const planned = row.dataset.plan ? [text("description"), text("side")] : [];
    say(this.operation, planned.filter(Boolean).join(" · "));
    const study = row.dataset.plan ? [] : [text("description")];
    say(this.study, [text("films"), text("date"), ...study].filter(Boolean).join(" · "));
  }

  #listSoon(row) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#listFilms(row.dataset), DELAY_MS);
  }

  #look(url) {
    this.image.hidden = true;
    say(this.words, url ? "" : words.previewNone);
    if (url) this.image.src = url;
    else this.image.removeAttribute("src");
  }

  #picture(there) {
    if (!this.image.hasAttribute("src")) return;
    this.image.hidden = !there;
    say(this.words, there ? "" : words.previewMaking);
  }

  async #listFilms({ study: id, key }) {
    try {
      const study = this.studies.get(id) ?? await get(`studies/${id}`);
      this.studies.set(id, study);
      if (this.shown === key) this.#showFilms(study);
    } catch {
      // The list and the picture stand without it.
    }
  }

  #showFilms(study) {
    const films = study.series.flatMap((series) => series.films);
    this.films.replaceChildren(...films.map((film) => {
      const link = h("a", { href: planner(study.id, film.id) }, words.film(film));
      const show = () => this.#look(film.preview_url);
      link.addEventListener("focus", show);
      link.addEventListener("pointerenter", show);
      return h("li", {}, link);
    }));
  }
}
