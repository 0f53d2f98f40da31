/**
 * One change of an implant while it is under way: previewed as it grows, committed once.
 *
 * A drag begins from the plan as it was pressed; keys and wheel add to what is shown, so that a
 * held key or a turned wheel is one step of the history.
 */

import { Reason } from "../geometry/reasons.js";

const QUIET_MS = 400;

/**
 * @param {{store: object, benchOf: (document: object) => object, refuses: () => boolean,
 *   onRefused: (reason: Reason) => void, onDone?: (label: string) => void}} options
 * @returns {object} `begin`, `show`, `add`, `end`, `cancel`, `isDragging`.
 */
export function createImplantStep({ store, benchOf, refuses, onRefused, onDone = () => {} }) {
  let step = null;
  let timer = 0;

  function preview(changes) {
    if (changes instanceof Reason) {
      onRefused(changes);
      return;
    }
    step.changes = changes;
    if (store.preview(changes)) step = null;
  }

  function end() {
    clearTimeout(timer);
    if (!step) return;
    const { label, changes } = step;
    step = null;
    if (changes && !store.commit(label, changes)) onDone(label);
  }

  // What was worked on may be another document now; a preview is gone with it.
  store.subscribe(({ kind }) => {
    if (kind !== "preview") step = null;
  });

  return {
    get isDragging() { return step !== null && step.isDrag; },
    end,

    /** A drag begins. @param {string} label what undo calls it */
    begin(label) {
      end();
      step = refuses() ? null : { label, isDrag: true, before: store.document, changes: null };
    },
    /** The drag so far. @param {(bench: object) => object[] | Reason} make from where it began */
    show(make) {
      if (step) preview(make(benchOf(step.before)));
    },
    /**
     * A little more by key or wheel.
     * @param {string} label
     * @param {(bench: object) => object[] | Reason} make from what is shown
     */
    add(label, make) {
      if (step?.label !== label) end();
      if (!step && refuses()) return;
      step ??= { label, isDrag: false, changes: null };
      preview(make(benchOf(store.document)));
      clearTimeout(timer);
      timer = setTimeout(end, QUIET_MS);
    },
    cancel() {
      clearTimeout(timer);
      if (!step) return;
      step = null;
      store.cancelPreview();
    },
  };
}
