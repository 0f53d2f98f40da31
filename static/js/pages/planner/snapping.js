/**
 * A rough click moved to what it means: shown before it is taken, never taken while Q is held.
 *
 * Only on the full level, and only where a millimetre is known: the search is for bones of a
 * plausible size.
 */

import { Reason } from "../../geometry/reasons.js";
import { words } from "../../text/results.js";

const OWNER = "snap";
const RESTED_MS = 60;
const RIM_POINTS = 12;
const ACROSS = [1, 0];

/**
 * @param {{filmView: object, scale: () => object}} context See `context.js`.
 * @returns {{aim: (kind: string | null, pointPx: [number, number] | null) => void,
 *   take: (kind: string | null, pointPx: [number, number]) => {pointsPx: [number, number][],
 *   words: string} | null, isPossible: (kind: string | null) => boolean,
 *   setFree: (free: boolean) => void}} `aim` shows what a click would take once the pointer rests;
 *   `take` is null where there is nothing to snap to.
 */
export function createSnapping({ filmView, scale }) {
  let search = null;
  let resting = null;
  let free = false;
  let aimed = null;

  const isPossible = (kind) => (
    Boolean(kind) && !free && filmView.complete && Boolean(scale().columnMm));

  function found(kind, pointPx) {
    if (!search || !isPossible(kind)) return null;
    const level = search.snapLevel(filmView.levels.at(-1), {
      columnMm: scale().columnMm, invert: filmView.film.invert,
    });
    const result = search[kind](level, pointPx);
    return result instanceof Reason ? null : SEEN[kind](result);
  }

  function show(marks) {
    filmView.setMarks(OWNER, marks);
  }

  function aim(kind, pointPx) {
    clearTimeout(resting);
    aimed = { kind, pointPx };
    show([]);
    if (!pointPx || !isPossible(kind)) return;
    bring();
    resting = setTimeout(() => show(found(kind, pointPx)?.marks ?? []), RESTED_MS);
  }

  /** The search is fetched when it is wanted for the first time. */
  async function bring() {
    if (search) return;
    const [round, shaft] = await Promise.all([
      import("../../view/snap.js"), import("../../view/snap-shaft.js"),
    ]);
    search = {
      snapLevel: round.snapLevel,
      head: round.snapHead,
      shaft: (level, point) => shaft.snapShaft(level, point, ACROSS),
    };
  }

  return {
    aim,
    isPossible,
    take(kind, pointPx) {
      clearTimeout(resting);
      const taken = found(kind, pointPx);
      show([]);
      return taken;
    },
    setFree(next) {
      free = next;
      if (aimed) aim(aimed.kind, aimed.pointPx);
    },
  };
}

/** What is drawn, which points are taken, and what is said. */
const SEEN = {
  head({ centre, radius, agree, of }) {
    return {
      pointsPx: Array.from({ length: RIM_POINTS }, (_, index) => {
        const turn = (2 * Math.PI * index) / RIM_POINTS;
        return [centre[0] + radius * Math.cos(turn), centre[1] + radius * Math.sin(turn)];
      }),
      marks: [{
        key: "snap:head", kind: "ellipse", role: "suggested",
        ellipse: { centre, semiMajor: radius, semiMinor: radius, angleRad: 0 },
      }],
      words: words.snapped.head(agree, of),
    };
  },
  shaft({ middle, walls, agree, of }) {
    return {
      pointsPx: [middle],
      marks: [{ key: "snap:shaft", kind: "line", role: "suggested", pointsPx: walls }],
      words: words.snapped.shaft(agree, of),
    };
  },
};
