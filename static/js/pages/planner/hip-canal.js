/** What the film's pixels show about placed points: the canal's walls and the socket's border. */

import { ApiError } from "../../api.js";
import { Reason } from "../../geometry/reasons.js";
import { SIDES, pxOf } from "../../plan/hip/facts.js";
import { templatingReason } from "../../plan/implants.js";

const BUSY = "detection_busy";
const AGAIN_MS = 4000;
// Points are dragged about; what counts is where they come to rest.
const CALM_MS = 250;
const RIM_POINTS = 3;

const isFound = (answer) => Boolean(answer) && answer.kind !== "reason";

/**
 * @param {object} context See `context.js`.
 * @param {{hips: object, onChange: () => void}} options `onChange`: it has been read
 * @returns {{canal: () => object | null, bed: () => object | null, follow: () => void}} `follow`
 *   reads again where the points have moved, and later where the server was busy; null before, and
 *   where nothing was found
 */
export function createHipCanal(
  { film, store, scale, api }, { hips, onChange, calmMs = CALM_MS, againMs = AGAIN_MS },
) {
  let asked = "";
  let answer = null;
  let waiting = 0;

  /** @returns {object | null} null while a point is missing */
  function pointsNow() {
    const side = hips.side();
    const facts = hips.facts();
    if (!side || facts instanceof Reason || templatingReason(scale())) return null;
    const drops = SIDES.map((one) => [`teardrop_${one}`, pxOf(facts, "teardrop", one).at(-1)]);
    const apex = pxOf(facts, "lesser_troch_apex", side).at(-1);
    const rim = pxOf(facts, "head_rim", side);
    if (!apex || rim.length < RIM_POINTS || drops.some(([, point]) => !point)) return null;
    return {
      side, frame: store.film.frame,
      points: { ...Object.fromEntries(drops), lesser_troch_apex: apex, head_rim: rim },
    };
  }

  async function ask(wanted, key) {
    let found = null;
    try {
      found = await api.post(`films/${film.id}/hip-reading`, wanted);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === BUSY && key === asked) {
        waiting = setTimeout(() => ask(wanted, key), againMs);
        return;
      }
      // Cup and stem are then chosen by hand.
    }
    if (key !== asked) return;
    answer = found;
    onChange();
  }

  return {
    canal: () => (isFound(answer?.canal) ? answer.canal : null),
    bed: () => (isFound(answer?.bed) ? answer.bed : null),
    follow() {
      const wanted = pointsNow();
      const key = wanted ? `${JSON.stringify(wanted)} ${scale().columnMm}` : "";
      if (key === asked) return;
      asked = key;
      clearTimeout(waiting);
      answer = null;
      if (wanted) waiting = setTimeout(() => ask(wanted, key), calmMs);
    },
  };
}
