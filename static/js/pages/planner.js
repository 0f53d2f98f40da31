/**
 * The planner page: the film first, and what hands do on it at once; then `planner/work.js`, which
 * brings everything else, as soon as the picture is on the screen.
 */

import { reportFailure } from "../api.js";
import { createAlertBar } from "../panels/alert-bar.js";
import { createFilmStrip } from "../panels/film-strip.js";
import { createStatusLine } from "../panels/status-line.js";
import { panel } from "../text/planner.js";
import { tools as words } from "../text/viewer.js";
import { createFirstHands } from "../tools/first-hands.js";
import { createFilmView } from "../view/film-view.js";
import { inlined } from "./planner/film-data.js";
import { createLoading, readyFilm } from "./planner/loading.js";

// So long the work waits for the picture, and silence is bearable.
const PATIENCE_MS = 800;

const byClass = (name) => document.querySelector(`.${name}`);

window.addEventListener("error", (event) => reportFailure(event.message, "planner"));
window.addEventListener("unhandledrejection", (event) => reportFailure(event.reason, "planner"));

const study = inlined("study-data");
const page = byClass("planner");
const element = byClass("film");
const loading = createLoading({ element, workerUrl: page.dataset.worker });
showFilmAge();
const strip = createFilmStrip(byClass("strip"), { study, filmId: inlined("film-data").id });
const film = await readyFilm(inlined("film-data"), loading.message);
if (film) await open();

async function open() {
  const filmView = createFilmView(element, film);
  const status = createStatusLine(byClass("planner-status"), filmView);
  const firstHands = createFirstHands(filmView);
  const painted = firstPicture(filmView);
  loading.show(film, filmView, globalThis.__quarter);
  element.focus({ preventScroll: true });
  await painted;
  document.head.append(byClass("later-modules").content);
  const slow = setTimeout(() => status.say(words.coming), PATIENCE_MS);
  try {
    const { startWork } = await import("./planner/work.js");
    await startWork({ film, filmView, status, strip, loading, study });
    page.dataset.ready = "true";
    firstHands.handOver();
  } catch (error) {
    createAlertBar(byClass("alert-bar")).show([{
      key: "tools", tone: "warning", sentence: words.failed,
      actions: [{ name: words.reload, run: () => location.reload() }],
    }]);
    throw error;
  } finally {
    clearTimeout(slow);
  }
}

/** The first picture, painted; a page in the background paints none and does not wait for it. */
function firstPicture(filmView) {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS);
    filmView.on("levels", () => requestAnimationFrame(() => setTimeout(resolve)));
  });
}

function showFilmAge() {
  const age = document.querySelector("[data-ago]");
  if (!age?.dataset.ago) return;
  const days = Math.floor((Date.now() - new Date(`${age.dataset.ago}T00:00`)) / 86_400_000);
  age.textContent = panel.daysAgo(days);
}
