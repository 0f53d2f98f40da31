/**
 * The film by keyboard: arrows move the selected point, else the crosshair that places points,
 * else the film itself.
 */

import { panBy } from "../view/viewport.js";

const STEP_PX = 1;
const FINE_STEP_PX = 0.2;
const PAN_PX = 60;
// A held key travels: after so many repeats the crosshair moves in larger steps.
const FASTER = [[40, 40], [15, 12], [6, 4]];

/**
 * @param {object} filmView
 * @param {object} toolbox
 * @param {{onMoved: (handle: object) => void}} options
 * @returns {object} `arrow`, `arrowEnd`, `place`, `hide`.
 */
export function createKeyboardPointer(filmView, toolbox, { onMoved }) {
  let crosshair = null;
  let nudged = null;
  let repeats = 0;

  function draw() {
    filmView.setMarks("crosshair", crosshair ? [{
      key: "crosshair", kind: "handle", role: "crosshair", pointPx: crosshair, focusable: false,
    }] : []);
  }

  /** The arrow's direction is that of the screen, its length counts pixels of the film. */
  function moved(from, [dx, dy], steps) {
    const [x, y] = filmView.toScreen(from);
    const { scale } = filmView.view;
    return toolbox.inside(filmView.toImage([x + dx * steps * scale, y + dy * steps * scale]));
  }

  function nudge(handle, direction, fine) {
    if (nudged?.key !== handle.key) {
      end();
      nudged = handle;
      nudged.begin();
    }
    const next = moved(handle.pointPx, direction, fine ? FINE_STEP_PX : STEP_PX);
    nudged.move(next);
    if (!handle.isLarge) toolbox.showLoupe(next);
    onMoved(handle);
  }

  function moveCrosshair(direction, event) {
    repeats = event.repeat ? repeats + 1 : 0;
    const faster = FASTER.find(([count]) => repeats >= count)?.[1] ?? STEP_PX;
    const { width, height } = filmView.size;
    const from = crosshair ?? filmView.toImage([width / 2, height / 2]);
    crosshair = moved(from, direction, event.shiftKey ? FINE_STEP_PX : faster);
    toolbox.active.hover?.(crosshair);
    toolbox.showLoupe(crosshair);
    draw();
  }

  function end() {
    if (!nudged) return;
    const handle = nudged;
    nudged = null;
    handle.commit();
    onMoved(handle);
  }

  return {
    arrow(direction, event) {
      const handle = toolbox.selected;
      if (handle) nudge(handle, direction, event.shiftKey);
      else if (toolbox.active.places) moveCrosshair(direction, event);
      else {
        const { view, film, size } = filmView;
        filmView.setView(panBy(view, film, size, direction.map((part) => -part * PAN_PX)));
      }
    },
    arrowEnd: end,
    /** Enter: a point where the crosshair is, at first in the middle of the screen. */
    place() {
      if (!toolbox.active.places) return;
      const { width, height } = filmView.size;
      toolbox.active.click(crosshair ?? toolbox.inside(filmView.toImage([width / 2, height / 2])));
    },
    hide() {
      crosshair = null;
      draw();
    },
  };
}
