/**
 * A tool that collects points on the film, one click each, and lets them be moved.
 *
 * The rim of a ball, the ends of a known length and the ends of a new ruler are all this; what
 * they draw and what follows a change is given.
 */

const same = (a, b) => a[0] === b[0] && a[1] === b[1];

/**
 * @param {{name: string, most: number, role: string, history: object,
 *   nameOf: (index: number, count: number) => string,
 *   marksOf: (points: Array<[number, number]>) => object[],
 *   onChange: (points: Array<[number, number]>, change: {moving: boolean}) => void,
 *   onComplete?: (points: Array<[number, number]>) => void,
 *   words: {added: string, moved: string, removed: string}, stays?: () => boolean,
 *   draw: (marks: object[]) => void}} options `most`: points it takes;
 *   `stays`: whether its points are still seen while another tool is in hand.
 * @returns {object} The tool, see `view-tools.js` for the contract.
 */
export function createPointsTool(options) {
  const { name, most, role, history, nameOf, marksOf, onChange, onComplete, draw } = options;
  const { stays = () => false } = options;
  let points = [];
  let pending = null;
  let selected = null;
  let enabled = false;

  const keyOf = (index) => `${name}:${index}`;

  function redraw() {
    if (!enabled && !stays()) {
      draw([]);
      return;
    }
    const shown = pending && points.length === 1 && most === 2 ? [...points, pending] : points;
    draw([
      ...marksOf(shown),
      ...points.map((pointPx, index) => ({
        key: keyOf(index), kind: "handle", pointPx, role, selected: keyOf(index) === selected,
        name: nameOf(index, points.length),
      })),
    ]);
  }

  function set(next, moving = false) {
    points = next;
    onChange(points, { moving });
    redraw();
  }

  function change(label, next) {
    const before = points;
    history.run({ label, apply: () => set(next), revert: () => set(before) });
  }

  function handle(index) {
    let before = null;
    return {
      key: keyOf(index),
      pointPx: points[index],
      name: nameOf(index, points.length),
      begin() { before = points; },
      move(pointPx) { set(points.with(index, pointPx), true); },
      commit() {
        const next = points;
        const old = before;
        before = null;
        if (same(old[index], next[index])) return;
        points = old;
        change(options.words.moved, next);
      },
      cancel() { set(before); },
      remove() { change(options.words.removed, points.toSpliced(index, 1)); },
    };
  }

  return {
    name,
    cursor: "crosshair",
    places: true,
    enable() {
      enabled = true;
      redraw();
    },
    disable() {
      enabled = false;
      pending = null;
      redraw();
    },
    click(pointPx) {
      if (points.length >= most) return;
      pending = null;
      if (onComplete && points.length + 1 === most) {
        const complete = [...points, pointPx];
        set([]);
        onComplete(complete);
        return;
      }
      change(options.words.added, [...points, pointPx]);
    },
    hover(pointPx) {
      if (most !== 2) return;
      pending = pointPx;
      redraw();
    },
    /** Take the last point back. @returns {boolean} Whether there was one. */
    back() {
      if (!points.length) return false;
      change(options.words.removed, points.slice(0, -1));
      return true;
    },
    select(key) {
      selected = key;
      redraw();
    },
    handles: () => (enabled ? points.map((_, index) => handle(index)) : []),
    redraw,
    get points() { return points; },
    /** Begin again without a trace in the history. */
    reset(next = []) {
      pending = null;
      set(next);
    },
  };
}
