/** Which panes are on the screen: all, or one large. */

// Keys 1, 2 and 3 mean the same planes whichever of them was acquired.
const ORDER = ["axial", "coronal", "sagittal", "slices"];

/** @param {string[]} names Of planes. @returns {string[]} In the order of their keys. */
export const inOrder = (names) => ORDER.filter((name) => names.includes(name));

/**
 * @param {HTMLElement} element Holds the panes.
 * @param {string[]} names Of the panes, in order.
 * @returns {object} `set(name)`, `toggle(name)`, `shown()`, `names`.
 */
export function createLayout(element, names) {
  const listeners = [];
  let current = names.length > 1 ? "all" : names[0];

  function set(name) {
    if (name !== "all" && !names.includes(name)) return;
    current = names.length > 1 ? name : names[0];
    element.dataset.layout = current;
    for (const pane of element.children) {
      pane.hidden = current !== "all" && pane.dataset.plane !== current;
      pane.classList.toggle("is-large", pane.dataset.plane === current);
    }
    listeners.forEach((listener) => listener(current));
  }

  set(current);
  return {
    names,
    get current() { return current; },
    set,
    toggle: (name) => set(current === name ? "all" : name),
    shown: () => (current === "all" ? names : [current]),
    onChange(listener) {
      listeners.push(listener);
      listener(current);
    },
  };
}
