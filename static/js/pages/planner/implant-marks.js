/** Marks of implants: their shapes, what hands take hold of, the old size fading away. */

import { imageToSquare } from "../../geometry/spaces.js";
import { bodyKey, ringKey } from "../../tools/implant-hands.js";
import { anchorOf } from "../../tools/implant-shapes.js";
import { words } from "../../text/implants.js";

const FADE_MS = 300;
const IMPLANT = "implant on the film";

/**
 * @param {import("../../plan/implants.js").Placed} placed
 * @param {string} key
 * @param {object} [more]
 * @returns {object} A mark of `view/overlay.js`.
 */
export function shapeOf({ variant, matrix, kind }, key, more = {}) {
  return {
    key, kind: "implant", role: kind, matrix, paths: variant.outline, points: centresOf(variant),
    ...more,
  };
}

const keyOf = ([x, y]) => `${x} ${y}`;

/** Where it mates with its neighbours, and its anchor: each place once. */
function centresOf({ mating }) {
  const points = Object.values(mating).map(({ point }) => point).filter(Boolean);
  return [...new Map(points.map((point) => [keyOf(point), point])).values()];
}

/**
 * @param {{draw: (marks: object[]) => void, aspect: () => number}} options
 * @returns {{show: (shown: {placed: Map<string, object>, selected: string | null,
 *   ring: object | null, isDragging: boolean, nameOf: (id: string) => string}) => void}}
 */
export function createImplantMarks({ draw, aspect }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let before = new Map();
  let fading = [];
  let current = [];
  let count = 0;

  const paint = () => draw([...fading, ...current]);

  function fade(placed) {
    count += 1;
    const mark = shapeOf(placed, `implant-fading:${count}`, { role: "is-fading" });
    fading.push(mark);
    setTimeout(() => {
      fading = fading.filter((one) => one !== mark);
      paint();
    }, FADE_MS);
  }

  function ringMarks(id, ring, name) {
    const { centrePx, knobPx, radiusPx } = ring;
    return [
      {
        key: `implant-circle:${id}`, kind: "ellipse", role: "implant-ring",
        ellipse: {
          centre: imageToSquare(centrePx, aspect()), semiMajor: radiusPx, semiMinor: radiusPx,
          angleRad: 0,
        },
      },
      {
        key: ringKey(id), kind: "handle", role: "implant-knob", pointPx: knobPx,
        name: words.ring(name), what: IMPLANT,
      },
    ];
  }

  return {
    show({ placed, selected, ring, isDragging, nameOf }) {
      for (const [id, one] of placed) {
        const old = before.get(id);
        if (old && old.variant !== one.variant && !calm.matches) fade(old);
      }
      before = placed;
      const carrier = placed.get(selected)?.carriedBy ?? null;
      const moves = (id, one) => id === selected || id === carrier || one.carriedBy === selected;
      current = [...placed].flatMap(([id, one]) => {
        const isSelected = id === selected;
        const name = nameOf(id);
        return [
          shapeOf(one, `implant-shape:${id}`, {
            isSelected, isDragged: isDragging && moves(id, one),
            testId: `implant-shape-${one.kind}`,
          }),
          ...(isSelected && ring ? ringMarks(id, ring, name) : []),
          {
            key: bodyKey(id), kind: "handle", role: "implant-centre", pointPx: anchorOf(one),
            name: words.handle(name), what: IMPLANT, selected: isSelected,
          },
        ];
      });
      paint();
    },
  };
}
