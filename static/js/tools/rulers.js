/**
 * The lengths on a film: measurements of the plan with two landmarks each, named in the order in
 * which they were drawn.
 */

import { Reason } from "../geometry/reasons.js";
import { formatValue } from "../measuring/formatting.js";
import { evaluateLength } from "../measuring/length.js";
import { Unit } from "../measuring/quantity.js";
import { filmBodyOf, viewOf } from "../plan/ground.js";
import { find } from "../plan/items.js";
import { words } from "../text/planner.js";

export const DEFINITION = "length";
const ENDS = ["a", "b"];
const LABEL_DISTANCE_PX = 20;
const DECIMALS = { [Unit.MM]: 1, [Unit.PX]: 0 };

/** @returns {number} Decimals of a length: tenths of millimetres, whole pixels. */
export const decimalsOf = (quantity) => DECIMALS[quantity.unit];

/**
 * @param {{store: object, placed?: () => string}} options `placed` says how carefully a point is
 *   being placed, see the schema of the plan.
 * @returns {object} The rulers of the view that is shown.
 */
export function createRulers({ store, placed = () => "free" }) {
  const numbers = new Map();
  let selected = null;

  function numberOf(id) {
    // A name once said stays, also when another length is deleted or comes back.
    if (!numbers.has(id)) numbers.set(id, 1 + Math.max(0, ...numbers.values()));
    return numbers.get(id);
  }

  function lengths() {
    const { document } = store;
    return document.measurements.filter(({ definition }) => definition === DEFINITION)
      .map((measurement) => [measurement, endsOf(measurement, document)])
      .filter(([, ends]) => ends)
      .map(([{ id }, ends]) => ({
        id, number: numberOf(id), ends, bodyId: ends[0].body_id,
        pointsPx: ends.map((end) => end.point_px),
      }));
  }

  const shown = () => lengths().filter(({ bodyId }) => bodyId === store.filmBodyId);
  const rulerOf = (id) => lengths().find((ruler) => ruler.id === id);

  function handle(ruler, index) {
    const key = `ruler:${ruler.id}:${index}`;
    const moved = (pointPx) => [{
      op: "upsert", collection: "landmarks",
      item: { ...ruler.ends[index], point_px: pointPx, placed: placed() },
    }];
    let at = null;
    return {
      key,
      ruler: ruler.id,
      name: words.rulerEnd(ruler.number, index),
      get pointPx() { return rulerOf(ruler.id)?.pointsPx[index] ?? ruler.pointsPx[index]; },
      begin() { at = null; },
      move(pointPx) {
        at = pointPx;
        store.preview(moved(at));
      },
      commit() {
        if (at) store.commit(words.moved(ruler.number), moved(at));
        at = null;
      },
      cancel() {
        at = null;
        store.cancelPreview();
      },
      remove() { api.remove(ruler.id); },
    };
  }

  const api = {
    get all() { return shown(); },

    /**
     * @param {Array<[number, number]>} pointsPx
     * @returns {object | Reason} The new ruler, or why there is none.
     */
    add(pointsPx) {
      const id = store.uuid();
      const ids = pointsPx.map(() => store.uuid());
      const number = numberOf(id);
      const refused = store.commit(words.drawn(number), [
        ...pointsPx.map((pointPx, index) => ({
          op: "upsert", collection: "landmarks",
          item: {
            id: ids[index], body_id: store.filmBodyId, key: `length_${ENDS[index]}`, side: null,
            point_px: pointPx, placed: placed(),
          },
        })),
        {
          op: "upsert", collection: "measurements",
          item: {
            id, definition: DEFINITION, side: null,
            landmarks: Object.fromEntries(ENDS.map((role, index) => [role, [ids[index]]])),
          },
        },
      ]);
      if (!refused) return rulerOf(id);
      numbers.delete(id);
      return refused;
    },
    remove(id) {
      const ruler = rulerOf(id);
      if (!ruler) return;
      store.commit(words.deleted(ruler.number), [
        { op: "delete", collection: "measurements", id },
        ...ruler.ends.map((end) => ({ op: "delete", collection: "landmarks", id: end.id })),
      ]);
    },
    select(key) {
      selected = key;
    },
    handles: () => shown().flatMap((ruler) => [0, 1].map((index) => handle(ruler, index))),

    /** @returns {string|null} What an item is called that is a length, or an end of one. */
    nameOf(collection, item, document) {
      const length = lengthOf(collection, item, document);
      return length && words.ruler(numberOf(length.id));
    },
    /** @returns {object[]|null} A length as a line, in any version of the plan. */
    compared(collection, item, document, role) {
      const length = lengthOf(collection, item, document);
      const ends = length && endsOf(length, document);
      if (!ends) return null;
      const body = filmBodyOf(document, viewOf(document, store.film)?.id);
      if (ends[0].body_id !== body?.id) return null;
      const line = {
        key: `${role}:${length.id}`, kind: "line", role, pointsPx: ends.map((end) => end.point_px),
      };
      return [line, ...ends.map((end) => ({
        key: `${role}:${end.id}`, kind: "handle", role, pointPx: end.point_px, focusable: false,
      }))];
    },

    /** @returns {Quantity|Reason} A ruler's length on this scale. */
    lengthOf: (ruler, scale) => evaluateLength(...ruler.pointsPx, scale),

    /** @returns {object[]} What to draw, with each length's value and scale. */
    marks(scale, film) {
      return shown().flatMap((ruler) => [
        lineMark(ruler, scale),
        labelMark(ruler, scale, film),
        ...ruler.pointsPx.map((pointPx, index) => ({
          key: `ruler:${ruler.id}:${index}`, kind: "handle", role: "native", pointPx,
          name: words.rulerEnd(ruler.number, index),
          selected: selected === `ruler:${ruler.id}:${index}`,
        })),
      ]);
    },
  };
  return api;
}

/** The length that an item is, or is an end of. */
function lengthOf(collection, item, document) {
  const isIt = ({ definition }) => definition === DEFINITION;
  if (collection === "measurements") return isIt(item) ? item : null;
  if (collection !== "landmarks") return null;
  return document.measurements.find((one) => isIt(one)
    && ENDS.some((end) => one.landmarks[end]?.includes(item.id))) ?? null;
}

/** Null where an end is missing: a plan may hold a length that was only begun elsewhere. */
function endsOf({ landmarks }, document) {
  const ends = ENDS.map((role) => find(document, "landmarks", landmarks[role]?.[0]));
  return ends.includes(null) ? null : ends;
}

function lineMark({ id, pointsPx }, scale) {
  return {
    key: `ruler:${id}:line`, kind: "line", role: scale.calibrated ? "native" : "native uncalibrated",
    pointsPx,
  };
}

/** Beside the line's middle, on the side away from the film's middle. */
function labelMark({ id, number, pointsPx: [p, q] }, scale, film) {
  const result = evaluateLength(p, q, scale);
  const middle = [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
  const isReason = result instanceof Reason;
  return {
    key: `ruler:${id}:label`, kind: "label", role: "native", pointPx: middle,
    offset: offsetOf(p, q, middle, film),
    text: isReason ? words.noLength : formatValue(result.value, result.unit, decimalsOf(result)),
    detail: isReason ? "" : detailOf(result),
    value: isReason ? undefined : String(result.value),
    testId: `ruler-label-${number}`,
  };
}

/** Every length says on the film, too, what its millimetres are. */
export function detailOf({ label, unit }) {
  if (unit === Unit.PX) return words.noScale;
  return label.replace(/^mm[ ,] ?/, "");
}

function offsetOf(p, q, middle, film) {
  const dx = q[0] - p[0];
  const dy = (q[1] - p[1]) * film.aspect;
  const norm = Math.hypot(dx, dy) || 1;
  const normal = [-dy / norm, dx / norm];
  const outwards = normal[0] * (middle[0] - film.columns / 2)
    + normal[1] * (middle[1] - film.rows / 2) * film.aspect;
  const side = outwards < 0 ? -1 : 1;
  // Words are wider than high: a label beside an upright line needs more room.
  const reach = LABEL_DISTANCE_PX + 60 * Math.abs(normal[0]);
  return [side * normal[0] * reach, side * normal[1] * reach];
}
