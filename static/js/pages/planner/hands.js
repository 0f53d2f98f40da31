/** Everything that hands do on the film: tools, handles, keyboard. */

import { ball, known } from "../../text/calibration.js";
import { createKeyboardPointer } from "../../tools/keyboard-pointer.js";
import { createToolbox } from "../../tools/toolbox.js";
import { createPanTool, createWindowTool, createZoomTool } from "../../tools/view-tools.js";

const PROMPTS = { rim: ball.prompt, known: known.prompt };

/**
 * @param {object} parts `filmView`, `loupe`, `features`, `calibrating`, `onFrame(step)` and
 *   `onTool(name)`.
 * @returns {{toolbox: object, pointer: object}}
 */
export function createHands({ filmView, loupe, features, calibrating, onFrame, onTool }) {
  const { element } = filmView;
  const prompt = element.querySelector(".prompt");
  const pointTools = [...features.tools, ...calibrating.tools];

  const toolbox = createToolbox(filmView, {
    loupe,
    layers: [...pointTools.filter((tool) => tool.handles), ...features.layers],
    onFrame,
    onTool(tool) {
      pointer.hide();
      prompt.textContent = tool.prompt ?? PROMPTS[tool.name] ?? "";
      prompt.hidden = !prompt.textContent;
      onTool(tool.name);
    },
  });
  const pointer = createKeyboardPointer(filmView, toolbox, { onMoved: features.sayMoved });
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
