/** What keys and buttons do. */

import { screenPxPerMm } from "../../panels/monitor-dialog.js";
import { words as scaleWords } from "../../text/calibration.js";
import { monitor } from "../../text/planner.js";
import { createViewCommands } from "../../tools/view-commands.js";
import { holdPoint } from "../../view/viewport.js";

/**
 * @param {object} parts What `planner.js` put together.
 * @returns {Record<string, Function>} Commands by name.
 */
export function createCommands(parts) {
  const { filmView, toolbox, pointer, presets, frames, strip, say, calibrating } = parts;
  const { middle, scaleTo, ...seeing } = createViewCommands({
    filmView, presets, onTurned: parts.onTurned,
    onInverted: (inverted) => parts.press("invert", inverted),
  });

  /** A tool's button or key: on, and the second time back to what was being done. */
  const use = (name) => () => {
    if (toolbox.toolOf(name).edits && parts.refusesEdits()) return;
    if (toolbox.active.name !== name) toolbox.activate(name);
    else if (calibrating.isOpen) calibrating.open();
    else toolbox.activate("pan");
    filmView.element.focus({ preventScroll: true });
  };

  function step(by) {
    const handles = toolbox.handles();
    if (!handles.length) return;
    const now = handles.findIndex(({ key }) => key === toolbox.selected?.key);
    const next = handles[(now + by + handles.length) % handles.length];
    const { view, film, size } = filmView;
    filmView.setView(holdPoint(view, film, size, next.pointPx, middle()));
    filmView.elementOf(next.key)?.focus({ preventScroll: true });
  }

  return {
    ...seeing,
    ...Object.fromEntries(parts.features.tools.map(({ name }) => [name, use(name)])),
    ...parts.features.commands,
    pan: use("pan"),
    window: use("window"),
    zoom: use("zoom"),
    lifeSize() {
      const { columnMm, calibrated } = parts.scale();
      if (!columnMm) return say(monitor.noScale);
      const pxPerMm = screenPxPerMm();
      if (!pxPerMm) return parts.monitor.open();
      scaleTo(columnMm * pxPerMm);
      if (!calibrated) say(monitor.detector);
      return undefined;
    },
    loupe() {
      toolbox.setLoupe(!toolbox.loupeOn);
      parts.press("loupe", toolbox.loupeOn);
    },
    calibrate() {
      if (parts.mayCalibrate) calibrating.open();
      else say(scaleWords.readOnly);
    },
    strip: strip.toggle,
    keySheet: parts.keySheet.open,
    previousFrame: () => frames.step(-1),
    nextFrame: () => frames.step(1),
    nextPoint: () => step(1),
    previousPoint: () => step(-1),
    place: pointer.place,
    undo: parts.undoing.undo,
    redo: parts.undoing.redo,
    delete() {
      const handle = toolbox.selected;
      if (!handle) return;
      handle.remove();
      toolbox.select(null);
      filmView.element.focus({ preventScroll: true });
    },
    /** First the drag, then the last point, then the selection, then the tool. */
    escape() {
      if (strip.close() || toolbox.cancelDrag()) return;
      if (toolbox.active.back?.()) return;
      if (toolbox.selected) {
        toolbox.select(null);
        filmView.element.focus({ preventScroll: true });
      } else if (calibrating.isOpen && toolbox.active.name !== calibrating.tool) calibrating.open();
      else if (calibrating.isOpen) calibrating.close();
      else toolbox.activate("pan");
    },
    hold(name, held) {
      if (name === "pan") toolbox.setSpaceHeld(held);
      else if (name === "hideDrawing") filmView.setDrawingHidden(held);
      else parts.features.commands[name](held);
    },
  };
}
