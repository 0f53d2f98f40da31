/** Implant templates: added, sized, dragged and turned on the film, listed in the panel. */

import { Reason } from "../../geometry/reasons.js";
import { createImplantPanel } from "../../panels/implant-panel.js";
import { implantSets, placedImplants, setProblems, sideOf } from "../../plan/implant_sets.js";
import { templatingReason } from "../../plan/implants.js";
import { find } from "../../plan/items.js";
import { newMeasurement } from "../../plan/landmarks.js";
import { fullName, reasonWords, sheet, words } from "../../text/implants.js";
import { bodyKey, createImplantHands, implantOfKey } from "../../tools/implant-hands.js";
import { askedBy } from "../../tools/implant-keys.js";
import { ringOf } from "../../tools/implant-shapes.js";
import { createImplantStep } from "../../tools/implant-step.js";
import { createImplantAdding } from "./implant-adding.js";
import { createImplantDeeds } from "./implant-deeds.js";
import { createImplantMarks, shapeOf } from "./implant-marks.js";

const INCLINATION = "cup_inclination";
// So small on the screen a ring would cover what it turns.
const LEAST_RING_PX = 44;
const TAP_PX = 8;

/**
 * @param {object} context See `context.js`.
 * @returns {object} A feature, see `features.js`.
 */
export function createImplants(context) {
  const {
    film, filmView, toolbox, store, scale, onScale, section, openSection, say, reading,
  } = context;
  let listing = [];
  let selected = null;
  let placed = new Map();

  const patientRightOn = () => film.sides?.patient_right_on ?? "left";
  const variantOf = (document) => (
    find(document, "variants", store.variantId) ?? document.variants[0] ?? null);
  const benchOf = (document) => ({
    document, families: reading.families(), variantId: variantOf(document)?.id ?? null,
    scale: scale(),
  });
  const kindOf = ({ family }) => listing.find(({ key }) => key === family)?.kind
    ?? reading.families().find(({ key }) => key === family)?.kind ?? null;
  const sets = () => implantSets(placed);

  function sideOfItem(item, document) {
    const pose = variantOf(document)?.poses[item.body_id];
    return pose ? sideOf(pose.mirrored, patientRightOn()) : null;
  }
  const nameOfItem = (item, document = store.document) => (
    fullName(kindOf(item), item.size, sideOfItem(item, document)));
  /** As the way of operating that is worked on has it. */
  const itemOf = (id) => placed.get(id)?.implant ?? find(store.document, "implants", id);
  const nameOf = (id) => (itemOf(id) ? nameOfItem(itemOf(id)) : "");

  const drawable = () => new Map([...placed].filter(([, one]) => !(one instanceof Reason)));

  /** Of a head on a stem it is the stem's: they turn together. */
  function ring() {
    const one = drawable().get(selected);
    const turning = one?.carriedBy ? drawable().get(one.carriedBy) : one;
    return turning ? ringOf(turning, scale(), LEAST_RING_PX / filmView.view.scale) : null;
  }

  function memberOf(id, kind) {
    const one = drawable().get(id);
    return sets().find(({ mirrored }) => mirrored === one?.mirrored)?.[kind] ?? null;
  }

  const step = createImplantStep({
    store, benchOf, refuses: context.refusesEdits, onRefused: (reason) => say(reasonWords(reason)),
    onDone: say,
  });
  const deeds = createImplantDeeds(context, {
    step, benchOf, nameOf, memberOf, kindOf: (id) => kindOf(itemOf(id)),
  });
  const hands = createImplantHands({
    filmView, step, placed: drawable, selected: () => selected, ring, nameOf,
    aspect: () => scale().aspect, remove: deeds.remove,
  });
  const marks = createImplantMarks({
    draw: (all) => filmView.setMarks("implants", all), aspect: () => scale().aspect,
  });
  const adding = createImplantAdding(context, {
    benchOf, sets, results: reading.results, patientRightOn,
    onAdded(id) {
      toolbox().activate("pan");
      select(id);
    },
  });
  const panel = createImplantPanel(section("implants"), {
    adding,
    mayCalibrate: film.may?.calibrate ?? true,
    onAccept: (reason) => context.calibrating.acceptHeader(reason),
    onCalibrate: () => context.calibrating.open(),
    onSelect: select,
    onRetry: start,
    onMeasure: measureInclination,
    onSize: deeds.size,
    onOption: deeds.option,
    onMirror: deeds.mirror,
    onRemove: deeds.remove,
  });

  function select(id) {
    toolbox().select(bodyKey(id));
    requestAnimationFrame(() => filmView.elementOf(bodyKey(id))?.focus({ preventScroll: true }));
  }

  function draw() {
    const { document, viewId } = store;
    const variantId = variantOf(document)?.id ?? null;
    placed = placedImplants(document, {
      viewId, variantId, families: reading.families(), scale: scale(),
    });
    if (selected && !placed.has(selected)) selected = null;
    drawMarks();
    panel.show({
      listing, refused: templatingReason(scale()), scale: scale(), sets: shownSets(), selected,
    });
  }

  function drawMarks() {
    marks.show({
      placed: drawable(), selected, ring: ring(), isDragging: step.isDragging, nameOf,
    });
  }

  /** The cards, by side; also of what cannot be drawn now. */
  function shownSets() {
    const results = placed.size ? reading.results() : [];
    const all = [...placed].map(([id, one]) => {
      const item = itemOf(id);
      return {
        id, item, placed: one, kind: kindOf(item), name: nameOfItem(item),
        side: sideOfItem(item, store.document),
      };
    });
    return [...new Set(all.map(({ side }) => side))].map((side) => {
      const set = sets().find(({ mirrored }) => sideOf(mirrored, patientRightOn()) === side);
      return {
        side,
        cards: all.filter((one) => one.side === side),
        stem: set?.stem ?? null,
        hasCup: Boolean(set?.cup),
        problems: set ? setProblems(set).map(reasonWords) : [],
        inclination: results.find((one) => one.key === INCLINATION && one.side === side) ?? null,
      };
    });
  }

  async function measureInclination(side) {
    const definition = reading.definitions.get(INCLINATION);
    if (!definition || context.refusesEdits()) return;
    const item = newMeasurement(store.document, {
      id: store.uuid(), definition, side, bodyId: store.filmBodyId, viewId: store.viewId,
    });
    const change = { op: "upsert", collection: "measurements", item };
    if (store.commit(words.begun(definition.name), [change])) return;
    openSection("results");
    requestAnimationFrame(() => {
      const place = document.querySelector(
        `[data-testid="result-${INCLINATION}-${side}"] .place:not([hidden])`);
      say(place ? words.inclinationWaits : words.begun(definition.name));
      place?.focus();
    });
  }

  function onKey(event) {
    if (!selected || toolbox().active.places || !drawable().has(selected)) return false;
    const asked = askedBy(event);
    if (!asked) return false;
    deeds.asked(selected, asked);
    return true;
  }

  /**
   * A finger selects by a tap; its press pans, so it is left to the film. Selected is after the
   * film has heard of it, and again where the click that may follow has moved the focus.
   */
  function selectByTap() {
    const { element } = filmView;
    let pressed = null;
    let tapped = null;

    element.addEventListener("pointerdown", (event) => {
      pressed = event.pointerType === "touch" && event.isPrimary ? filmView.pointOf(event) : null;
      tapped = null;
    });
    element.addEventListener("pointerup", (event) => {
      const point = filmView.pointOf(event);
      const isTap = pressed && Math.hypot(point[0] - pressed[0], point[1] - pressed[1]) <= TAP_PX;
      pressed = null;
      if (!isTap || toolbox().active.places) return;
      tapped = hands.under(point);
      setTimeout(selectTapped);
    });
    element.addEventListener("click", selectTapped);

    function selectTapped() {
      if (tapped && itemOf(tapped)) toolbox().select(bodyKey(tapped));
    }
  }

  async function start() {
    reading.start();
    try {
      listing = await context.families();
      panel.fail(null);
    } catch {
      panel.fail(words.failed);
    }
    draw();
  }

  store.subscribe(draw);
  onScale(draw);
  reading.onChange(draw);
  context.onPlan(draw);
  filmView.on("view", () => { if (selected) drawMarks(); });
  selectByTap();
  start();

  return {
    layer: {
      handles: hands.handles,
      grab: hands.grab,
      select(key) {
        const next = implantOfKey(key);
        if (next !== selected) step.end();
        selected = next;
        if (next && !context.guided.leads) openSection("implants");
        draw();
      },
    },
    sheet,
    onKey,
    onKeyUp: () => { if (!step.isDragging) step.end(); },
    setFrame: draw,
    describe: {
      words: (collection, item, document) => (collection === "implants"
        ? nameOfItem(item, document) : null),
      marks: (collection, item, document, role) => (collection === "implants"
        ? comparedMarks(item, document, role) : null),
    },
  };

  function comparedMarks(item, document, role) {
    const viewId = find(document, "bodies", item.body_id)?.view_id;
    const one = placedImplants(document, {
      viewId, variantId: variantOf(document)?.id ?? null, families: reading.families(),
      scale: scale(),
    }).get(item.id);
    if (!one || one instanceof Reason) return null;
    return [shapeOf(one, `${role}:${item.id}`, { role })];
  }
}
