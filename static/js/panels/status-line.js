/** The line at the bottom: help for what is under the pointer, window, zoom, orientation. */

import { formatNumber } from "../measuring/formatting.js";
import { TOOLS, panel } from "../text/planner.js";
import { words } from "../text/viewer.js";

/**
 * @param {HTMLElement} element With `.help`, `.window`, `.zoom` and `.said`.
 * @param {object} filmView
 * @returns {{help: (text: string|null) => void, say: (text: string) => void}}
 *   `say` shows a sentence and reads it to those who do not see it.
 */
export function createStatusLine(element, filmView) {
  const [help, windowText, zoom, live] = [".help", ".window", ".zoom", ".live"].map(
    (selector) => element.querySelector(selector),
  );
  let standing = "";
  let clear = 0;

  function showWindow() {
    const { window, inverted } = filmView;
    const text = window && typeof window === "object"
      ? words.window(shortNumber(window.width), shortNumber(window.center)) : words.voiLut;
    windowText.textContent = inverted ? `${text}  ${words.inverted}` : text;
  }

  function showZoom() {
    const { scale, rotationRad, flip } = filmView.view;
    const percent = scale * (globalThis.devicePixelRatio || 1) * 100;
    const degrees = formatNumber((rotationRad * 180) / Math.PI, 0);
    zoom.textContent = [
      words.zoom(formatNumber(percent, percent < 10 ? 1 : 0)),
      degrees === "0" ? "" : words.turned(degrees), flip ? words.flipped : "",
    ].filter(Boolean).join("  ");
    zoom.dataset.value = percent / 100;
  }

  filmView.on("window", showWindow);
  filmView.on("view", showZoom);
  document.addEventListener("pointerover", (event) => {
    help.textContent = helpUnder(event) ?? standing;
  });
  document.addEventListener("focusin", (event) => {
    help.textContent = helpUnder(event) ?? help.textContent;
  });

  return {
    help(text) {
      standing = text ?? panel.filmHelp;
      help.textContent = standing;
    },
    say(text) {
      live.textContent = text;
      help.textContent = text;
      clearTimeout(clear);
      clear = setTimeout(() => { if (help.textContent === text) help.textContent = standing; }, 6000);
    },
  };
}

/** Help is said by its words, or by the name of a tool. */
function helpUnder(event) {
  const help = event.target.closest?.("[data-help]")?.dataset.help;
  return help && (TOOLS[help]?.[1] ?? help);
}

const shortNumber = (value) => formatNumber(value, Math.abs(value) < 20 ? 1 : 0);
