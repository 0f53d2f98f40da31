/**
 * Which key means which command. Keys work while the film has the focus, never in a text
 * field, and can be switched off; no Ctrl or Alt letters but undo and redo.
 */

const SETTING = "plumbline.keys";

/** Command by key, as `event.key` in lower case. */
export const KEYS = Object.freeze({
  w: "window", b: "nextPreset", a: "autoWindow", i: "invert", f: "fit", 0: "oneToOne",
  s: "lifeSize", l: "loupe", c: "calibrate", t: "strip", "?": "keySheet", escape: "escape",
  delete: "delete", backspace: "delete", "+": "zoomIn", "=": "zoomIn", "-": "zoomOut",
  pageup: "previousFrame", pagedown: "nextFrame", ".": "nextPoint", ",": "previousPoint",
  enter: "place",
});

/** Commands that last while the key is held. */
export const HOLDS = Object.freeze({ h: "hideDrawing", " ": "pan" });

const NO_MORE = Object.freeze({ keys: {}, holds: {}, onKey: () => false, onKeyUp: () => {} });

export const ARROWS = Object.freeze({
  arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1],
});

/** @returns {boolean} Whether single keys are switched on in this browser. */
export function keysAreOn() {
  return localStorage.getItem(SETTING) !== "off";
}

/** @param {boolean} on */
export function setKeysOn(on) {
  localStorage.setItem(SETTING, on ? "on" : "off");
}

/**
 * @param {HTMLElement} film
 * @param {{commands: Record<string, () => void>, hold: (name: string, held: boolean) => void,
 *   arrow: (direction: number[], event: KeyboardEvent) => void,
 *   arrowEnd: () => void, more?: {keys: object, holds: object,
 *   onKey: (event: KeyboardEvent) => boolean, onKeyUp: (event: KeyboardEvent) => void},
 *   onPage?: boolean}} options
 *   `more` are the keys of features; theirs come first. `onPage`: also where nothing has the focus.
 * @returns {() => void} Listen no more.
 */
export function listenToKeys(film, { commands, hold, arrow, arrowEnd, more = NO_MORE, onPage = true }) {
  const held = new Set();
  const keys = { ...KEYS, ...more.keys };
  const holds = { ...HOLDS, ...more.holds };

  const isOurs = (event) => {
    const { activeElement } = document;
    const onFilm = film.contains(activeElement) || (onPage && activeElement === document.body);
    return onFilm && !event.defaultPrevented && !document.querySelector("dialog[open]");
  };

  const listening = new AbortController();
  const { signal } = listening;
  document.addEventListener("keydown", (event) => {
    if (!isOurs(event)) return;
    const key = event.key.toLowerCase();
    const done = isUndo(event) ? undo(event, commands) : press(event, key);
    if (done) event.preventDefault();
  }, { signal });

  function press(event, key) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (keysAreOn() && more.onKey(event)) return true;
    if (ARROWS[key]) {
      arrow(ARROWS[key], event);
      return true;
    }
    // Enter on a button that has the focus within the film is the button's own.
    if (event.target.closest?.("button")) return false;
    const alwaysOn = ["escape", "delete", "backspace", "enter"].includes(key);
    if (!alwaysOn && !keysAreOn()) return false;
    if (holds[key]) {
      if (!held.has(key)) hold(holds[key], true);
      held.add(key);
      return true;
    }
    const command = commands[keys[key]];
    command?.();
    return Boolean(command);
  }

  function release(key) {
    if (held.delete(key)) hold(holds[key], false);
    if (ARROWS[key]) arrowEnd();
  }
  document.addEventListener("keyup", (event) => {
    release(event.key.toLowerCase());
    more.onKeyUp(event);
  }, { signal });
  // A key that is let go in another window is never seen going up here.
  window.addEventListener("blur", () => {
    [...held].forEach(release);
    arrowEnd();
  }, { signal });
  return () => listening.abort();
}

const isUndo = (event) => (event.ctrlKey || event.metaKey) && !event.altKey
  && ["z", "y"].includes(event.key.toLowerCase());

function undo(event, commands) {
  const again = event.shiftKey || event.key.toLowerCase() === "y";
  const command = commands[again ? "redo" : "undo"];
  command?.();
  return Boolean(command);
}
