/** Mouse, pen and fingers on a pane. */

import { trackGestures } from "../../tools/gestures.js";

const STEP_WHEEL_PX = 40;
const STEP_FINGER_PX = 10;
const WHEEL_ZOOM = 0.0015;
const GRAB_PX = 16;
const RIGHT = 2;

/**
 * @param {object} pane
 * @param {{step: (by: number) => void, moveCross: (imagePoint: number[]) => void,
 *   crossOn: () => number[]|null, windowBy: (delta: number[]) => void}} acts `crossOn` is where
 *   the cross-hair is on this plane, null while it is hidden.
 */
export function layHandsOn(pane, { step, moveCross, crossOn, windowBy }) {
  let mode = null;
  const rest = { wheel: 0, finger: 0 };

  /** Whole slices out of pixels; what is left over counts for the next movement. */
  function scroll(kind, pixels, per) {
    if (Math.sign(rest[kind]) !== Math.sign(pixels)) rest[kind] = 0;
    rest[kind] += pixels;
    const slices = Math.trunc(rest[kind] / per);
    rest[kind] -= slices * per;
    if (slices) step(slices);
  }

  function modeOf({ button, pointerType, from }) {
    if (button === RIGHT) return "window";
    const on = crossOn();
    const [x, y] = on ? pane.toScreen(on) : [Infinity, Infinity];
    if (Math.hypot(from[0] - x, from[1] - y) <= GRAB_PX) return "cross";
    return pointerType === "touch" ? "scroll" : "pan";
  }

  const drags = {
    window: ({ delta }) => windowBy(delta),
    cross: ({ point }) => moveCross(pane.toImage(point)),
    scroll: ({ delta }) => scroll("finger", delta[1], STEP_FINGER_PX),
    pan: ({ delta }) => pane.pan(delta),
  };
  const nothing = () => {};

  trackGestures(pane.picture, pane.pointOf, {
    press() { pane.picture.focus({ preventScroll: true }); },
    dragStart(gesture) {
      mode = modeOf(gesture);
      rest.finger = 0;
    },
    drag: (gesture) => drags[mode](gesture),
    drop: nothing,
    cancel: nothing,
    click({ button, point }) { if (button === 0) moveCross(pane.toImage(point)); },
    longPress: ({ point }) => moveCross(pane.toImage(point)),
    pinch({ factor, point, delta }) {
      pane.zoom(factor, point);
      pane.pan(delta);
    },
    wheel({ fine, deltaY, point }) {
      if (fine) pane.zoom(Math.exp(-deltaY * WHEEL_ZOOM), point);
      else if (Math.abs(deltaY) >= STEP_WHEEL_PX) step(Math.sign(deltaY));
      else scroll("wheel", deltaY, STEP_WHEEL_PX);
    },
    hover: nothing,
    leave: nothing,
    doubleClick: nothing,
  });
}
