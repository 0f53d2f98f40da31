/** Asking for the landmarks of a measurement, one after the other. */

import { h } from "../../panels/dom.js";
import { find } from "../../plan/items.js";
import { isPlaced, placeLandmark, placesOf, removeLandmark } from "../../plan/landmarks.js";
import { createLandmarkTool } from "../../tools/landmark-tool.js";
import { words } from "../../text/results.js";

/**
 * @param {object} context See `context.js`.
 * @param {{definitions: () => Map<string, object>, nameOf: (key: string, side: string) => string,
 *   promptOf: (key: string) => string, onDone: (id: string) => void}} options
 * @returns {{tool: object, ask: (id: string) => void, isAsking: boolean,
 *   onKey: (event: KeyboardEvent) => boolean}}
 */
export function createAsking({ filmView, toolbox, store, say }, options) {
  const { definitions, nameOf, promptOf, onDone } = options;
  const prompt = filmView.element.querySelector(".prompt");
  let asked = null;

  const tool = createLandmarkTool({ onPlace: place, onBack: back, onDisabled: forget });

  const measurement = () => asked && find(store.document, "measurements", asked.id);
  const definitionOf = (item) => item && definitions().get(item.definition);

  function places() {
    const item = measurement();
    const definition = definitionOf(item);
    return definition ? placesOf(store.document, definition, item) : [];
  }

  const implants = () => store.document.implants.length > 0;
  /** A set goes on taking points until it is ended; what an implant brings is not asked for. */
  const isOpen = (one) => (asked.filling === one.role && one.items.length < one.most)
    || (!isPlaced(one) && !one.optional && !(one.fromImplant && implants()));
  const current = () => (asked ? places().find(isOpen) ?? null : null);

  function ask(id) {
    asked = { id, filling: null, placed: [] };
    if (!current()) {
      asked = null;
      return;
    }
    toolbox().activate("landmark");
    next();
  }

  function next() {
    const place = current();
    if (!place) {
      finish();
      return;
    }
    asked.filling = place.set ? place.role : null;
    show(place);
  }

  function show(place) {
    const definition = definitionOf(measurement());
    const all = places();
    const at = all.findIndex(({ role }) => role === place.role);
    const text = words.step(
      nameOf(place.key, place.side), promptOf(place.key), at + 1, all.length,
    );
    const have = place.items.length;
    const done = place.set && isPlaced(place);
    prompt.replaceChildren(...[
      h("span", {}, text),
      place.set && h("span.count", {}, words.points(have, place.least)),
      done && h("button.primary", { onclick: endSet, title: words.doneKey }, words.done),
      h("button", { onclick: stop, title: definition.name }, words.stop),
    ].filter(Boolean));
    prompt.hidden = false;
    if (!have || !place.set) say(text);
  }

  function place(pointPx) {
    const wanted = current();
    const item = measurement();
    if (!wanted || !item) return;
    const landmark = {
      id: store.uuid(), body_id: store.filmBodyId, key: wanted.key, side: wanted.side,
      point_px: pointPx, placed: filmView.complete ? "loupe" : "free",
    };
    const refused = store.commit(
      words.placed(nameOf(wanted.key, wanted.side)),
      placeLandmark(store.document, definitions(), item, wanted, landmark),
    );
    if (refused) return;
    asked.placed.push(landmark.id);
    next();
  }

  /** The last point that was placed here, taken back. @returns {boolean} Whether there was one. */
  function back() {
    const id = asked?.placed.findLast((one) => find(store.document, "landmarks", one));
    if (!id) return false;
    const { key, side } = find(store.document, "landmarks", id);
    asked.placed = asked.placed.filter((one) => one !== id);
    asked.filling = null;
    store.commit(words.removed(nameOf(key, side)), removeLandmark(store.document, id));
    next();
    return true;
  }

  function endSet() {
    const open = current();
    if (!open?.set || !isPlaced(open)) return false;
    asked.filling = null;
    next();
    filmView.element.focus({ preventScroll: true });
    return true;
  }

  function finish() {
    const { id } = asked;
    toolbox().activate("pan");
    onDone(id);
  }

  function stop() {
    toolbox().activate("pan");
    filmView.element.focus({ preventScroll: true });
    say(words.stopped);
  }

  function forget() {
    asked = null;
    prompt.hidden = true;
  }

  // Undo may take a point away while the next one is asked for.
  store.subscribe(({ kind }) => {
    if (!asked || (kind !== "undo" && kind !== "redo" && kind !== "remote")) return;
    if (!measurement()) toolbox().activate("pan");
    else next();
  });

  return {
    tool,
    ask,
    get isAsking() { return asked !== null; },
    onKey: (event) => event.key === "End" && asked !== null && endSet(),
  };
}
