/** A film that is only looked at: picture, loupe, window, zoom, its own keys and images. */

import { createCoverSwitches, createFrames, createPresets } from "../../panels/film-controls.js";
import { createToolbox } from "../../tools/toolbox.js";
import { listenToKeys } from "../../tools/keys.js";
import { createViewCommands } from "../../tools/view-commands.js";
import { createPanTool, createWindowTool, createZoomTool } from "../../tools/view-tools.js";
import { createFilmView } from "../../view/film-view.js";
import { createLoupe } from "../../view/loupe.js";
import { panBy } from "../../view/viewport.js";
import { scaleOf } from "./film-data.js";
import { createLoading } from "./loading.js";

const ARROW_PX = 40;

/**
 * @param {{element: HTMLElement, film: object, workerUrl: string,
 *   commands: Record<string, Function>, keys: Record<string, string>,
 *   fail: (error: unknown) => void}} options `element` as in `templates/planner/film.html`;
 *   `commands` and `keys` besides those of every film.
 * @returns {{filmView: object, stop: () => void}}
 */
export function createSecondFilm({ element, film, workerUrl, commands, keys, fail }) {
  const filmView = createFilmView(element, film);
  const loupe = createLoupe(element.querySelector(".loupe"), film);
  const loading = createLoading({ element, workerUrl });
  const presets = createPresets(filmView);
  const frames = createFrames({
    frame: film.frame, frames: film.frames,
    onFrame: (frame) => loading.showFrame(film, frame, filmView).catch(fail),
  });
  element.querySelector(".film-controls").append(
    createCoverSwitches(filmView), frames.element, presets.element,
  );
  const toolbox = createToolbox(filmView, {
    loupe, layers: [], onTool: () => {}, onFrame: frames.step,
  });
  for (const make of [createPanTool, createWindowTool, createZoomTool]) {
    toolbox.register(make(filmView));
  }
  toolbox.activate("pan");

  const all = {
    ...createViewCommands({ filmView, presets }),
    window: () => toolbox.activate(toolbox.active.name === "window" ? "pan" : "window"),
    loupe: () => toolbox.setLoupe(!toolbox.loupeOn),
    previousFrame: () => frames.step(-1),
    nextFrame: () => frames.step(1),
    ...commands,
  };
  const stopKeys = listenToKeys(element, {
    commands: all,
    hold: (name, held) => { if (name === "pan") toolbox.setSpaceHeld(held); },
    arrow([x, y]) {
      const { view, size } = filmView;
      filmView.setView(panBy(view, film, size, [-x * ARROW_PX, -y * ARROW_PX]));
    },
    arrowEnd: () => {},
    more: { keys, holds: {}, onKey: () => false, onKeyUp: () => {} },
    onPage: false,
  });

  filmView.setScale(scaleOf(film.scale));
  filmView.on("levels", () => loupe.setLevels(filmView.levels, filmView.complete));
  filmView.on("window", () => loupe.setGreys(filmView.greys));
  loading.show(film, filmView);
  return {
    filmView,
    stop() {
      stopKeys();
      loading.stop();
      filmView.stop();
    },
  };
}
