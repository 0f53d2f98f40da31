/** One window for all panes: presets, drag, invert. */

import { autoWindow, draggedWindow, greyTable, modalityValues } from "../../view/window.js";

/**
 * @param {object} volume Volume of the API: what its values mean, and its windows.
 * @param {() => Uint16Array|null} shown Values of a plane on the screen, for an automatic window.
 * @returns {object} The window and what changes it; `onChange` listeners get the grey table.
 */
export function createGreys(volume, shown) {
  const modality = modalityValues(volume);
  const listeners = [];
  const range = Math.max(1, ...volume.windows.map(({ width }) => width));
  let window = firstWindow(volume);
  let invert = false;
  let table = null;

  function change(next, inverted = invert) {
    window = next;
    invert = inverted;
    table = window ? greyTable(volume, modality, window, invert) : null;
    listeners.forEach((listener) => listener(table));
  }

  const greys = {
    get window() { return window; },
    get inverted() { return invert; },
    get table() { return table; },
    modality,
    onChange(listener) {
      listeners.push(listener);
      listener(table);
    },
    set: (next) => change(next),
    auto() {
      const values = shown();
      if (values) change(autoWindow(values, volume, modality));
    },
    nextPreset() {
      const at = volume.windows.indexOf(window);
      if (volume.windows.length) change(volume.windows[(at + 1) % volume.windows.length]);
    },
    toggleInvert: () => change(window, !invert),
    drag([dx, dy]) {
      if (typeof window === "object") change(draggedWindow(window, dx, dy, range));
    },
  };
  change(window);
  return greys;
}

/** What the file asks for comes before our own presets. */
function firstWindow({ windows, voi_lut: table }) {
  const own = windows.find(({ preset, name }) => !preset && name !== "auto");
  return own ?? (table ? "voi_lut" : windows[0] ?? null);
}
