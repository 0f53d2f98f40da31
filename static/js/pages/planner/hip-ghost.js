/** The other hip, mirrored: what this one may look like afterwards. */

import { Reason } from "../../geometry/reasons.js";
import { imageToSquare, squareToImage } from "../../geometry/spaces.js";
import * as transforms from "../../geometry/transforms.js";
import { femurOutline, mirrorOfOtherSide } from "../../plan/hip/facts.js";
import { OTHER, otherSideTrusted } from "../../plan/procedure.js";
import { words } from "../../text/hip.js";

/**
 * @param {object} context See `context.js`.
 * @param {{hips: object, drawing: object}} options
 * @returns {{hold: (held: boolean) => void, draw: () => void}}
 */
export function createHipGhost({ film, store, say }, { hips, drawing }) {
  let isHeld = false;

  function marks() {
    const other = OTHER[hips.side()];
    const facts = hips.facts();
    if (facts instanceof Reason) return [];
    const mirror = mirrorOfOtherSide(facts);
    const outline = femurOutline(facts, other, { columns: film.columns, rows: film.rows });
    if (mirror instanceof Reason || outline instanceof Reason || !mirror) return [];
    const over = (point) => squareToImage(
      transforms.apply(mirror, imageToSquare(point, film.aspect)), film.aspect,
    );
    const line = outline.map(over);
    return [
      { key: "hip-ghost", kind: "polyline", role: "ghost", pointsPx: [...line, line[0]] },
      {
        key: "hip-ghost-tag", kind: "label", role: "ghost", pointPx: line[0],
        text: words.ghostOf(other), testId: "hip-ghost",
      },
    ];
  }

  function draw() {
    const trusted = hips.side() && otherSideTrusted(store.document, hips.side());
    drawing.setGhost(isHeld && trusted ? marks() : []);
  }

  return {
    draw,
    hold(held) {
      isHeld = held;
      if (held && hips.side() && !otherSideTrusted(store.document, hips.side())) say(words.noGhost);
      draw();
    },
  };
}
