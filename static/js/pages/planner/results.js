/** Measurements: chosen, guided landmark by landmark, read live, shown on cards and on the film. */

import { Reason } from "../../geometry/reasons.js";
import { createMeasurementPicker } from "../../panels/measurement-picker.js";
import { createResultCards } from "../../panels/result-cards.js";
import { h, icon } from "../../panels/dom.js";
import { enterValue } from "../../plan/entering.js";
import { find } from "../../plan/items.js";
import { newMeasurement, placesOf, removeMeasurement } from "../../plan/landmarks.js";
import {
  KEY_FIGURES, entering, reasonWords, sets as setWords, sided, sheet, words,
} from "../../text/results.js";
import { refusal } from "../../text/saving.js";
import { createAsking } from "./asking.js";
import { createLandmarks } from "./landmarks.js";
import { createResultSaving } from "./result-export.js";
import { resultMarks } from "./result-marks.js";
import { createResultSets } from "./result-sets.js";

const LENGTH = "length";

/**
 * @param {object} context See `context.js`.
 * @returns {object} A feature, see `features.js`.
 */
export function createResults(context) {
  const {
    film, filmView, toolbox, store, scale, onScale, section, openSection, say, reading,
  } = context;
  const part = section("results");
  let selected = null;
  let results = [];
  let readWith = scale();

  const figures = h("dl.key-figures", { hidden: true });
  const list = part.body.querySelector(".result-cards");
  const measureButton = h("button.measure", { onclick: pick }, icon("measure"), words.measure, h("kbd", {}, "M"));
  part.body.prepend(figures, measureButton);
  const saving = createResultSaving(context);
  list.after(saving.element);
  const cards = createResultCards(list, {
    onShow: show,
    onDelete: remove,
    onPlace: (id) => asking.ask([id]),
    onEnter: enter,
    onDeleteSet: (key) => sets.remove(key),
    onPlaceSet: (key) => sets.goOn(key),
  });
  const picker = createMeasurementPicker({
    onPick: begin, onPickSet: (set, side) => sets.begin(set, side),
  });
  const landmarks = createLandmarks(context, { nameOf: reading.landmarkName });
  const asking = createAsking(context, {
    definitions: () => reading.definitions, nameOf: reading.landmarkName, promptOf: reading.promptOf,
    onDone(ids) {
      selected = ids.length === 1 ? ids[0] : null;
      draw();
      if (selected) sayResult(selected);
      else saySet(ids);
    },
  });
  context.guided.ask = asking.ask;
  const sets = createResultSets(context, {
    reading,
    ask(ids, order) {
      asking.ask(ids, order);
      return asking.isAsking;
    },
    onShown: (key) => showCard(`set-${key}`),
  });

  async function pick() {
    try {
      const all = await context.definitions();
      picker.open(all.filter(({ key }) => key !== LENGTH), await context.measurementSets(), {
        side: preferredSide(), hasScale: Boolean(scale().columnMm),
      });
    } catch {
      say(words.failed);
    }
  }

  /** The side of the operation, else of the film, else of what was measured last. */
  function preferredSide() {
    const ofCase = context.plan()?.side;
    const last = store.document.measurements.findLast(({ side }) => side)?.side;
    return [ofCase, film.laterality, last].find((side) => side === "R" || side === "L") ?? "R";
  }

  function begin(definition, side) {
    if (context.refusesEdits()) return;
    const item = newMeasurement(store.document, {
      id: store.uuid(), definition, side, bodyId: store.filmBodyId, viewId: store.viewId,
    });
    const same = existing(item);
    if (same) {
      asking.ask([same.id]);
      if (!asking.isAsking) show(same.id);
      return;
    }
    const refused = store.commit(words.begun(sided(definition.name, side)), [
      { op: "upsert", collection: "measurements", item },
    ]);
    if (refused) return;
    openSection("results");
    asking.ask([item.id]);
    if (asking.isAsking) return;
    sayResult(item.id);
    // What is entered and not placed is entered at once.
    showCard(testIdOf(item)).querySelector(".entered input, .entered button")?.focus();
  }

  const testIdOf = ({ definition, side }) => `result-${definition}${side ? `-${side}` : ""}`;

  function showCard(testId) {
    const card = list.querySelector(`[data-testid="${testId}"]`);
    card.scrollIntoView({ block: "nearest" });
    return card;
  }

  /** @returns {string | null} why a value was not entered, to stand beside what was typed */
  function enter(id, param, value) {
    if (context.refusesEdits()) return refusal(store.readOnly);
    const changes = enterValue(store.document, reading.definitions, { id, param, value });
    if (changes instanceof Reason) return reasonWords(changes);
    if (!changes.length) return null;
    const item = find(store.document, "measurements", id);
    const { params } = reading.definitions.get(item.definition);
    const { name } = params.find((one) => one.param === param);
    const refused = store.commit(entering.entered(name), changes);
    if (refused) return refusal(refused);
    sayResult(id);
    return null;
  }

  /** What is measured already is not measured twice, unless it keeps its points for itself. */
  function existing({ definition, side }) {
    const { region } = reading.definitions.get(definition) ?? {};
    if (region === "general") return null;
    return results.find((one) => one.definition?.key === definition && one.side === side) ?? null;
  }

  function remove(id) {
    const item = find(store.document, "measurements", id);
    if (!item || context.refusesEdits()) return;
    const changes = removeMeasurement(store.document, reading.definitions, id);
    store.commit(words.deleted(nameOf(item)), changes);
  }

  const nameOf = ({ definition, side }) => (
    sided(reading.definitions.get(definition)?.name ?? definition, side));

  function show(id) {
    selected = selected === id ? null : id;
    draw();
    const [first] = landmarks.of(id);
    if (selected && first) filmView.elementOf(first)?.focus({ preventScroll: true });
  }

  function draw() {
    // A new scale may be heard of first through the plan that it changes.
    if (scale() !== readWith) cards.remember();
    readWith = scale();
    results = reading.results().filter(({ key }) => key !== LENGTH).map(withMissing);
    cards.update(results, sets.groups(results.map(({ id }) => id)));
    showFigures();
    part.note(results.length ? String(results.length) : "");
    saving.show(results.length > 0);
    filmView.setMarks("results", [
      ...resultMarks(results.filter((one) => !context.guided.isQuiet?.(one)), { film, selected, scale: scale(), hanging: reading.hanging() }),
      ...landmarks.marks(),
    ]);
  }

  function withMissing(result) {
    const item = find(store.document, "measurements", result.id);
    const lacking = result.definition && result.planned instanceof Reason
      && placesOf(store.document, result.definition, item)
        .find(({ items, least, optional }) => items.length < least && !optional);
    return { ...result, missing: lacking ? reading.landmarkName(lacking.key, lacking.side) : null };
  }

  function showFigures() {
    const shown = results.filter(({ key, planned }) => KEY_FIGURES[key] && !(planned instanceof Reason));
    figures.hidden = shown.length === 0;
    figures.replaceChildren(...shown.map(({ key, side, short, planned }) => h("div", {
      data: { testid: `figure-${key}${side ? `-${side}` : ""}`, value: String(planned.value) },
    }, h("dt", {}, sided(KEY_FIGURES[key], side)), h("dd", {}, short))));
  }

  function sayResult(id) {
    const result = results.find((one) => one.id === id);
    if (!result) return;
    const { name, side, planned, text } = result;
    say(words.said(sided(name, side), planned instanceof Reason ? reasonWords(planned) : text));
  }

  function saySet(ids) {
    const own = results.filter(({ id }) => ids.includes(id));
    const known = own.filter(({ planned }) => !(planned instanceof Reason)).length;
    say(setWords.all(known, own.length));
  }

  store.subscribe(draw);
  onScale(draw);
  reading.onChange(draw);
  reading.start();

  return {
    tools: [asking.tool],
    layer: {
      handles: landmarks.handles,
      select(key) {
        landmarks.select(key);
        draw();
      },
    },
    commands: { measure: pick, freeHand: asking.setFree },
    keys: { m: "measure", "/": "measure" },
    holds: { q: "freeHand" },
    sheet,
    onKey: asking.onKey,
    buttons: [],
    setFrame: draw,
    sayMoved({ landmark }) {
      const item = landmark && results.find(({ id }) => landmarks.usedBy(landmark).includes(id));
      if (item) sayResult(item.id);
    },
    describe: {
      words: (collection, item) => landmarks.describe.words(collection, item)
        ?? (collection === "measurements" && item.definition !== LENGTH ? nameOf(item) : null),
      marks: landmarks.describe.marks,
    },
  };
}
