/**
 * The lengths on a film: two points each, named in the order in which they were drawn.
 */

import { Reason } from "../geometry/reasons.js";
import { formatValue } from "../measuring/formatting.js";
import { evaluateLength } from "../measuring/length.js";
import { Unit } from "../measuring/quantity.js";
import { words } from "../text/planner.js";

const LABEL_DISTANCE_PX = 20;
const DECIMALS = { [Unit.MM]: 1, [Unit.PX]: 0 };

/** @returns {number} Decimals of a length: tenths of millimetres, whole pixels. */
export const decimalsOf = (quantity) => DECIMALS[quantity.unit];

/**
 * @param {{history: object, onChange: (change: object) => void, frame: number,
 *   stored?: object[]}} options `stored` are rulers of an earlier look at this film; only those
 *   of the shown frame are seen.
 * @returns {object} The rulers.
 */
export function createRulers({ history, onChange, frame, stored = [] }) {
  let rulers = stored;
  let selected = null;
  let shownFrame = frame;

  const shown = () => rulers.filter((ruler) => ruler.frame === shownFrame);

  function set(next, change = {}) {
    rulers = next;
    onChange(change);
  }

  function change(label, next) {
    const before = rulers;
    history.run({ label, apply: () => set(next), revert: () => set(before) });
  }

  const withPoint = (id, index, pointPx) => rulers.map((ruler) => (ruler.id === id
    ? { ...ruler, pointsPx: ruler.pointsPx.with(index, pointPx) } : ruler));

  function handle(ruler, index) {
    let before = null;
    return {
      key: `ruler:${ruler.id}:${index}`,
      ruler: ruler.id,
      pointPx: ruler.pointsPx[index],
      name: words.rulerEnd(ruler.number, index),
      begin() { before = rulers; },
      move(pointPx) { set(withPoint(ruler.id, index, pointPx), { moving: true }); },
      commit() {
        const next = rulers;
        const old = before;
        before = null;
        rulers = old;
        change(words.moved(ruler.number), next);
      },
      cancel() { set(before); },
      remove() { api.remove(ruler.id); },
    };
  }

  const api = {
    get all() { return shown(); },
    get everywhere() { return rulers; },
    setFrame(next) { shownFrame = next; },

    /** @param {Array<[number, number]>} pointsPx @returns {object} The new ruler. */
    add(pointsPx) {
      const number = 1 + Math.max(0, ...rulers.map((ruler) => ruler.number));
      const ruler = { id: randomId(), number, frame: shownFrame, pointsPx };
      change(words.drawn(number), [...rulers, ruler]);
      return ruler;
    },
    remove(id) {
      const ruler = rulers.find((candidate) => candidate.id === id);
      if (ruler) change(words.deleted(ruler.number), rulers.filter((other) => other !== ruler));
    },
    select(key) {
      selected = key;
    },
    handles: () => shown().flatMap((ruler) => [0, 1].map((index) => handle(ruler, index))),

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

/** Not `crypto.randomUUID`, which a page over plain HTTP does not have. */
function randomId() {
  const parts = crypto.getRandomValues(new Uint32Array(4));
  return [...parts].map((part) => part.toString(16).padStart(8, "0")).join("");
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
