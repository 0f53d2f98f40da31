/** The picture and the films of the study that is chosen in the list. */

import { get } from "../../api.js";
import { planner } from "../addresses.js";
import { h } from "../dom.js";
import { say } from "../say.js";
import { words } from "../../text/pages.js";

const DELAY_MS = 120;

/** Shows one study at a time, beside the list. */
export class Preview {
  /** @param {HTMLElement} panel */
  constructor(panel) {
    const part = (name) => panel.querySelector(`[data-preview-${name}]`);
    this.panel = panel;
    this.image = part("image");
    this.words = part("words");
    this.name = part("name");
    this.identity = part("identity");
    this.study = part("study");
    this.films = part("films");
    this.studies = new Map();
    this.shown = null;
    this.waiting = null;
    this.image.addEventListener("load", () => { this.#picture(true); });
    this.image.addEventListener("error", () => { this.#picture(false); });
  }

  /** Whether there is room for it at all. */
  get visible() {
    return this.panel.offsetParent !== null;
  }

  /** @param {HTMLTableRowElement} row Of the list; shown at once, its films a moment later. */
  choose(row) {
    if (!this.visible || this.shown === row.dataset.study) return;
    const text = (name) => row.querySelector(`[data-${name}]`).textContent;
    this.shown = row.dataset.study;
    say(this.name, text("name"));
    say(this.identity, text("identity"));
    say(this.study, [text("date"), text("description")].filter(Boolean).join(" · "));
    this.films.replaceChildren();
    this.#look(row.dataset.previewUrl);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#listFilms(row.dataset.study), DELAY_MS);
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

  async #listFilms(id) {
    try {
      const study = this.studies.get(id) ?? await get(`studies/${id}`);
      this.studies.set(id, study);
      if (this.shown === id) this.#showFilms(study);
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
