/** dwv with one film and its window/level tool: `?image=…&width=…&height=…`. */

import { App, AppOptions, ToolConfig, ViewConfig } from "dwv";

const query = new URLSearchParams(location.search);
const element = document.getElementById("film");
element.style.width = `${query.get("width")}px`;
element.style.height = `${query.get("height")}px`;

const app = new App();
const options = new AppOptions({ "*": [new ViewConfig("film")] });
options.tools = { WindowLevel: new ToolConfig() };
app.init(options);
app.addEventListener("load", () => app.setTool("WindowLevel"));
app.loadURLs([new URL(query.get("image"), location.href).href]);
