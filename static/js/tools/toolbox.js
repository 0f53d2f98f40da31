/**
 * Which gesture means what: a handle is dragged, the active tool draws, otherwise the film pans.
 */

import { panBy, zoomAt } from "../view/viewport.js";
import { trackGestures } from "./gestures.js";

const HIT_PX = { mouse: 12, pen: 16, touch: 22 };
const SELECTED_HIT_PX = 40;
const SLOW = 0.25;
const WHEEL_ZOOM = 0.0015;

/**
 * @param {object} filmView
 * @param {{loupe: object, layers: object[], onTool: (tool: object) => void,
 *   onFrame: (step: number) => void}} options `layers` own handles and marks, see
 *   `pages/planner/features.js`. A handle has `key`, `pointPx`, `name`, `begin()`,
 *   `move(pointPx)`, `commit()`, `cancel()`, `remove()`, and may have `wheel(deltaY)`, which says
 *   whether Shift and the wheel were for it, and `isLarge`: no point, so the loupe is no help.
 * @returns {object} The toolbox.
 */
export function createToolbox(filmView, { loupe, layers, onTool, onFrame }) {
  const tools = new Map();
  const { element } = filmView;
  const state = {
    active: null, busy: null, grabbed: null, selected: null, spaceHeld: false, loupeOn: false,
  };

  const allHandles = () => layers.flatMap((layer) => layer.handles());
  const selectedHandle = () => allHandles().find(({ key }) => key === state.selected) ?? null;

  function nearestHandle(point, pointerType) {
    let best = null;
    for (const handle of allHandles()) {
      const [x, y] = filmView.toScreen(handle.pointPx);
      const distance = Math.hypot(x - point[0], y - point[1]);
      const isSelected = handle.key === state.selected && !state.active.places;
      const reach = isSelected ? SELECTED_HIT_PX : HIT_PX[pointerType] ?? HIT_PX.mouse;
      if (distance <= reach && (!best || distance < best.distance)) best = { handle, distance };
    }
    return best?.handle ?? null;
  }

  /** A point, else something larger that a layer has there. */
  function handleAt(point, pointerType) {
    const near = nearestHandle(point, pointerType);
    if (near || state.active.places) return near;
    for (const layer of layers) {
      const handle = layer.grab?.(point, pointerType);
      if (handle) return handle;
    }
    return null;
  }

  function select(key) {
    if (state.selected === key) return;
    state.selected = key;
    layers.forEach((layer) => layer.select?.(key));
  }

  function showLoupe(imagePoint) {
    loupe.show(imagePoint, filmView.toScreen(imagePoint), filmView.size, filmView.view);
  }

  const handler = {
    press({ point, button, pointerType }) {
      const grabs = button === 0 && !state.spaceHeld;
      state.grabbed = grabs ? handleAt(point, pointerType) : null;
      if (state.grabbed) select(state.grabbed.key);
    },
    dragStart(gesture) {
      const { grabbed } = state;
      if (grabbed) {
        state.at = grabbed.pointPx;
        grabbed.begin();
        // It would cover what is put in place.
        if (grabbed.isLarge) loupe.hide();
        element.classList.add("is-dragging-point");
      }
      state.busy = grabbed ? null : toolFor(gesture.button);
      state.busy?.dragStart?.(gesture);
    },
    drag(gesture) {
      if (!state.grabbed) {
        state.busy.drag(gesture);
        return;
      }
      // The point keeps its distance to the pointer; Shift moves it at a quarter of the speed.
      const speed = gesture.shift ? SLOW : 1;
      const [x, y] = filmView.toScreen(state.at);
      state.at = filmView.toImage([x + gesture.delta[0] * speed, y + gesture.delta[1] * speed]);
      state.grabbed.move(inside(state.at));
      if (!state.grabbed.isLarge) showLoupe(inside(state.at));
    },
    drop() {
      state.grabbed?.commit();
      state.busy?.drop?.();
      finish();
    },
    cancel() {
      state.grabbed?.cancel();
      state.busy?.cancel?.();
      finish();
    },
    click({ point, button }) {
      const onHandle = state.grabbed;
      finish();
      if (button !== 0) return;
      if (onHandle && !state.active.overPoints) {
        filmView.elementOf(onHandle.key)?.focus({ preventScroll: true });
        return;
      }
      element.focus({ preventScroll: true });
      select(null);
      state.active.click?.(inside(filmView.toImage(point)));
    },
    hover({ point }) {
      const imagePoint = filmView.toImage(point);
      state.active.hover?.(inside(imagePoint));
      if (state.loupeOn || state.active.places) showLoupe(imagePoint);
    },
    leave() {
      loupe.hide();
      state.active.hover?.(null);
    },
    longPress({ point }) {
      showLoupe(filmView.toImage(point));
    },
    pinch({ point, factor, delta }) {
      const { view, film, size } = filmView;
      const moved = panBy(view, film, size, delta);
      filmView.setView(zoomAt(moved, film, size, point, factor), { moving: true });
    },
    wheel({ point, deltaY, alt, shift, fine }) {
      if (shift && selectedHandle()?.wheel?.(deltaY)) return;
      if (alt) {
        onFrame(Math.sign(deltaY));
        return;
      }
      const factor = Math.exp(-deltaY * WHEEL_ZOOM * (fine ? 4 : 1));
      const { view, film, size } = filmView;
      filmView.setView(zoomAt(view, film, size, point, factor), { moving: true });
    },
    doubleClick({ point }) {
      if (state.active.places) return;
      const { view, film, size } = filmView;
      const centred = panBy(view, film, size, [size.width / 2 - point[0], size.height / 2 - point[1]]);
      filmView.setView(zoomAt(centred, film, size, [size.width / 2, size.height / 2], 3));
    },
  };

  function toolFor(button) {
    if (button === 2) return tools.get("window");
    if (button === 1 || state.spaceHeld || !state.active.drag) return tools.get("pan");
    return state.active;
  }

  function finish() {
    if (state.grabbed) loupe.hide();
    element.classList.remove("is-dragging-point");
    Object.assign(state, { busy: null, grabbed: null, at: null });
  }

  const inside = ([x, y]) => [
    Math.min(filmView.film.columns, Math.max(0, x)), Math.min(filmView.film.rows, Math.max(0, y)),
  ];

  const gestures = trackGestures(element, filmView.pointOf, handler);

  return {
    /** @param {object} tool See `view-tools.js` for the contract. */
    register(tool) { tools.set(tool.name, tool); },
    /** @param {string} name */
    activate(name) {
      if (state.active?.name === name) return;
      gestures.abandon();
      state.active?.disable?.();
      state.active = tools.get(name);
      state.active.enable?.();
      element.dataset.tool = name;
      element.style.cursor = state.active.cursor;
      loupe.hide();
      onTool(state.active);
    },
    toolOf: (name) => tools.get(name),
    get active() { return state.active; },
    get selected() { return selectedHandle(); },
    get isPressing() { return state.grabbed !== null; },
    handles: allHandles,
    select,
    inside,
    showLoupe,
    cancelDrag: () => gestures.abandon(),
    setSpaceHeld(held) {
      state.spaceHeld = held;
      element.classList.toggle("is-panning", held);
    },
    setLoupe(on) {
      state.loupeOn = on;
      if (!on) loupe.hide();
    },
    get loupeOn() { return state.loupeOn; },
  };
}
