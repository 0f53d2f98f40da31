/** What is done to a planned hip, by button and by key: changes of the plan, named for undo. */

import { Reason } from "../../geometry/reasons.js";
import { applyChanges } from "../../plan/changes.js";
import { asFilmed, bodyFor, cutFemur } from "../../plan/fragments.js";
import { adduction } from "../../plan/hip/adduction.js";
import { contradiction, femurOutline } from "../../plan/hip/facts.js";
import { setImplantOption, stepImplantSize } from "../../plan/implant_choices.js";
import { setTarget } from "../../plan/procedure.js";
import { reduce, release } from "../../plan/reduction.js";
import { kindName, sizedName, words as implantWords } from "../../text/implants.js";
import { Side, targets as targetWords, words } from "../../text/hip.js";
import { bodyKey } from "../../tools/implant-hands.js";
import { askedBy, optionAfter, valuesOf } from "../../tools/implant-keys.js";
import { createImplantAdding } from "./implant-adding.js";

const ANCHOR = "shaft_prox";

/**
 * @param {object} context See `context.js`.
 * @param {{hips: object, proposals: object, best: () => object | null,
 *   refuse: (reason: Reason) => void}} options `best` is the proposed cell of the ladder
 * @returns {object} `take`, `add`, `size`, `select`, `enter`, `reduce`, `cellChanges`, `takeCell`,
 *   `homeOf`, `onKey`
 */
export function createHipDeeds(context, { hips, proposals, best, refuse }) {
  const { film, filmView, store, say, toolbox, reading, refusesEdits } = context;
  const member = (kind) => hips.set()[kind];
  const adding = createImplantAdding(context, {
    benchOf: hips.bench,
    sets: () => [{ ...hips.set(), mirrored: hips.mirrored() }],
    results: reading.results,
    patientRightOn: () => film.sides?.patient_right_on ?? "left",
    onAdded: (id) => selectId(id),
    begins: proposals.beginsAt,
  });

  /** @returns {boolean} Whether it was done. */
  function commit(label, changes) {
    if (changes instanceof Reason) {
      refuse(changes);
      return false;
    }
    if (store.commit(label, changes)) return false;
    say(label);
    return true;
  }

  /** One change after the other, each from what the one before has made; one step for undo. */
  function inTurn(steps) {
    let { document } = store;
    const all = [];
    for (const step of steps) {
      const changes = step(hips.bench(document));
      if (changes instanceof Reason) return changes;
      all.push(...changes);
      document = applyChanges(document, changes);
      if (document instanceof Reason) return document;
    }
    return all;
  }

  function selectId(id) {
    requestAnimationFrame(() => {
      toolbox().select(bodyKey(id));
      filmView.elementOf(bodyKey(id))?.focus({ preventScroll: true });
    });
  }

  function select(kind) {
    const placed = member(kind);
    if (placed) selectId(placed.implant.id);
  }

  async function add(kind) {
    const facts = hips.facts();
    const contradicted = hips.side() && !(facts instanceof Reason)
      && contradiction(facts, hips.side(), hips.mirrored());
    if (contradicted) {
      refuse(contradicted);
      return;
    }
    if (hips.side()) adding.choose(hips.side());
    const listed = await proposals.listed(kind);
    const refused = listed ? await adding.add(listed) : implantWords.failed;
    if (refused) say(refused);
    else if (kind === "stem") addHead();
  }

  /** A stem without a head has no length and no offset. */
  function addHead() {
    const changes = inTurn(proposals.headSteps());
    if (changes instanceof Reason || changes.length) commit(implantWords.added(kindName("head")), changes);
  }

  /** What is proposed, put on the film or taken instead of what is there. */
  function take(kind) {
    if (refusesEdits()) return;
    const found = proposals.stepsOf(kind);
    if (!found) {
      add(kind);
      return;
    }
    const label = proposals.label(kind);
    const more = kind === "stem" ? [...proposals.headSteps(), ...cutAlong(found.id)] : [];
    if (commit(label, inTurn([...found.steps, ...more]))) select(kind);
  }

  /** The femur is cut free with its stem, where it is not yet and its outline is known. */
  function cutAlong(stemId) {
    if (hips.bone()) return [];
    const cut = cutSteps(stemId);
    return cut instanceof Reason ? [] : cut.steps;
  }

  function size(kind, steps) {
    const placed = member(kind);
    if (!placed || refusesEdits()) return;
    const changes = stepImplantSize(hips.bench(), placed.implant.id, steps);
    const next = changes instanceof Reason ? null : placed.family.sizes[
      placed.family.sizes.findIndex((one) => one.size === placed.implant.size) + steps].size;
    commit(sizedName(kind, next), changes);
  }

  function option({ kind, option: name, ...asked }) {
    const placed = member(kind);
    const values = valuesOf(placed?.family.options[name]?.values ?? {});
    if (!values.length) {
      say(implantWords.noneOf(kind));
      return;
    }
    const next = optionAfter(values, placed.implant.options[name], asked);
    if (!next || refusesEdits()) return;
    const { name: said, values: named } = placed.family.options[name];
    commit(implantWords.option(kindName(kind), said, named[next].name),
      setImplantOption(hips.bench(), placed.implant.id, name, next));
  }

  /** The femur as it was drawn, cut along its stem. */
  function cutSteps(stemId) {
    const side = hips.side();
    const bodyId = store.uuid();
    const facts = hips.facts();
    if (facts instanceof Reason) return facts;
    const anchor = store.document.landmarks.find((one) => one.key === ANCHOR && one.side === side);
    const polygonPx = femurOutline(facts, side, { columns: film.columns, rows: film.rows });
    if (polygonPx instanceof Reason) return polygonPx;
    return {
      bodyId,
      steps: [(bench) => cutFemur(bench, {
        bodyId, filmBodyId: store.filmBodyId, name: words.femur(Side(side)), side, polygonPx,
        anchorPx: anchor.point_px, stemId,
      })],
    };
  }

  /** @returns {Reason | null} why a femur cannot be put straight as it is asked for */
  function notStraight(target) {
    const facts = hips.facts();
    const found = facts instanceof Reason ? facts : adduction(facts, hips.side(), target);
    return found instanceof Reason ? found : null;
  }

  function held(stem, bodyId) {
    if (stem.implant.bone_id === bodyId) return [];
    const item = store.document.implants.find(({ id }) => id === stem.implant.id);
    return [() => [{ op: "upsert", collection: "implants", item: { ...item, bone_id: bodyId } }]];
  }

  function toggleReduced() {
    if (refusesEdits()) return;
    const bone = hips.bone();
    if (bone && hips.isReduced()) {
      commit(words.unreducedDone, release(hips.bench(), bone.id));
      return;
    }
    const { cup, stem } = hips.set();
    if (!cup || !stem) {
      say(words.needsBoth);
      return;
    }
    const cut = bone ? { bodyId: bone.id, steps: held(stem, bone.id) } : cutSteps(stem.implant.id);
    if (cut instanceof Reason) refuse(cut);
    else {
      commit(words.reducedDone, inTurn([
        ...proposals.headSteps(), ...cut.steps, (bench) => reduce(bench, cut.bodyId),
      ]));
    }
  }

  const sizeStep = (step, steps) => ((step === "cup" || step === "stem") && member(step)
    ? () => size(step, steps) : null);

  return {
    add,
    size,
    select,
    take,
    /** A step of an implant begins with it in hand. */
    enter: select,
    reduce: toggleReduced,
    /** What a person aims at; a femur that is to be straight turns with its landmarks from now. */
    target(key, value) {
      if (refusesEdits()) return;
      const hindered = key === "adduction" && value !== "as_filmed" ? notStraight(value) : null;
      if (hindered) refuse(hindered);
      else commit(targetWords.set, setTarget(store.document, hips.side(), key, value));
    },
    cellChanges: (cell) => proposals.cellChanges(cell),
    takeCell(cell) {
      if (refusesEdits()) return;
      commit(proposals.cellLabel(cell), proposals.cellChanges(cell));
      filmView.element.focus({ preventScroll: true });
    },
    homeOf(key, side, pointPx) {
      const bodyId = bodyFor(store.document, store.viewId, key, side) ?? store.filmBodyId;
      return { bodyId, pointPx: asFilmed(hips.posed(), bodyId, pointPx, film.aspect) };
    },
    /** Keys of the hip while no implant is in hand. @returns {boolean} */
    onKey(event, step) {
      if (event.key.toLowerCase() === "r" && (step === "cup" || step === "stem")) {
        take(step);
        return true;
      }
      if (event.key.toLowerCase() === "r" && step === "reduce" && best()) {
        this.takeCell(best());
        return true;
      }
      const asked = askedBy(event);
      if (asked?.do === "option") {
        option(asked);
        return true;
      }
      const sized = asked?.do === "size" ? sizeStep(step, asked.steps) : null;
      sized?.();
      return Boolean(sized);
    },
  };
}
