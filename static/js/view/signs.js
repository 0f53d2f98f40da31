/**
 * What is written on every film: the letters R and L on both sides, and the scale bar.
 */

import { words } from "../text/viewer.js";
import { scaleBar } from "./scale-bar.js";
import { placeOnEdge, sideDirections } from "./sides.js";

const LETTER_INSET_PX = 30;
const LARGEST_BAR = 0.4;

/**
 * @param {HTMLElement} element The film's region.
 * @returns {{update: (state: object) => void}} `update` takes view, size, sides and scale.
 */
export function createSigns(element) {
  const letters = { R: element.querySelector(".side-r"), L: element.querySelector(".side-l") };
  const bar = element.querySelector(".scale-bar");
  const line = bar.querySelector(".bar");
  const length = bar.querySelector(".length");

  function updateLetters({ sides, view, size }) {
    const directions = sideDirections(sides?.patient_right_on ?? null, view);
    for (const [name, letter] of Object.entries(letters)) {
      letter.hidden = !directions;
      if (!directions) continue;
      const [x, y] = placeOnEdge(directions[name], size, LETTER_INSET_PX);
      letter.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px) `
        + "translate(-50%, -50%)";
    }
  }

  function updateBar({ scale, view, size }) {
    const found = scaleBar(scale, view, size.width * LARGEST_BAR);
    bar.hidden = !found;
    if (!found) return;
    line.style.width = `${found.lengthPx}px`;
    line.dataset.value = found.lengthPx;
    const millimetres = words.bar(found.lengthMm);
    length.textContent = scale.calibrated ? millimetres : words.labelled(millimetres, scale.label);
  }

  return {
    update(state) {
      updateLetters(state);
      updateBar(state);
    },
  };
}
