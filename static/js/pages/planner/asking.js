/** Asking for the landmarks of a measurement, or of a whole set of them, one after the other. */

import { h } from "../../panels/dom.js";
import { find } from "../../plan/items.js";
import { isPlaced, placeLandmarks, removeLandmarks } from "../../plan/landmarks.js";
import { askedPlaces } from "../../plan/sets.js";
import { createLandmarkTool } from "../../tools/landmark-tool.js";
import { words } from "../../text/results.js";
import { createSnapping } from "./snapping.js";

/**
 * @param {object} context See `context.js`.
 * @param {{definitions: () => Map<string, object>, nameOf: (key: string, side: string) => string,
 *   promptOf: (key: string) => string, onDone: (ids: string[]) => void}} options
 * @returns {{tool: object, ask: (ids: string[], order?: string[]) => void, isAsking: boolean,
 *   onKey: (event: KeyboardEvent) => boolean, setFree: (free: boolean) => void}} `order`: keys of
 *   landmarks, of a set; `setFree`: whether a click stays where it is
 */
export function createAsking(context, options) {
  const { filmView, toolbox, store, say } = context;
  const { definitions, nameOf, promptOf, onDone } = options;
  const prompt = filmView.element.querySelector(".prompt");
  let asked = null;

  const snapping = createSnapping(context);
  const tool = createLandmarkTool({
    onPlace: place, onBack: back, onDisabled: forget,
    onHover: (pointPx) => snapping.aim(snapOf(current()), pointPx),
  });

  const items = () => (asked?.ids ?? [])
    .map((id) => find(store.document, "measurements", id)).filter(Boolean);
  /** Every landmark once, also where many measurements need it. */
  const places = () => askedPlaces(store.document, definitions(), items(), asked?.order)
    .filter(({ place: { optional, key } }) => !optional || asked.order.includes(key));

  const implants = () => store.document.implants.length > 0;
  const keyOf = ({ key, side }) => `${key} ${side}`;
  /** A guide asks for what it names; the rest of it comes with the implants. */
  const comesLater = ({ key }) => context.guided?.leads && !asked.order.includes(key);
  /** A set goes on taking points until it is ended; what an implant brings is not asked for. */
  const isOpen = ({ place }) => (asked.filling === keyOf(place) && place.items.length < place.most)
    || (!isPlaced(place) && !(place.fromImplant && (implants() || comesLater(place))));
  const current = () => (asked ? places().find(isOpen) ?? null : null);
  /** Of a set only what has no point yet: others are clicked on purpose. */
  const snapOf = (open) => (open && !open.place.items.length ? open.place.snap : null);

  function ask(ids, order = []) {
    asked = { ids, order, filling: null, placed: [] };
    if (!current()) {
      asked = null;
      return;
    }
    toolbox().activate("landmark");
    next();
  }

  function next(said = "") {
    const open = current();
    if (!open) {
      finish();
      return;
    }
    asked.filling = open.place.set ? keyOf(open.place) : null;
    show(open, said);
  }

  function show({ item, place }, said) {
    const all = places();
    const at = all.findIndex((one) => keyOf(one.place) === keyOf(place));
    const hint = snapping.isPossible(snapOf({ place })) ? words.orNear[place.snap] : "";
    const text = words.step(
      nameOf(place.key, place.side), [promptOf(place.key), hint].filter(Boolean).join(" "),
      at + 1, all.length,
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
    if (!have || !place.set) say(said ? `${said} ${text}` : text);
  }

  function place(pointPx) {
    const open = current();
    if (!open) return;
    const { item, place: wanted } = open;
    const snapped = snapping.take(snapOf(open), pointPx);
    const placed = filmView.complete ? "loupe" : "free";
    const landmarks = (snapped?.pointsPx ?? [pointPx]).map((point) => {
      const home = context.bones.homeOf(wanted.key, wanted.side, point);
      return {
        id: store.uuid(), body_id: home.bodyId, key: wanted.key, side: wanted.side,
        point_px: home.pointPx, placed: snapped ? "snap" : placed,
      };
    });
    const refused = store.commit(
      words.placed(nameOf(wanted.key, wanted.side)),
      placeLandmarks(store.document, definitions(), item, wanted, landmarks),
    );
    if (refused) return;
    asked.placed.push(landmarks.map(({ id }) => id));
    if (snapped) asked.filling = null;
    next(snapped?.words);
  }

  /** What the last click placed here, taken back. @returns {boolean} Whether there was anything. */
  function back() {
    const isThere = (id) => find(store.document, "landmarks", id);
    const ids = asked?.placed.findLast((one) => one.some(isThere));
    if (!ids) return false;
    const { key, side } = isThere(ids.find(isThere));
    asked.placed = asked.placed.filter((one) => one !== ids);
    asked.filling = null;
    store.commit(
      words.removed(nameOf(key, side)), removeLandmarks(store.document, ids.filter(isThere)),
    );
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
    snapping.aim(null, null);
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
    setFree: snapping.setFree,
    get isAsking() { return asked !== null; },
    onKey: (event) => event.key === "End" && asked !== null && endSet(),
  };
}
