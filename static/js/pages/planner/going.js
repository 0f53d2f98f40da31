/** From a thing that is missing to the place where it is put right. */

import { planner } from "../../panels/addresses.js";
import { words } from "../../text/signing.js";

const GO = "plumbline.go";
const OF_SCALE = /calibrat|scale/;
const OF_SIDE = /hanging/;
const OF_CASE = /^(side_|operation_|no_date)/;

/**
 * @param {object} context Of the planner.
 * @param {{openCase: () => void}} options
 * @returns {(missing: {code: string, target: object}) => void}
 */
export function createGoing(context, { openCase }) {
  const { store, study, filmView, say, openSection } = context;
  const within = (name, id) => document.querySelector(
    `[data-section="${name}"] :is([data-${name.replace(/s$/, "")}="${CSS.escape(id)}"], `
    + `[data-id="${CSS.escape(id)}"])`);

  /** Focus what can be focused in an element, or the element itself. */
  function enter(element) {
    if (!element) return;
    const inner = element.matches("button, a, input, [tabindex]")
      ? element : element.querySelector("button, a, input, [tabindex]");
    const target = inner ?? element;
    if (!inner) target.tabIndex = -1;
    target.scrollIntoView({ block: "nearest" });
    target.focus();
  }

  const handleOf = (id) => document.querySelector(`.film [data-handle*="${CSS.escape(id)}"]`);
  const film = () => filmView.element.focus({ preventScroll: true });

  /** Another film of the study: the page opens there and goes on to the place itself. */
  function goToFilm(viewId, missing) {
    const view = store.document.views.find(({ id }) => id === viewId);
    const films = study.series.flatMap((series) => series.films);
    const there = films.find((one) => one.sop_instance_uid === view?.sop_instance_uid);
    if (!there) return say(words.elsewhere);
    sessionStorage.setItem(GO, JSON.stringify({ film: there.id, missing }));
    return location.assign(`${planner(study.id, there.id)}&plan=${context.plan().id}`);
  }

  function goToView({ code }) {
    if (OF_CASE.test(code)) return openCase();
    if (OF_SIDE.test(code)) return enter(document.querySelector('[data-testid="alert-sides"]'));
    if (!OF_SCALE.test(code)) return film();
    openSection("scale");
    return enter(document.querySelector('[data-testid="calibrate"]')
      ?? document.querySelector('[data-section="scale"] .section-head'));
  }

  const goers = {
    case: openCase,
    view: goToView,
    note({ target }) {
      globalThis.location.hash = `note-${target.id}`;
    },
    landmark({ target }) {
      openSection("results");
      enter(handleOf(target.id) ?? filmView.element);
    },
    measurement({ target }) {
      openSection("results");
      enter(document.querySelector(`[data-section="results"] :is([data-measurement="${
        CSS.escape(target.id)}"], [data-id="${CSS.escape(target.id)}"])`) ?? handleOf(target.id));
    },
    implant({ target }) {
      openSection("implants");
      enter(within("implants", target.id) ?? handleOf(target.id)
        ?? document.querySelector('[data-section="implants"] .section-head'));
    },
  };

  function go(missing) {
    const { kind, view_id: viewId } = missing.target;
    if (viewId && viewId !== store.viewId) goToFilm(viewId, missing);
    else goers[kind]?.(missing);
  }

  /** What the page before this one was on its way to. */
  function goOn() {
    const stored = sessionStorage.getItem(GO);
    if (!stored) return;
    sessionStorage.removeItem(GO);
    const { film: filmId, missing } = JSON.parse(stored);
    if (filmId === context.film.id) requestAnimationFrame(() => go(missing));
  }

  goOn();
  return go;
}
