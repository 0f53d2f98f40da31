/** Everything that hands do on the film: tools, handles, keyboard. */

import { lengthTool } from "../../text/planner.js";
import { ball, known } from "../../text/calibration.js";
import { createKeyboardPointer } from "../../tools/keyboard-pointer.js";
import { createToolbox } from "../../tools/toolbox.js";
import { createPanTool, createWindowTool, createZoomTool } from "../../tools/view-tools.js";

const PROMPTS = { length: lengthTool.prompt, rim: ball.prompt, known: known.prompt };

/**
 * @param {object} parts `filmView`, `loupe`, `measuring`, `calibrating`, `onFrame(step)` and
 *   `onTool(name)`.
 * @returns {{toolbox: object, pointer: object}}
 */
export function createHands({ filmView, loupe, measuring, calibrating, onFrame, onTool }) {
  const { element } = filmView;
  const prompt = element.querySelector(".prompt");
  const pointTools = [measuring.tool, ...calibrating.tools];

  const toolbox = createToolbox(filmView, {
    loupe,
    layers: [...pointTools, measuring.layer],
    onFrame,
    onTool({ name }) {
      pointer.hide();
      prompt.textContent = PROMPTS[name] ?? "";
      prompt.hidden = !PROMPTS[name];
      onTool(name);
    },
  });
  const pointer = createKeyboardPointer(filmView, toolbox, { onMoved: measuring.sayMoved });
  for (const make of [createPanTool, createWindowTool, createZoomTool]) {
    toolbox.register(make(filmView));
  }
  pointTools.forEach(toolbox.register);

  element.addEventListener("focusin", (event) => {
    // While the pointer holds a point, focus may fall on the film below it.
    if (toolbox.isPressing) return;
    toolbox.select(event.target.closest?.("[data-handle]")?.dataset.handle ?? null);
  });
  return { toolbox, pointer };
}
