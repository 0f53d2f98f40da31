/**
 * Pointer events of mouse, pen and fingers, read as gestures: click, drag, pinch, long press.
 *
 * A press becomes a drag only beyond a dead zone, so that a click never moves anything.
 *
 * @typedef {{point: [number, number], from?: [number, number], delta?: [number, number],
 *   button: number, pointerType: string, shift: boolean}} Gesture Points are screen pixels.
 */

const DEAD_ZONE_PX = { mouse: 3, pen: 5, touch: 8 };
const LONG_PRESS_MS = 500;

/**
 * @param {HTMLElement} element
 * @param {(event: MouseEvent) => [number, number]} pointOf
 * @param {object} handler Called with a {@link Gesture}: `press`, `dragStart`, `drag`, `drop`,
 *   `cancel`, `click`, `hover`, `leave`, `longPress`, `pinch`, `wheel`, `doubleClick`.
 */
export function trackGestures(element, pointOf, handler) {
  const fingers = new Map();
  let press = null;
  let pinch = null;

  const gesture = (event, more = {}) => ({
    point: pointOf(event), button: event.button, pointerType: event.pointerType,
    shift: event.shiftKey, ...more,
  });

  function down(event) {
    if (event.target.closest?.("button, a, input, select, dialog")) return;
    element.setPointerCapture(event.pointerId);
    const point = pointOf(event);
    if (event.pointerType === "touch") fingers.set(event.pointerId, point);
    if (fingers.size === 2) {
      abandon();
      pinch = [...fingers.values()];
      return;
    }
    if (press) return;
    press = {
      id: event.pointerId, from: point, last: point, begun: onScreen(event), at: onScreen(event),
      button: event.button, moved: false,
    };
    if (event.pointerType === "touch") press.timer = setTimeout(startLongPress, LONG_PRESS_MS);
    handler.press(gesture(event));
  }

  function startLongPress() {
    press.long = true;
    handler.longPress({ point: press.last, button: 0, pointerType: "touch", shift: false });
  }

  function move(event) {
    if (pinch && fingers.has(event.pointerId)) {
      fingers.set(event.pointerId, pointOf(event));
      movePinch();
      return;
    }
    if (!press || event.pointerId !== press.id) {
      if (!press) handler.hover(gesture(event));
      return;
    }
    const point = pointOf(event);
    if (press.long) {
      handler.longPress(gesture(event));
      return;
    }
    const zone = DEAD_ZONE_PX[event.pointerType] ?? 3;
    const at = onScreen(event);
    if (!press.moved && Math.hypot(at[0] - press.begun[0], at[1] - press.begun[1]) <= zone) return;
    if (!press.moved) {
      press.moved = true;
      clearTimeout(press.timer);
      handler.dragStart(gesture(event, { from: press.from, button: press.button }));
    }
    // As the hand moved: the film's region may have moved under it meanwhile.
    const delta = [at[0] - press.at[0], at[1] - press.at[1]];
    Object.assign(press, { last: point, at });
    handler.drag(gesture(event, { from: press.from, delta, button: press.button }));
  }

  function movePinch() {
    const [a, b] = [...fingers.values()];
    const [a0, b0] = pinch;
    const middle = (p, q) => [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
    const apart = (p, q) => Math.max(1, Math.hypot(p[0] - q[0], p[1] - q[1]));
    const [now, before] = [middle(a, b), middle(a0, b0)];
    handler.pinch({
      point: now, factor: apart(a, b) / apart(a0, b0),
      delta: [now[0] - before[0], now[1] - before[1]],
    });
    pinch = [a, b];
  }

  function up(event) {
    fingers.delete(event.pointerId);
    if (pinch) {
      if (fingers.size === 0) pinch = null;
      return;
    }
    if (!press || event.pointerId !== press.id) return;
    clearTimeout(press.timer);
    const { moved, long, button, from } = press;
    press = null;
    if (long) handler.leave();
    else if (moved) handler.drop(gesture(event, { from, button }));
    else handler.click(gesture(event, { button }));
  }

  /** @returns {boolean} Whether a drag was under way and is cancelled. */
  function abandon() {
    if (!press) return false;
    clearTimeout(press.timer);
    const { moved } = press;
    press = null;
    if (moved) handler.cancel();
    return moved;
  }

  element.addEventListener("pointerdown", down);
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", up);
  element.addEventListener("pointercancel", (event) => {
    fingers.delete(event.pointerId);
    if (fingers.size === 0) pinch = null;
    abandon();
  });
  element.addEventListener("pointerleave", () => { if (!press) handler.leave(); });
  element.addEventListener("contextmenu", (event) => event.preventDefault());
  element.addEventListener("dblclick", (event) => handler.doubleClick(gesture(event)));
  element.addEventListener("wheel", (event) => {
    event.preventDefault();
    handler.wheel({
      point: pointOf(event), deltaY: pixelsOf(event), alt: event.altKey,
      shift: event.shiftKey, fine: event.ctrlKey,
    });
  }, { passive: false });

  return { abandon };
}

const onScreen = ({ clientX, clientY }) => [clientX, clientY];

/** Wheels report pixels, lines or pages; Shift turns the wheel's axis on some systems. */
function pixelsOf(event) {
  const unit = [1, 16, 400][event.deltaMode] ?? 1;
  return (event.deltaY || event.deltaX) * unit;
}
