/** Which side is which: asked where the header does not say, answered by a person. */

import { ApiError, post } from "../../api.js";
import { sides as words } from "../../text/planner.js";
import { sideDirections } from "../../view/sides.js";

// Slices lie in space as their header says; the question is one of projections.
const PROJECTIONS = ["CR", "DX", "RG", "XA", "RF", "PX", "OT", "SC"];
const LATERAL = /^(LL|RL|LLD|RLD|LATERAL|LAT)$/;

/**
 * @param {object} parts `film`, `filmView`, `mayConfirm`, `say`, `fail(sentence)`, `onAnswered()`.
 * @returns {{alert: () => object|null}} The question for the alert bar while it is open.
 */
export function createHanging({ film, filmView, mayConfirm, say, fail, onAnswered }) {
  let { sides } = film;

  async function answer(screenSide) {
    const { rotationRad, flip } = filmView.view;
    // The question goes away with its buttons; hands and keys go on with the film.
    filmView.element.focus({ preventScroll: true });
    // What the person sees as left is right in the stored image when it is flipped or upside down.
    const [x] = sideDirections("left", { rotationRad, flip }).R;
    const stored = (x < 0) === (screenSide === "left") ? "left" : "right";
    try {
      sides = await post(`films/${film.id}/hanging`, { patient_right_on: stored });
      // Measurements and templates read it from the film, each time they are drawn.
      film.sides = sides;
      filmView.setSides(sides);
      say(words.confirmed(screenSide));
      onAnswered();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      fail(error.sentence);
    }
  }

  return {
    alert() {
      const isOpen = sides.patient_right_on === null && !LATERAL.test(film.view ?? "")
        && PROJECTIONS.includes(film.modality);
      if (!isOpen || !mayConfirm) return null;
      const [x] = sideDirections("left", filmView.view).R;
      // Left and right mean nothing on a film that lies on its side.
      if (Math.abs(x) < 0.9) {
        return { key: "sides", tone: "amber", sentence: words.turned, actions: [] };
      }
      return {
        key: "sides", tone: "amber", sentence: words.unknown,
        actions: [
          { name: words.yes, full: words.rightIsLeft, run: () => answer("left") },
          { name: words.no, full: words.rightIsRight, run: () => answer("right") },
        ],
      };
    },
  };
}
