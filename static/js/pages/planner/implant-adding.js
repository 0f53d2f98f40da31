/** A new implant: for which side, of which size, where. */

import { Reason } from "../../geometry/reasons.js";
import { addImplant } from "../../plan/implant_adding.js";
import { mirroredFor } from "../../plan/implant_sets.js";
import { templatingReason } from "../../plan/implants.js";
import { HANGING_UNKNOWN } from "../../plan/scene.js";
import { fullName, reasonWords, words } from "../../text/implants.js";
import { headCentrePx, placeToBegin, sizeToBegin } from "../../tools/implant-start.js";

const HEAD_DIAMETER = "femoral_head_diameter";
const SIDES = ["R", "L"];
const LATERAL = /^(LL|RL|LLD|RLD|LATERAL|LAT)$/;

/**
 * @param {object} context See `context.js`.
 * @param {{benchOf: (document: object) => object, sets: () => object[],
 *   results: () => object[], patientRightOn: () => "left" | "right",
 *   onAdded: (id: string) => void}} options
 * @returns {{side: () => "R" | "L" | null, isAsked: () => boolean, choose: (side: string) => void,
 *   add: (listed: object) => Promise<string | null>}} `isAsked`: the plan names no side, so a person
 *   chooses; `add` promises the sentence why nothing was added.
 */
export function createImplantAdding(context, options) {
  const { film, filmView, store, scale, say, refusesEdits } = context;
  const { benchOf, sets, results, patientRightOn, onAdded, begins = () => null } = options;
  let chosen = null;

  const ofPlan = () => SIDES.find((one) => one === context.plan()?.side) ?? null;
  const side = () => ofPlan() ?? chosen;

  /** Diameter in mm, where it is measured on this side. */
  function headMm() {
    const found = results().find((one) => one.key === HEAD_DIAMETER && one.side === side());
    return found && !(found.native instanceof Reason) ? found.native.value : null;
  }

  function wanted(family) {
    const mirrored = mirroredFor(side(), patientRightOn());
    const set = sets().find((one) => one.mirrored === mirrored) ?? null;
    const { width, height } = filmView.size;
    const size = sizeToBegin(family, { headMm: headMm(), set });
    return {
      family, mirrored, viewId: store.viewId, size,
      ids: { body: store.uuid(), implant: store.uuid(), variant: store.variantId },
      ...begins(family, size) ?? placeToBegin(family.kind, {
        headPx: headCentrePx(store.document, store.filmBodyId, side(), scale().aspect),
        middlePx: filmView.toImage([width / 2, height / 2]),
        set,
      }),
    };
  }

  async function add(listed) {
    if (refusesEdits()) return null;
    const refused = templatingReason(scale());
    if (refused) return reasonWords(refused);
    if (!side()) return words.whichSide;
    // Which half of the film would be that side? Nobody has said.
    if (!film.sides?.patient_right_on && showsBothSides(film)) {
      return reasonWords({ code: HANGING_UNKNOWN });
    }
    let family = null;
    try {
      family = await context.family(listed.key, listed.version);
    } catch {
      return words.failed;
    }
    const added = wanted(family);
    const there = sets().find(({ mirrored }) => mirrored === added.mirrored)?.[family.kind];
    if (there) {
      onAdded(there.implant.id);
      return words.thereAlready(fullName(family.kind, there.implant.size, side()));
    }
    const changes = addImplant(benchOf(store.document), added);
    if (changes instanceof Reason) return reasonWords(changes);
    const label = words.added(fullName(family.kind, added.size, side()));
    if (store.commit(label, changes)) return null;
    onAdded(added.ids.implant);
    say(`${label}. ${words.placedHow}`);
    return null;
  }

  return {
    side,
    isAsked: () => ofPlan() === null,
    choose(next) { chosen = next; },
    add,
  };
}

const showsBothSides = ({ laterality, view }) => (
  !SIDES.includes(laterality) && !LATERAL.test(view ?? ""));
