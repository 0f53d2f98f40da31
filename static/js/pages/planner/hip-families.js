/** What is proposed for a hip: families, sizes and places, heads and offsets. */

import { Reason } from "../../geometry/reasons.js";
import { applyChanges } from "../../plan/changes.js";
import { addImplant } from "../../plan/implant_adding.js";
import { setImplantOption } from "../../plan/implant_choices.js";
import { proposals as words } from "../../text/hip.js";

const KINDS = ["cup", "stem", "head"];

/**
 * @param {object} context See `context.js`.
 * @param {{hips: object, onChange: () => void}} options `onChange`: families have arrived
 * @returns {object} `listed(kind)`, `family(kind)`, `cellChanges(cell)`, `cellLabel(cell)`,
 *   `headSteps()`
 */
export function createHipFamilies(context, { hips, onChange }) {
  const { store } = context;
  const geometry = new Map();
  let listing = null;

  const current = (kind) => (listing ?? []).find((one) => (
    one.kind === kind && one.status === "current")) ?? null;

  async function load() {
    listing = await context.families();
    await Promise.all(KINDS.map(current).filter(Boolean).map(async ({ key, version, kind }) => {
      geometry.set(kind, await context.family(key, version));
    }));
    onChange();
  }

  /** A head on the stem, as large as the liner takes. */
  function headSteps() {
    const family = geometry.get("head");
    if (hips.set().head || !family) return [];
    return [(bench) => {
      const { cup, stem } = hips.set(bench.document);
      const wanted = cup?.variant.mating.head.diameter_mm ?? Number(family.placement.size);
      const size = family.sizes.find((one) => Number(one.size) === wanted)?.size
        ?? family.placement.size;
      return addImplant(bench, {
        family, viewId: store.viewId, size, mirrored: hips.mirrored(),
        atPx: stem?.points.head_centre ?? [0, 0],
        ids: { body: store.uuid(), implant: store.uuid(), variant: store.variantId },
      });
    }];
  }

  function cellChanges(cell) {
    const { stem, head } = hips.set();
    let bench = hips.bench();
    const all = [];
    const wanted = [[stem, "offset", cell.offset], [head, "increment", cell.increment]]
      .filter(([one, option, value]) => one && value !== null && one.implant.options[option] !== value);
    for (const [one, option, value] of wanted) {
      const changes = setImplantOption(bench, one.implant.id, option, value);
      if (changes instanceof Reason) return changes;
      all.push(...changes);
      bench = { ...bench, document: applyChanges(bench.document, changes) };
    }
    return all;
  }

  load().catch(() => {});
  return {
    listed: async (kind) => {
      listing ??= await context.families();
      return current(kind);
    },
    family: (kind) => geometry.get(kind) ?? null,
    headSteps,
    cellChanges,
    cellLabel({ increment, offset }) {
      const { stem } = hips.set();
      const named = offset === null ? "" : stem?.family.options.offset?.values[offset]?.name ?? offset;
      return words.cell(increment.replace("-", "−"), named);
    },
  };
}
