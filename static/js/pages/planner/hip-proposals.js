/** What is proposed for cup and stem, from landmarks and from what the film's pixels show. */

import { Reason } from "../../geometry/reasons.js";
import { anatomicalPlace, cupProposal } from "../../plan/hip/cup.js";
import { stemProposal } from "../../plan/hip/stem.js";
import { addImplant } from "../../plan/implant_adding.js";
import { resizeImplant } from "../../plan/implant_choices.js";
import { bringImplant, rotateImplant } from "../../plan/implant_moves.js";
import { kindName } from "../../text/implants.js";
import { doubtWords, limitWords } from "../../text/hip-why.js";
import { proposals as words } from "../../text/hip.js";
import { createHipCanal } from "./hip-canal.js";
import { createHipFamilies } from "./hip-families.js";

const DEG_PER_RAD = 180 / Math.PI;
const SIZES = "size_proposal";
const DYSPLASIA = "dysplasia";

/**
 * @param {object} context See `context.js`.
 * @param {{hips: object, procedure: object, onChange: () => void}} options `onChange`: something
 *   that proposals rest on has arrived
 * @returns {object} those of `hip-families.js`, `told(kind)`, `stepsOf(kind)`, `label(kind)`,
 *   `canal()`, `follow()`, `beginsAt(family, size)`
 */
export function createHipProposals(context, { hips, procedure, onChange }) {
  const { store, scale, reading } = context;
  const families = createHipFamilies(context, { hips, onChange });
  const canal = createHipCanal(context, { hips, onChange });
  const kept = { of: [], found: {} };

  const mode = () => procedure.modes.find(({ key }) => key === hips.item()?.mode);
  const makers = {
    cup: (facts, side, family) => cupProposal(facts, side, {
      family, hanging: reading.hanging(), bed: canal.bed(),
      inclinationDeg: context.user.preferences?.inclination_deg,
    }),
    stem: (facts, side, family) => (canal.canal() ? stemProposal(facts, side, {
      family, hanging: reading.hanging(), canal: canal.canal(),
    }) : new Reason("canal_not_read")),
  };

  /** The same until landmarks, scale, families or the canal have changed. */
  function proposal(kind) {
    const of = [store.version, scale(), hips.side(), canal.canal(), canal.bed(), reading.hanging(),
      families.family("cup"), families.family("stem")];
    if (of.some((one, at) => one !== kept.of[at])) Object.assign(kept, { of, found: {} });
    kept.found[kind] ??= made(kind);
    return kept.found[kind];
  }

  function made(kind) {
    const facts = hips.facts();
    const family = families.family(kind);
    if (facts instanceof Reason) return facts;
    if (!family || !hips.side() || !reading.hanging()) return new Reason("no_proposal");
    if (mode()?.without.includes(SIZES)) return new Reason("no_proposal");
    return makers[kind](facts, hips.side(), family);
  }

  /**
   * Where an implant begins that is added by hand; null for where implants begin everywhere. A cup
   * for a dysplastic hip begins at the anatomical centre, not where the head lies now.
   */
  function beginsAt(family, size) {
    const facts = hips.facts();
    if (family.kind !== "cup" || hips.item()?.mode !== DYSPLASIA) return null;
    if (facts instanceof Reason || !reading.hanging()) return null;
    const found = anatomicalPlace(facts, hips.side(), {
      diameterMm: family.sizes.find((one) => one.size === size).dimensions.diameter_mm,
      hanging: reading.hanging(),
      inclinationDeg: context.user.preferences?.inclination_deg,
    });
    return found instanceof Reason ? null : found;
  }

  const nameOf = (kind, size) => families.family(kind).sizes.find((one) => one.size === size)?.name
    ?? size;

  return {
    ...families,
    canal: canal.canal,
    follow: canal.follow,
    beginsAt,
    told(kind) {
      const found = proposal(kind);
      if (found instanceof Reason) return null;
      const sizes = found.sizes ?? [found.size];
      return {
        size: found.size,
        words: words.range(sizes[0], found.size, sizes.at(-1)),
        reasons: [nameOf(kind, found.size), ...(kind === "cup"
          ? [words.bed(found.source, found.bedMm, found.plusMinus95Mm)] : [limitWords(found.limit)])],
        amber: (found.doubts ?? []).map(doubtWords),
      };
    },
    label: (kind) => words.taken(kindName(kind), proposal(kind).size),
    /**
     * Put on the film, or what is there made as proposed.
     * @returns {{id: string, steps: Function[]} | Reason | null} null where nothing is proposed
     */
    stepsOf(kind) {
      const found = proposal(kind);
      if (found instanceof Reason) return null;
      const there = hips.set()[kind];
      return there ? again(there, found) : first(kind, found);
    },
  };

  function first(kind, { size, options, atPx, rotationDeg, mirrored }) {
    const ids = { body: store.uuid(), implant: store.uuid(), variant: store.variantId };
    const added = {
      family: families.family(kind), viewId: store.viewId, size, options, atPx, rotationDeg,
      mirrored, ids,
    };
    return { id: ids.implant, steps: [(bench) => addImplant(bench, added)] };
  }

  function again(there, { size, atPx, rotationDeg, mirrored }) {
    const { id } = there.implant;
    const turnDeg = (mirrored ? -rotationDeg : rotationDeg) - there.pose.rotation_rad * DEG_PER_RAD;
    return {
      id,
      steps: [
        ...(there.implant.size === size ? [] : [(bench) => resizeImplant(bench, id, size)]),
        (bench) => rotateImplant(bench, id, turnDeg),
        (bench) => bringImplant(bench, id, there.family.placement.anchor, atPx),
      ],
    };
  }
}
