/** Cornerstone3D, drawn by the CPU, with one film and its window/level tool. */

import { Enums, RenderingEngine, init, setUseCPURendering } from "@cornerstonejs/core";
import { init as initLoader } from "@cornerstonejs/dicom-image-loader";
import {
  Enums as ToolEnums, ToolGroupManager, WindowLevelTool, addTool, init as initTools,
} from "@cornerstonejs/tools";

const query = new URLSearchParams(location.search);
const element = document.getElementById("film");
element.style.width = `${query.get("width")}px`;
element.style.height = `${query.get("height")}px`;

await init();
setUseCPURendering(true);
initLoader();
await initTools();

const engine = new RenderingEngine("bench");
engine.enableElement({ viewportId: "film", type: Enums.ViewportType.STACK, element });
addTool(WindowLevelTool);
const group = ToolGroupManager.createToolGroup("bench");
group.addTool(WindowLevelTool.toolName);
group.setToolActive(WindowLevelTool.toolName, {
  bindings: [{ mouseButton: ToolEnums.MouseBindings.Primary }],
});
group.addViewport("film", "bench");

const viewport = engine.getViewport("film");
await viewport.setStack([`wadouri:${new URL(query.get("image"), location.href).href}`]);
viewport.render();
