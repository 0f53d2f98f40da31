/** What lies on the film's lower edge: images of a series of frames, presets, overlays. */

import { TOOLS, panel } from "../text/planner.js";
import { words } from "../text/viewer.js";
import { autoWindow, tableOf, tableWindows } from "../view/window.js";
import { h } from "./dom.js";

/**
 * @param {object} filmView
 * @returns {{element: HTMLElement, next: () => void, auto: () => void}} Window presets: those of
 *   the header, its table, and an automatic one from the pixels.
 */
export function createPresets(filmView) {
  const { film } = filmView;
  const presets = [
    ...(film.windows ?? []).map((window, index) => ({
      name: window.name || (film.windows.length > 1 ? panel.header(index) : panel.usual), window,
    })),
    ...tableWindows(film).map((window) => ({
      name: tableOf(film, window).name || panel.table, window,
    })),
  ];
  const select = h("select", { "aria-label": panel.window, title: panel.window,
    data: { testid: "presets", help: TOOLS.preset[1] }, onchange: () => choose(Number(select.value)) },
  ...presets.map(({ name }, index) => h("option", { value: index }, name)),
  h("option", { value: -1 }, panel.auto), h("option", { value: -2, hidden: true }, panel.own));

  function choose(index) {
    if (index === -1) auto();
    else if (presets[index]) filmView.setWindow(presets[index].window);
  }

  function auto() {
    const smallest = filmView.levels.at(-1);
    if (smallest) filmView.setWindow(autoWindow(smallest.values, film, filmView.modality));
  }

  filmView.on("window", () => {
    const index = presets.findIndex(({ window }) => window === filmView.window);
    const isAuto = filmView.window?.name === "auto" && index < 0;
    select.value = String(index >= 0 ? index : isAuto ? -1 : -2);
  });

  return {
    element: select,
    auto,
    next() {
      const index = presets.findIndex(({ window }) => window === filmView.window);
      choose((index + 1) % presets.length);
    },
  };
}

/**
 * @param {{frame: number, frames: number, onFrame: (frame: number) => void}} options
 * @returns {{element: HTMLElement, step: (by: number) => void,
 *   go: (frame: number) => void, show: (frame: number) => void}}
 */
export function createFrames({ frame, frames, onFrame }) {
  let current = frame;
  const slider = h("input", {
    type: "range", min: 1, max: frames, value: frame, "aria-label": panel.frames,
    oninput: () => go(Number(slider.value)),
  });
  const label = h("span", { data: { testid: "frame" } }, words.frame(frame, frames));
  const button = (name, by, sign) => h("button.icon-button", {
    "aria-label": name, title: name, onclick: () => go(current + by),
  }, sign);

  function go(wanted) {
    const next = Math.min(frames, Math.max(1, wanted));
    if (next === current) return;
    show(next);
    onFrame(next);
  }

  function show(next) {
    current = next;
    slider.value = String(next);
    label.textContent = words.frame(next, frames);
  }

  return {
    element: h("div.frames", { hidden: frames < 2 }, button(panel.previousFrame, -1, "‹"), slider,
      button(panel.nextFrame, 1, "›"), label),
    step: (by) => go(current + by),
    go,
    show,
  };
}

/**
 * Switches for what came with the film to lie over it: overlays and shutter.
 *
 * @param {object} filmView
 * @returns {HTMLElement} Shown once there is something to switch.
 */
export function createCoverSwitches(filmView) {
  const switches = [["overlays", panel.overlays], ["shutter", panel.shutter]].map(([name, label]) => {
    const button = h("button.cover-switch", {
      "aria-pressed": "true", hidden: true, data: { testid: `show-${name}`, help: label.help },
      onclick(event) {
        const { coverings } = filmView;
        coverings.show({ [name]: !coverings.shown[name] });
        button.setAttribute("aria-pressed", String(coverings.shown[name]));
        // A mouse goes on with the film; a keyboard stays where it is.
        if (event.detail) filmView.element.focus({ preventScroll: true });
      },
    }, label.name);
    return [name, button];
  });
  const update = () => switches.forEach(([name, button]) => {
    button.hidden = !filmView.coverings?.has[name];
  });
  filmView.on("coverings", update);
  update();
  return h("span.cover-switches", {}, ...switches.map(([, button]) => button));
}
