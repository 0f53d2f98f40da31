/** A hip, planned with its guide: asked once, led through the steps, shown on film and panel. */

import { Reason } from "../../geometry/reasons.js";
import { h } from "../../panels/dom.js";
import { createHipFigures } from "../../panels/hip-figures.js";
import { createHipLadder } from "../../panels/hip-ladder.js";
import { createHipReduction } from "../../panels/hip-reduction.js";
import { createHipRows } from "../../panels/hip-rows.js";
import { createHipSetup } from "../../panels/hip-setup.js";
import { createHipSides } from "../../panels/hip-sides.js";
import { beginProcedure, changeProcedure, chosenVariantId } from "../../plan/procedure.js";
import { reasonWords } from "../../text/hip-reasons.js";
import { guide as guideWords, setup as setupWords } from "../../text/hip.js";
import { createHipBench } from "./hip-bench.js";
import { createHipCompare } from "./hip-compare.js";
import { createHipDeeds } from "./hip-deeds.js";
import { createHipDrawing } from "./hip-drawing.js";
import { createHipGhost } from "./hip-ghost.js";
import { createGuiding } from "./hip-guide.js";
import { createHipPlacing } from "./hip-placing.js";
import { createHipProposals } from "./hip-proposals.js";
import { createHipReading } from "./hip-reading.js";

import { stepStates } from "./hip-steps.js";
import { createHipVariants } from "./hip-variants.js";

// Twelve points on the rim would lie in the way of cup and head once they have been placed.
const RIM = "head_rim";
const LANDMARKS = "landmarks";
// Begun for their landmarks; their labels would lie over cup and stem, and the rows say them.
const QUIET = new Set([
  "lateral_centre_edge_angle", "stem_varus_angle", "femoral_offset", "cup_inclination",
]);

/**
 * @param {object} context See `context.js`.
 * @param {object} procedure of the API
 * @returns {object} what `hip.js` hands on: `commands`, `onKey`, `handles`, `select`, `draw`
 */
export function createHipWork(context, procedure) {
  const { filmView, store, section, say, reading, plan, onPlan, onScale } = context;
  const part = section("hip");
  const hips = createHipBench(context);
  const drawing = createHipDrawing(filmView);
  const refuse = (reason) => say(reasonWords(reason));
  const placing = createHipPlacing(context, { sides: hips.sides });
  const proposals = createHipProposals(context, { hips, procedure, onChange: () => draw() });
  const values = createHipReading(context, { hips, placing, proposals, procedure });
  const deeds = createHipDeeds(context, { hips, proposals, best: values.best, refuse });
  const variants = createHipVariants(context, { onShown: () => draw({ glides: true }), refuse });
  const compare = createHipCompare(context, { hips, variants });
  const ghost = createHipGhost(context, { hips, drawing });
  const mayEdit = () => context.user.may.edit && store.readOnly === null;
  let looked = null;

  const asked = h("div");
  const body = h("div.hip-body", { hidden: true });
  const [film] = procedure.steps;
  const closer = body.appendChild(h("button.look-closer", {
    onclick: () => placing.begin(film), data: { testid: "hip-look-closer" },
  }));
  const figures = createHipFigures(body.appendChild(h("div")));
  const sides = createHipSides(body.appendChild(h("div")), {
    onSide(side) {
      hips.setSide(side);
      draw();
    },
  });
  const rows = createHipRows(body.appendChild(h("div")), {
    onSize: deeds.size, onTake: deeds.take, onSelect: deeds.select, onAdd: deeds.add,
  });
  const ladder = createHipLadder(body.appendChild(h("div.hip-ladder")), {
    onLook: look,
    onTake(cell) {
      endLook();
      deeds.takeCell(cell.of);
    },
  });
  const reduction = createHipReduction(body.appendChild(h("div.hip-body")), {
    onReduce: deeds.reduce,
    onTarget: deeds.target,
    onVariant: variants.show,
    onAdd: variants.add,
    onChoose: variants.choose,
  });
  part.body.append(asked, body);

  const setup = createHipSetup(asked, { procedure, onTaken: answered });
  const guiding = createGuiding(context, { enter });

  function commit(label, changes) {
    if (changes instanceof Reason) {
      refuse(changes);
      return false;
    }
    return changes.length > 0 && !store.commit(label, changes);
  }

  function ask(isChange = false) {
    const item = hips.item();
    setup.ask({
      sides: item?.sides ?? hips.ofPlan(), operation: plan()?.operation ?? "",
      mode: item?.mode ?? null, hips: item?.hips ?? {}, isChange,
    });
    part.open();
  }

  function answered({ mode, hips: states, sides: operated }) {
    const isNew = !hips.item();
    const changes = isNew
      ? beginProcedure(store.document, {
        id: store.uuid(), viewId: store.viewId, mode, sides: operated, hips: states,
      }) : changeProcedure(store.document, { mode, sides: operated, hips: states });
    if (!commit(isNew ? setupWords.begun : setupWords.changed, changes)) return;
    draw();
    if (isNew) guiding.begin();
    filmView.element.focus({ preventScroll: true });
  }

  /** What a step begins with. */
  function enter(key) {
    const step = procedure.steps.find((one) => one.key === key);
    if (step.kind === "scale" && !values.isScaled()) context.calibrating.open();
    // A film is looked at closer only when somebody wants to.
    if (step.kind !== "film" && step.measurements.length) placing.begin(step);
    if (step.kind === "implant") deeds.enter(step.implant);
    if (step.kind === "reduction") body.querySelector(".hip-ladder").scrollIntoView({ block: "start" });
    if (step.kind === "compare") compare.open();
    else compare.close();
    if (step.kind === "sign") context.openSection("sign");
    else if (step.kind !== "scale") part.open();
  }

  function look(cell) {
    if (context.refusesEdits()) return;
    looked = cell;
    const changes = cell ? deeds.cellChanges(cell.of) : [];
    if (changes instanceof Reason) return;
    gliding = true;
    if (cell) store.preview(changes);
    else store.cancelPreview();
    gliding = false;
  }

  function endLook() {
    if (!looked) return;
    looked = null;
    store.cancelPreview();
  }

  let gliding = false;

  function draw({ moving = false, glides = gliding } = {}) {
    const isBegun = Boolean(hips.item());
    body.hidden = !isBegun;
    body.dataset.step = guiding.current ?? "";
    guiding.show(stepStates(procedure, values.stepFacts()));
    if (!isBegun) {
      if (!setup.isAsking && mayEdit()) ask();
      return;
    }
    proposals.follow();
    setup.summarize(hips.item(), mayEdit(), () => ask(true));
    const { document, viewId } = store;
    drawing.show(
      { document, posed: hips.posed(), viewId },
      { moving, glides, more: values.marks() },
    );
    ghost.draw();
    compare.draw();
    closer.hidden = guiding.current !== film.key || !placing.missing(film).length;
    closer.textContent = guideWords.closer(placing.missing(film).length);
    sides.show(hips.sides(), hips.side());
    figures.show(values.figures());
    rows.show(values.rows());
    if (!looked) ladder.show(values.ladder());
    reduction.show({ ...values.reduction(), variants: variants.all() });
  }

  store.subscribe(({ kind }) => {
    if (kind !== "preview") looked = null;
    draw({ moving: kind === "preview" });
  });
  onScale(() => draw());
  reading.onChange(() => draw());
  onPlan(() => draw());
  Object.assign(context.guided, {
    leads: true,
    isQuiet: ({ key }) => QUIET.has(key),
    isIdle: ({ key }) => key === RIM && guiding.current !== LANDMARKS && Boolean(guiding.current),
  });
  Object.assign(context.bones, { poses: () => hips.posed().poses, homeOf: deeds.homeOf });
  const chosen = chosenVariantId(store.document);
  if (chosen && chosen !== store.variantId) store.setVariant(chosen);
  draw();
  if (hips.item()) guiding.begin();

  return {
    draw: () => draw(),
    handles: () => [],
    select() {},
    commands: {
      reduce: deeds.reduce,
      nextVariant: () => variants.step(1),
      holdNative(held) { drawing.setNative(held); },
      holdGhost(held) { ghost.hold(held); },
    },
    onKey(event) {
      if (setup.isAsking && event.key === "Enter") {
        setup.take();
        return true;
      }
      if (guiding.onKey(event)) return true;
      if (event.key === "J") {
        variants.step(-1);
        return true;
      }
      return deeds.onKey(event, guiding.current);
    },
  };
}
