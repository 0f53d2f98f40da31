/**
 * Undo and redo of what was drawn. A command knows how to do and undo itself.
 *
 * @typedef {{label: string, apply: () => void, revert: () => void}} Command
 */

/** @returns {object} An empty history. */
export function createHistory() {
  const done = [];
  const undone = [];
  return {
    /** @param {Command} command Carried out now. */
    run(command) {
      command.apply();
      done.push(command);
      undone.length = 0;
    },
    /** @returns {string|null} What was undone. */
    undo() {
      const command = done.pop();
      if (!command) return null;
      command.revert();
      undone.push(command);
      return command.label;
    },
    /** @returns {string|null} What was done again. */
    redo() {
      const command = undone.pop();
      if (!command) return null;
      command.apply();
      done.push(command);
      return command.label;
    },
    get canUndo() { return done.length > 0; },
    get canRedo() { return undone.length > 0; },
  };
}
