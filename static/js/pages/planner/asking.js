/** Asking for the landmarks of a measurement, or of a whole set of them, one after the other. */

import { h } from "../../panels/dom.js";
import { find } from "../../plan/items.js";
import { isPlaced, placeLandmark, removeLandmark } from "../../plan/landmarks.js";
import { askedPlaces } from "../../plan/sets.js";
import { createLandmarkTool } from "../../tools/landmark-tool.js";
import { words } from "../../text/results.js";

/**
 * @param {object} context See `context.js`.
 * @param {{definitions: () => Map<string, object>, nameOf: (key: string, side: string) => string,
 *   promptOf: (key: string) => string, onDone: (ids: string[]) => void}} options
 * @returns {{tool: object, ask: (ids: string[], order?: string[]) => void, isAsking: boolean,
 *   onKey: (event: KeyboardEvent) => boolean}} `order`: keys of landmarks, of a set
 */
export function createAsking({ filmView, toolbox, store, say }, options) {
  const { definitions, nameOf, promptOf, onDone } = options;
  const prompt = filmView.element.querySelector(".prompt");
  let asked = null;

  const tool = createLandmarkTool({ onPlace: place, onBack: back, onDisabled: forget });

  const items = () => (asked?.ids ?? [])
    .map((id) => find(store.document, "measurements", id)).filter(Boolean);
  /** Every landmark once, also where many measurements need it. */
  const places = () => askedPlaces(store.document, definitions(), items(), asked?.order)
    .filter(({ place: { optional, key } }) => !optional || asked.order.includes(key));

  const implants = () => store.document.implants.length > 0;
  const keyOf = ({ key, side }) => `${key} ${side}`;
  /** A set goes on taking points until it is ended; what an implant brings is not asked for. */
  const isOpen = ({ place }) => (asked.filling === keyOf(place) && place.items.length < place.most)
    || (!isPlaced(place) && !(place.fromImplant && implants()));
  const current = () => (asked ? places().find(isOpen) ?? null : null);

  function ask(ids, order = []) {
    asked = { ids, order, filling: null, placed: [] };
    if (!current()) {
      asked = null;
      return;
    }
    toolbox().activate("landmark");
    next();
  }

  function next() {
    const open = current();
    if (!open) {
      finish();
      return;
    }
    asked.filling = open.place.set ? keyOf(open.place) : null;
    show(open);
  }

  function show({ item, place }) {
    const all = places();
    const at = all.findIndex((one) => keyOf(one.place) === keyOf(place));
    const text = words.step(
      nameOf(place.key, place.side), promptOf(place.key), at + 1, all.length,
    );
    const have = place.items.length;
    const done = place.set && isPlaced(place);
    prompt.replaceChildren(...[
      h("span", {}, text),
      place.set && h("span.count", {}, words.points(have, place.least)),
      done && h("button.primary", { onclick: endSet, title: words.doneKey }, words.done),
      h("button", { onclick: stop, title: definitions().get(item.definition).name }, words.stop),
    ].filter(Boolean));
    prompt.hidden = false;
    if (!have || !place.set) say(text);
  }

  function place(pointPx) {
    const open = current();
    if (!open) return;
    const { item, place: wanted } = open;
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
    if (!open?.place.set || !isPlaced(open.place)) return false;
    asked.filling = null;
    next();
    filmView.element.focus({ preventScroll: true });
    return true;
  }

  function finish() {
    const { ids } = asked;
    toolbox().activate("pan");
    onDone(ids);
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
    if (!items().length) toolbox().activate("pan");
    else next();
  });

  return {
    tool,
    ask,
    get isAsking() { return asked !== null; },
    onKey: (event) => event.key === "End" && asked !== null && endSet(),
  };
}
