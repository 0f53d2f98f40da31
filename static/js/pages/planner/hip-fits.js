/** How cup and stem fit the bone: in words on their rows, and what is drawn of it on the film. */

import { Reason } from "../../geometry/reasons.js";
import { imageToSquare } from "../../geometry/spaces.js";
import { formatNumber } from "../../measuring/formatting.js";
import { displayed } from "../../measuring/words.js";
import { straightHint } from "../../plan/hip/adduction.js";
import { cupFit, rimEllipse } from "../../plan/hip/cup.js";
import { stemFit } from "../../plan/hip/stem.js";
import { otherSideTrusted, targetsOf } from "../../plan/procedure.js";
import { levelWords } from "../../text/hip-why.js";
import { fits as words, targets as targetWords } from "../../text/hip.js";

const VARUS = "stem_varus_angle";
const NECK_CUT = "neck_resection_level";
const VERSION_DEG = 15;
const NEAR_WALL_MM = 0;

/**
 * @param {object} context See `context.js`.
 * @param {{hips: object, canal: () => object | null}} options `canal` as it was read, if it was
 * @returns {object} `told(kind)`, `amber(kind)`: sentences; `marks()`; `straight()`: what putting
 *   the femur straight would do
 */
export function createHipFits({ store, reading, scale, film }, { hips, canal = () => null }) {
  const definition = (key) => reading.definitions.get(key);

  function cup() {
    const { cup: placed } = hips.set();
    const facts = hips.facts();
    if (!placed || facts instanceof Reason) return null;
    const found = cupFit(facts, hips.side(), placed);
    return found instanceof Reason ? null : found;
  }

  /** In the bone as filmed: that is where the canal was read. */
  function stem() {
    const { stem: drawn } = hips.set();
    const facts = hips.facts();
    const placed = drawn && hips.posed().inBone.get(drawn.implant.id);
    if (!placed || facts instanceof Reason || !definition(VARUS)) return null;
    const reader = {
      facts, definitions: reading.definitions, hanging: reading.hanging(), straight: new Map(),
    };
    return stemFit(reader, hips.side(), placed, canal());
  }

  const valueOf = (key, value) => (value instanceof Reason
    ? "" : displayed(definition(key), value, hips.side()));

  const told = {
    cup() {
      const found = cup();
      if (!found) return [];
      const { medialGapMm, lateralCoverPercent, centreShiftMm } = found;
      return [
        words.gap(medialGapMm),
        lateralCoverPercent === null ? "" : words.cover(formatNumber(lateralCoverPercent, 0)),
        centreShiftMm ? words.shift(...centreShiftMm) : "",
      ];
    },
    stem() {
      const found = stem();
      if (!found) return [];
      const fill = found.fits.map(({ fillPercent }) => formatNumber(fillPercent, 0));
      return [
        valueOf(VARUS, found.varus),
        found.neckCut instanceof Reason ? "" : words.cut(valueOf(NECK_CUT, found.neckCut)),
        fill.length ? words.fill(fill.join("/")) : "",
      ];
    },
  };

  const amber = {
    cup: () => [],
    stem: () => (stem()?.fits ?? [])
      .filter(({ medialMm, lateralMm }) => Math.min(medialMm, lateralMm) < NEAR_WALL_MM)
      .map(({ key }) => words.crosses(levelWords(key))),
  };

  /** The rim as it would look at the usual version: the drawn line is its long axis. */
  function rimMark() {
    const { cup: placed } = hips.set();
    if (!placed) return [];
    const { centrePx, majorMm, minorMm, rotationRad } = rimEllipse(placed, VERSION_DEG);
    const { columnMm } = scale();
    return [{
      key: "hip-rim", kind: "ellipse", role: "rim hip-planned",
      ellipse: {
        centre: imageToSquare(centrePx, film.aspect), semiMajor: majorMm / columnMm,
        semiMinor: minorMm / columnMm, angleRad: rotationRad,
      },
    }];
  }

  return {
    told: (kind) => told[kind]().filter(Boolean),
    amber: (kind) => amber[kind](),
    marks: () => rimMark(),
    straight() {
      const facts = hips.facts();
      if (facts instanceof Reason || !hips.side()) return null;
      const hint = straightHint(facts, hips.side(), {
        target: targetsOf(store.document, hips.side()).adduction,
        trusted: otherSideTrusted(store.document, hips.side()),
      });
      return hint && targetWords.suggested(
        Math.round(Math.abs(hint.turnDeg)), hint.turnDeg < 0, hint.against,
      );
    },
  };
}
