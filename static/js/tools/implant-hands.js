/** What hands take hold of: an implant's body, which drags it, and its ring, which turns it. */

import { subtract } from "../geometry/points.js";
import { moveImplant, rotateImplant } from "../plan/implant_moves.js";
import { words } from "../text/implants.js";
import { anchorOf, implantAt, turnDeg } from "./implant-shapes.js";

const RING_HIT_PX = { mouse: 8, pen: 12, touch: 22 };
const WHEEL_DEG = 1;

export const bodyKey = (id) => `implant:${id}`;
export const ringKey = (id) => `implant-ring:${id}`;
const KEY = /^implant(?:-ring)?:(.+)$/;

/** @param {string | null} key of a handle @returns {string | null} the implant's id */
export const implantOfKey = (key) => KEY.exec(key ?? "")?.[1] ?? null;

/**
 * @param {{filmView: object, step: object, placed: () => Map<string, object>,
 *   selected: () => string | null, ring: () => object | null, aspect: () => number,
 *   nameOf: (id: string) => string, remove: (id: string) => void}} options `placed` are those
 *   that can be drawn; `ring` is that of the selected one.
 * @returns {{handles: () => object[], grab: Function}} A layer of the toolbox.
 */
export function createImplantHands(options) {
  const { filmView, step, placed, selected, ring, aspect, nameOf, remove } = options;
  // Both ways of seeing a film from behind turn the other way round.
  const seenTurn = () => (filmView.view.flip ? -1 : 1);

  const common = (id) => ({
    isLarge: true,
    commit: step.end,
    cancel: step.cancel,
    remove: () => remove(id),
    wheel(deltaY) {
      const turn = Math.sign(deltaY) * WHEEL_DEG * seenTurn();
      step.add(words.turned(nameOf(id)), (bench) => rotateImplant(bench, id, turn));
      return true;
    },
  });

  function body(id) {
    let from = null;
    const here = () => anchorOf(placed().get(id));
    return {
      ...common(id),
      key: bodyKey(id),
      name: nameOf(id),
      get pointPx() { return here(); },
      begin() {
        from = here();
        step.begin(words.moved(nameOf(id)));
      },
      move: (pointPx) => step.show((bench) => moveImplant(bench, id, subtract(pointPx, from))),
    };
  }

  /** Taken anywhere on the ring, the ring follows the hand from there. */
  function turner(id, takenPx) {
    let [centre, from] = [null, null];
    return {
      ...common(id),
      key: ringKey(id),
      name: words.ring(nameOf(id)),
      get pointPx() { return takenPx ?? ring().knobPx; },
      begin() {
        [centre, from] = [ring().centrePx, this.pointPx];
        step.begin(words.turned(nameOf(id)));
      },
      move: (pointPx) => step.show((bench) => (
        rotateImplant(bench, id, turnDeg(centre, from, pointPx, aspect())))),
    };
  }

  function onRing(screenPoint, pointerType) {
    const shape = ring();
    if (!shape) return false;
    const [centre, knob] = [shape.centrePx, shape.knobPx].map(filmView.toScreen);
    const away = (point) => Math.hypot(point[0] - centre[0], point[1] - centre[1]);
    const reach = RING_HIT_PX[pointerType] ?? RING_HIT_PX.mouse;
    return Math.abs(away(screenPoint) - away(knob)) <= reach;
  }

  return {
    handles() {
      const id = selected();
      const bodies = [...placed().keys()].map(body);
      return ring() ? [turner(id, null), ...bodies] : bodies;
    },
    /** A finger moves only what is selected: elsewhere it pans the film. */
    grab(screenPoint, pointerType) {
      const id = selected();
      const pointPx = filmView.toImage(screenPoint);
      const found = implantAt([...placed().values()], pointPx, id)?.implant.id ?? null;
      if (found !== id && onRing(screenPoint, pointerType)) return turner(id, pointPx);
      if (pointerType === "touch" && found !== id) return null;
      return found && body(found);
    },
    /** @returns {string | null} the implant under a point of the screen */
    under: (screenPoint) => implantAt(
      [...placed().values()], filmView.toImage(screenPoint), selected(),
    )?.implant.id ?? null,
  };
}
