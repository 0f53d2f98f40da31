/** What a guided hip works on: its side, its implants, its bone, worked out once for each change. */

import { Reason } from "../../geometry/reasons.js";
import { posedBodies } from "../../plan/bodies.js";
import { hipFacts } from "../../plan/hip/facts.js";
import { implantSets, mirroredFor } from "../../plan/implant_sets.js";
import { find } from "../../plan/items.js";
import { procedureOf } from "../../plan/procedure.js";

const SIDES = ["R", "L"];

/**
 * @param {object} context See `context.js`.
 * @returns {object} `item()` of the plan, `sides()` operated on, `side()` worked on, `setSide(side)`,
 *   `bench(document?)`, `posed(document?)`, `facts()`, `set()` of implants, `bone()`, `mirrored()`
 */
export function createHipBench(context) {
  const { film, store, scale, reading, plan } = context;
  let chosen = null;
  const kept = { of: [], posed: null, facts: null };

  const item = () => procedureOf(store.document);
  const ofPlan = () => ({ R: ["R"], L: ["L"], B: [...SIDES] })[plan()?.side] ?? [];
  const sides = () => item()?.sides ?? ofPlan();
  const side = () => (sides().includes(chosen) ? chosen : sides()[0] ?? null);
  const patientRightOn = () => film.sides?.patient_right_on ?? "left";
  const variantId = (document) => (
    find(document, "variants", store.variantId) ?? document.variants[0] ?? null)?.id ?? null;

  const bench = (document = store.document) => ({
    document, families: reading.families(), scale: scale(), variantId: variantId(document),
  });

  function pose(document) {
    const { viewId } = store;
    return posedBodies(document, { ...bench(document), viewId });
  }

  /** Of what is shown it is asked for many times in one frame. */
  function refreshed() {
    const of = [store.version, store.viewId, store.variantId, scale(), reading.families().length];
    if (of.some((one, at) => one !== kept.of[at])) Object.assign(kept, { of, posed: null, facts: null });
    return kept;
  }

  function posed(document = null) {
    if (document) return pose(document);
    const now = refreshed();
    now.posed ??= pose(store.document);
    return now.posed;
  }

  function facts() {
    const now = refreshed();
    now.facts ??= hipFacts(store.document, { viewId: store.viewId, scale: scale() });
    return now.facts;
  }

  const mirrored = (one = side()) => mirroredFor(one, patientRightOn());

  return {
    item,
    ofPlan,
    sides,
    side,
    setSide(next) { chosen = next; },
    bench,
    posed,
    facts,
    mirrored,
    /** Cup, stem and head of the side that is worked on. */
    set(document = null) {
      const placed = new Map([...posed(document).implants]
        .filter(([, one]) => !(one instanceof Reason)));
      return implantSets(placed).find((one) => one.mirrored === mirrored())
        ?? { cup: null, stem: null, head: null };
    },
    /** The piece of bone of the side; null before it is cut. */
    bone(document = store.document) {
      return document.bodies.find((body) => body.kind === "fragment"
        && body.view_id === store.viewId && body.side === side()) ?? null;
    },
    isReduced(document = store.document) {
      const variant = find(document, "variants", variantId(document));
      return Boolean(variant?.reduced?.includes(this.bone(document)?.id));
    },
  };
}
