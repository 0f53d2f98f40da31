/** How cup and stem fit the bone, in words and on the film. */

import { Reason } from "../../geometry/reasons.js";
import { adduction } from "../../plan/hip/adduction.js";
import { targetsOf } from "../../plan/procedure.js";
import { targets as words } from "../../text/hip.js";

export function createHipFits({ store }, { hips }) {
  return {
    told: () => [],
    amber: () => [],
    marks: () => [],
    /** What putting the femur straight would do, where it is worth doing. */
    straight() {
      const facts = hips.facts();
      if (facts instanceof Reason || !hips.side()) return null;
      const target = targetsOf(store.document, hips.side()).adduction ?? "other";
      const found = adduction(facts, hips.side(), target === "as_filmed" ? "other" : target);
      if (found instanceof Reason || !found.suggested) return null;
      return words.suggested(Math.round(Math.abs(found.turnDeg)), found.turnDeg < 0);
    },
  };
}
