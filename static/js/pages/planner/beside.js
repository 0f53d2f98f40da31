/**
 * A second film beside the one that is planned on: an earlier one, or another view. It is looked
 * at, not worked on; what is done to the view of one is done to the other while they are linked.
 */

import { ApiError } from "../../api.js";
import { createBesideHead, nameOf } from "../../panels/beside-head.js";
import { words } from "../../text/beside.js";
import { carriedView, viewBeside } from "../../view/linked.js";
import { readyFilm } from "./loading.js";

const KEYS = { p: "beside", k: "linkBeside" };

/**
 * @param {object} context See `context.js`.
 * @returns {object} A feature, see `features.js`.
 */
export function createBeside({ film, study, filmView, scale, say, notices, api }) {
  const page = document.querySelector(".planner");
  const place = page.querySelector(".beside");
  const blank = page.querySelector(".second-film-template");
  let others = null;
  let head = null;
  let second = null;
  let linked = true;
  // What is shown, or on its way; null while there is one film only.
  let attempt = null;

  const commands = { beside: toggle, linkBeside };

  async function toggle() {
    if (attempt !== null) {
      close();
      return;
    }
    const mine = begin();
    try {
      others ??= await api.get(`studies/${study.id}/others`);
    } catch (error) {
      if (attempt === mine) close();
      if (!(error instanceof ApiError)) throw error;
      notices.fail(error.sentence);
      return;
    }
    if (attempt !== mine) return;
    const studies = withoutThis([...others, { ...study, description: words.thisStudy, date: "" }]);
    const first = likeliest(studies);
    if (!first) {
      attempt = null;
      say(words.none);
      return;
    }
    head = createBesideHead({ studies, onChoose: show, onLink: linkBeside, onClose: close });
    head.setLinked(linked);
    place.replaceChildren(head.element);
    place.hidden = false;
    page.classList.add("has-beside");
    await show(first.id);
  }

  /** Everything that is still under way from before has lost. */
  function begin() {
    attempt = Symbol("attempt");
    return attempt;
  }

  /** Show a film of the list; what was shown goes at once, lest it stand under another's name. */
  async function show(filmId) {
    const mine = begin();
    head.choose(filmId);
    const element = fresh();
    try {
      const [shown, { createSecondFilm }] = await Promise.all([
        api.get(`films/${filmId}`), import("./second-film.js"),
      ]);
      if (attempt !== mine) return;
      head.show(shown);
      const ready = await readyFilm(shown, (text) => { if (attempt === mine) tell(element, text); });
      if (!ready || attempt !== mine) return;
      second = createSecondFilm({
        element, film: ready, workerUrl: page.dataset.worker, commands, keys: KEYS,
        fail: (error) => failed(error, element),
      });
      startLinked(second.filmView);
      say(words.opened(`${ready.film_date ?? ""} ${nameOf(ready)}`.trim()));
    } catch (error) {
      if (attempt === mine) failed(error, element);
    }
  }

  function failed(error, element) {
    if (!(error instanceof ApiError)) throw error;
    tell(element, error.sentence);
  }

  /** A film's region without a film; what was there before stops. */
  function fresh() {
    second?.stop();
    second = null;
    place.querySelector(".film")?.remove();
    place.append(blank.content.cloneNode(true));
    return place.querySelector(".film");
  }

  function tell(element, text) {
    const box = element.querySelector(".film-message");
    box.textContent = text;
    box.hidden = !text;
    element.querySelector(".loading").hidden = Boolean(text);
    element.classList.toggle("has-message", Boolean(text));
  }

  function startLinked(other) {
    other.setView(viewBeside(
      { view: filmView.view, film, scale: scale(), sides: filmView.sides },
      { fitted: other.view, film: other.film, scale: other.scale, sides: other.sides },
    ));
    const follow = leader(filmView, other);
    const lead = leader(other, filmView);
    second.onView = { follow, lead };
    follow.take();
    lead.take();
    other.on("view", () => { if (second?.filmView === other) lead.moved(follow); });
  }

  /** Carries what happens to one film's view over to another's. */
  function leader(from, to) {
    let last = null;
    const now = () => ({ view: from.view, size: from.size, aspect: from.film.aspect });
    return {
      take() { last = now(); },
      moved(back) {
        const is = now();
        const same = is.size.width === last.size.width && is.size.height === last.size.height;
        if (linked && same && is.view !== last.view) {
          to.setView(carriedView(last, is, {
            view: to.view, size: to.size, aspect: to.film.aspect,
          }), { moving: true });
          // What comes back from there is our own doing.
          back.take();
        }
        last = is;
      },
    };
  }

  filmView.on("view", () => second?.onView.follow.moved(second.onView.lead));

  function linkBeside() {
    if (place.hidden) return;
    linked = !linked;
    head.setLinked(linked);
    say(linked ? words.linked : words.unlinked);
  }

  function close() {
    attempt = null;
    second?.stop();
    second = null;
    const hadFocus = place.contains(document.activeElement);
    place.replaceChildren();
    place.hidden = true;
    page.classList.remove("has-beside");
    if (hadFocus) filmView.element.focus({ preventScroll: true });
    say(words.closed);
  }

  /** Everything but the film that is planned on. */
  function withoutThis(studies) {
    return studies.map((one) => ({
      ...one,
      series: one.series.map((series) => ({
        ...series, films: series.films.filter(({ id }) => id !== film.id),
      })),
    })).filter((one) => one.series.some(({ films }) => films.length));
  }

  /** The newest earlier film of the same view, else any other. */
  function likeliest(studies) {
    const films = studies.flatMap((one) => one.series.flatMap((series) => series.films))
      .filter(({ state }) => state !== "undecodable");
    return films.find(({ view }) => view && view === film.view) ?? films[0] ?? null;
  }

  return {
    commands,
    keys: KEYS,
    sheet: words.sheet,
    buttons: [{
      name: "beside", key: "P", label: words.button, help: words.buttonHelp,
    }],
  };
}
