/** The other hip, mirrored: where head, shaft and lesser trochanter of this one would be. */

import { Reason } from "../../geometry/reasons.js";
import { imageToSquare, squareToImage } from "../../geometry/spaces.js";
import * as transforms from "../../geometry/transforms.js";
import { headOf, mirrorOfOtherSide, pxOf, toPx } from "../../plan/hip/facts.js";
import { OTHER, otherSideTrusted } from "../../plan/procedure.js";
import { words } from "../../text/hip.js";

/**
 * @param {object} context See `context.js`.
 * @param {{hips: object, drawing: object}} options
 * @returns {{hold: (held: boolean) => void, draw: () => void}}
 */
export function createHipGhost({ film, scale, store, say }, { hips, drawing }) {
  let isHeld = false;

  function marks() {
    const other = OTHER[hips.side()];
    const facts = hips.facts();
    const mirror = facts instanceof Reason ? facts : mirrorOfOtherSide(facts);
    const head = facts instanceof Reason ? facts : headOf(facts, other);
    if (mirror instanceof Reason || head instanceof Reason) return [];
    const overSq = (point) => transforms.apply(mirror, imageToSquare(point, film.aspect));
    const over = (point) => squareToImage(overSq(point), film.aspect);
    const radius = head.radius / scale().columnMm;
    const centre = overSq(toPx(facts, head.centre));
    const [top, low, apex] = ["shaft_prox", "shaft_dist", "lesser_troch_apex"]
      .map((key) => pxOf(facts, key, other).at(-1)).map((point) => point && over(point));
    const ellipse = { centre, semiMajor: radius, semiMinor: radius, angleRad: 0 };
    return [
      { key: "hip-ghost-head", kind: "ellipse", role: "ghost", ellipse },
      ...(top && low ? [{
        key: "hip-ghost-shaft", kind: "line", role: "ghost", pointsPx: beyond(top, low),
      }] : []),
      ...(apex && top && low ? [{
        key: "hip-ghost-apex", kind: "line", role: "ghost", pointsPx: [apex, foot(apex, top, low)],
      }] : []),
      {
        key: "hip-ghost-tag", kind: "label", role: "ghost", offset: [0, -24],
        pointPx: squareToImage([centre[0], centre[1] - radius], film.aspect),
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

/** The axis a little further up and down than its points. */
function beyond([x0, y0], [x1, y1]) {
  return [[x0 - (x1 - x0), y0 - (y1 - y0)], [x1 + (x1 - x0) * 0.3, y1 + (y1 - y0) * 0.3]];
}

/** Where a point's perpendicular meets a line, near enough for drawing. */
function foot([x, y], [x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const part = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy);
  return [x0 + part * dx, y0 + part * dy];
}
