/**
 * Undo and redo of everything that is done on the page, in one order.
 *
 * A step that cannot be taken back (any more) says why and leaves the history, so that it is
 * never in the way of those before it.
 */

import { Reason } from "../geometry/reasons.js";

/**
 * `apply` and `revert` give nothing, or a Reason why it is not possible; either may take its time.
 * `changes` are those of the plan document, for whoever shows where it happened.
 * @typedef {{label: string, apply: () => void | Reason | Promise<void | Reason>,
 *   revert: () => void | Reason | Promise<void | Reason>, changes?: object[]}} Step
 */
/** @typedef {{label: string, problem: Reason | null, step: Step}} Outcome */

/** @returns {object} An empty history. */
export function createHistory() {
  const done = [];
  const undone = [];
  const listeners = new Set();
  let busy = null;

  const tell = () => listeners.forEach((listener) => listener());

  async function carryOut(from, to, action) {
    // Two quick presses of the key are two steps, the second after the first.
    while (busy) await busy;
    const step = from.pop();
    if (!step) return null;
    const result = step[action]();
    let problem = result;
    if (result instanceof Promise) {
      let free;
      busy = new Promise((resolve) => { free = resolve; });
      try {
        problem = await result;
      } finally {
        busy = null;
        free();
      }
    }
    const refused = problem instanceof Reason ? problem : null;
    if (!refused) to.push(step);
    tell();
    return { label: step.label, problem: refused, step };
  }

  return {
    /** @param {Step} step Carried out now. */
    run(step) {
      step.apply();
      this.push(step);
    },
    /** @param {Step} step Something that has been carried out already. */
    push(step) {
      done.push(step);
      undone.length = 0;
      tell();
    },
    /** @returns {Promise<Outcome | null>} Null if there is nothing to undo. */
    undo: () => carryOut(done, undone, "revert"),
    /** @returns {Promise<Outcome | null>} Null if there is nothing to do again. */
    redo: () => carryOut(undone, done, "apply"),
    get canUndo() { return done.length > 0; },
    get canRedo() { return undone.length > 0; },
    /** @param {() => void} listener @returns {() => void} Stop listening. */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
