/** How a film is seen, as commands of keys and buttons: zoom, turn, window. */

import { flipped, holdPoint, rotateBy, zoomAt } from "../view/viewport.js";

const STEP = 1.25;
const DEGREE = Math.PI / 180;

/**
 * @param {{filmView: object, presets: {next: () => void, auto: () => void},
 *   onTurned?: () => void, onInverted?: (inverted: boolean) => void}} parts
 * @returns {Record<string, Function>} Commands by name; `scaleTo(scale)` keeps the middle.
 */
export function createViewCommands({ filmView, presets, onTurned, onInverted }) {
  const middle = () => [filmView.size.width / 2, filmView.size.height / 2];

  function zoomBy(factor) {
    const { view, film, size } = filmView;
    filmView.setView(zoomAt(view, film, size, middle(), factor));
  }

  function scaleTo(scale) {
    const { view, film, size } = filmView;
    const held = filmView.toImage(middle());
    filmView.setView(holdPoint({ ...view, scale }, film, size, held, middle()));
  }

  function turn(view) {
    filmView.setView(view);
    onTurned?.();
  }

  const turnBy = (angleRad) => () => turn(rotateBy(filmView.view, angleRad));

  return {
    middle,
    scaleTo,
    nextPreset: presets.next,
    autoWindow: presets.auto,
    invert() {
      filmView.setInvert(!filmView.inverted);
      onInverted?.(filmView.inverted);
    },
    fit: filmView.fit,
    oneToOne: () => scaleTo(1 / (globalThis.devicePixelRatio || 1)),
    zoomIn: () => zoomBy(STEP),
    zoomOut: () => zoomBy(1 / STEP),
    rotateLeft: turnBy(-90 * DEGREE),
    rotateRight: turnBy(90 * DEGREE),
    rotateLeftFine: turnBy(-DEGREE),
    rotateRightFine: turnBy(DEGREE),
    flip: () => turn(flipped(filmView.view)),
  };
}
