/** From the film's JSON to pixels on the screen, or a sentence why there are none. */

import { ApiError, get, reportFailure } from "../../api.js";
import { failure } from "../../text/planner.js";
import { sentence, words } from "../../text/viewer.js";
import { loadFilm } from "../../view/loader.js";

const ASK_AGAIN_MS = 1000;

/**
 * @param {{element: HTMLElement, workerUrl: string}} page The film's region, and where the worker
 *   is.
 * @returns {object} `show(film, filmView, early)`, `showFrame(film, frame, filmView)`,
 *   `message(text)`, `stop()`.
 */
export function createLoading({ element, workerUrl }) {
  const note = element.querySelector(".loading");
  const box = element.querySelector(".film-message");
  let stop = () => {};
  let wanted = null;
  let covered = null;
  let lacksDrawing = false;

  function message(text) {
    box.textContent = text;
    box.hidden = !text;
    element.classList.toggle("has-message", Boolean(text));
    if (text) note.hidden = true;
  }

  /** Another image is on its way: what is still on the screen is not it, and shows that. */
  function expect() {
    stop();
    note.hidden = false;
    note.textContent = words.loading;
    element.classList.add("is-stale");
  }

  function show(film, filmView, early) {
    message("");
    expect();
    cover(film, filmView);
    stop = loadFilm(film, {
      workerUrl,
      early,
      onLevels(levels, complete) {
        filmView.setMeaning(film);
        filmView.setLevels(levels, complete);
        element.classList.remove("is-stale");
        note.hidden = complete && !lacksDrawing;
        note.textContent = complete ? words.lacksDrawing : words.reduced;
        element.dataset.loaded = complete ? "full" : "reduced";
      },
      onError(code) {
        filmView.clear();
        element.dataset.loaded = "error";
        message(sentence(code));
        reportFailure(code, "film");
      },
    });
  }

  /**
   * What came with the film to lie over it; the code for it comes only where there is some. What
   * comes late for another image changes nothing.
   */
  async function cover(film, filmView) {
    const mine = covered = Symbol(film.id);
    lacksDrawing = false;
    if (!film.overlay_level && !film.shutter && !filmView.coverings) return;
    try {
      const make = filmView.coverings ? null
        : (await import("../../view/coverings.js")).createCoverings;
      if (covered !== mine) return;
      const coverings = filmView.coverings ?? make(filmView);
      const coming = coverings.setFilm(film);
      filmView.setCoverings(coverings);
      await coming;
    } catch (error) {
      reportFailure(error.code ?? "level_failed", "overlays");
      if (covered !== mine) return;
      lacksDrawing = true;
      note.hidden = false;
      note.textContent = words.lacksDrawing;
    }
  }

  /** Show another image of a series; the last one asked for wins. */
  async function showFrame(film, frame, filmView) {
    wanted = frame;
    expect();
    const next = await get(`films/${film.id}?frame=${frame}`);
    if (wanted !== frame) return;
    const ready = await readyFilm(next, message);
    if (ready && wanted === frame) show(ready, filmView);
  }

  return {
    show,
    showFrame,
    message,
    /** Also what is still on its way starts nothing any more. */
    stop() {
      wanted = null;
      covered = null;
      stop();
    },
  };
}

/**
 * Wait until a film has been rendered; a film that cannot be is never an empty black field.
 *
 * @param {object} film Film of the API.
 * @param {(text: string) => void} message
 * @returns {Promise<object|null>} The film with its levels, or null with the reason on screen.
 */
export async function readyFilm(film, message) {
  let current = film;
  while (current.state === "rendering") {
    message(sentence("rendering"));
    await new Promise((resolve) => { setTimeout(resolve, ASK_AGAIN_MS); });
    try {
      current = await get(`films/${film.id}?frame=${film.frame}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 0) continue;
      message(error.sentence);
      return null;
    }
  }
  if (current.state === "undecodable") {
    message([failure.undecodable, current.reason?.sentence].filter(Boolean).join(" "));
    return null;
  }
  message("");
  return current;
}
