/**
 * Reads jobs as JSON from standard input, works on hips as they say and writes the documents and
 * what is read of them, so that test_hip_twins.py can compare them with Python's.
 */

import { readFileSync } from "node:fs";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { scaleFromJson } from "../../../static/js/measuring/scale.js";
import { posedBodies } from "../../../static/js/plan/bodies.js";
import { applyChanges } from "../../../static/js/plan/changes.js";
import * as fragments from "../../../static/js/plan/fragments.js";
import { adduction } from "../../../static/js/plan/hip/adduction.js";
import { femurOutline, hipFacts, mirrorOfOtherSide } from "../../../static/js/plan/hip/facts.js";
import { anatomicalPlace, cupFit, cupProposal, rimEllipse } from "../../../static/js/plan/hip/cup.js";
import { hipOutcomes } from "../../../static/js/plan/hip/outcomes.js";
import { stemFit, stemProposal } from "../../../static/js/plan/hip/stem.js";
import { exchangeFamily } from "../../../static/js/plan/implant_choices.js";
import * as procedure from "../../../static/js/plan/procedure.js";
import * as reduction from "../../../static/js/plan/reduction.js";
import { readings } from "../../../static/js/plan/reading.js";
import * as variants from "../../../static/js/plan/variants.js";
import { DO } from "./implant_runner.js";

const { families, definitions: list, jobs } = JSON.parse(readFileSync(0, "utf8"));
const definitions = new Map(list.map((one) => [one.key, one]));

const STEPS = {
  cut: (bench, cut) => fragments.cutFemur(bench, cut),
  recut: (bench, body, points) => fragments.recut(bench, body, points),
  join: (bench, body, film) => fragments.joinFragment(bench, body, film),
  straighten: (bench, body, turn, about) => reduction.straighten(bench, body, turn, about),
  reduce: (bench, body) => reduction.reduce(bench, body),
  release: (bench, body) => reduction.release(bench, body),
  shift: (bench, body, way) => reduction.moveFragment(bench, body, way),
  copy: ({ document }, from, id, name) => variants.copyVariant(document, from, { id, name }),
  rename: ({ document }, id, name) => variants.renameVariant(document, id, name),
  remove_variant: ({ document }, id) => variants.removeVariant(document, id),
  choose: ({ document }, id) => variants.chooseVariant(document, id),
  begin: ({ document }, asked) => procedure.beginProcedure(document, asked),
  target: ({ document }, ...given) => procedure.setTarget(document, ...given),
  mark: ({ document }, ...given) => procedure.markStep(document, ...given),
  family: (bench, id, key, size) => exchangeFamily(
    bench, id, families.find((one) => one.key === key), size,
  ),
};

const json = (value) => (value instanceof Reason ? value.toJSON() : value);

function outcomesJson(found) {
  if (found instanceof Reason) return found.toJSON();
  const values = (all) => Object.fromEntries(
    Object.entries(all).map(([name, one]) => [name, one.toJSON()]),
  );
  const { proposal } = found;
  return {
    ids: found.ids, before: values(found.before), other: values(found.other), common: found.common,
    cells: found.cells.map((one) => ({
      offset: one.offset, increment: one.increment, increment_mm: one.incrementMm,
      skirted: one.skirted, current: one.current, values: values(one.values),
      length_error_mm: one.lengthErrorMm, offset_error_mm: one.offsetErrorMm,
      warnings: one.warnings,
    })),
    aims: Object.fromEntries(Object.entries(found.aims).map(([name, aim]) => [name, {
      value_mm: aim.valueMm, source: aim.source, of: aim.of, warning: aim.warning,
    }])),
    proposal: proposal instanceof Reason ? proposal.toJSON() : {
      index: proposal.index, why: proposal.why.toJSON(),
      offset_why: proposal.offsetWhy?.toJSON() ?? null, seating: proposal.seating?.toJSON() ?? null,
    },
  };
}

const plain = (value) => JSON.parse(JSON.stringify(value, (key, one) => (
  one instanceof Reason || typeof one?.toJSON === "function" ? one.toJSON() : one)));

function proposalsOf(job, facts, inBone) {
  const { side, hanging, canal, bed } = job;
  const family = (key) => families.find((one) => one.key === key);
  const of = (key) => [...inBone.values()].find((one) => one.kind === key);
  const [cup, stem] = [of("cup"), of("stem")];
  const reader = { facts, definitions, hanging, straight: new Map() };
  const press = family("press_fit_cup");
  return plain({
    anatomical: anatomicalPlace(facts, side, { diameterMm: 50, hanging }),
    cups: [
      cupProposal(facts, side, { family: press, hanging, bed, otherMm: 48 }),
      cupProposal(facts, side, { family: press, hanging, inclinationDeg: 45 }),
    ],
    stems: ["tapered_wedge_stem", "cemented_taper_stem"]
      .map((key) => stemProposal(facts, side, { family: family(key), canal, hanging })),
    cupFit: cup ? cupFit(facts, side, cup) : null,
    rim: cup ? rimEllipse(cup, 15) : null,
    stemFit: stem ? stemFit(reader, side, stem, canal) : null,
  });
}

function answer(job) {
  const { viewId, side, hanging, columns, rows } = job;
  const scale = scaleFromJson(job.scale);
  let { document, variantId } = job;
  const codes = [];
  for (const [name, ...given] of job.steps) {
    const bench = { document, families, scale, variantId };
    if (name === "work_on") {
      [variantId] = given;
      continue;
    }
    const made = name in STEPS ? STEPS[name](bench, ...given) : DO[name](bench, ...given);
    codes.push(made instanceof Reason ? made.toJSON() : null);
    if (made instanceof Reason) continue;
    document = applyChanges(document, made);
    if (document instanceof Reason) throw new Error(`${name}: ${document.code}`);
  }
  const bench = { document, families, scale, variantId };
  const facts = hipFacts(document, { viewId, scale });
  const posed = posedBodies(document, { viewId, variantId, families, scale });
  return {
    document,
    codes,
    poses: Object.fromEntries(posed.poses),
    points: Object.fromEntries([...posed.implants].map(
      ([id, one]) => [id, one instanceof Reason ? one.toJSON() : one.points],
    )),
    pieces: document.bodies.filter(({ kind }) => kind === "fragment")
      .map((body) => fragments.pieceOf(body, posed.inBone)),
    outline: json(femurOutline(facts, side, { columns, rows })),
    ghost: json(mirrorOfOtherSide(facts)),
    adduction: ["other", "neutral", "as_filmed"].map((aim) => json(adduction(facts, side, aim))),
    outcomes: outcomesJson(hipOutcomes(bench, { viewId, side, definitions, hanging })),
    proposals: proposalsOf(job, facts, posed.inBone),
    readings: readings(document, viewId, scale, definitions, families, variantId, { hanging })
      .map((one) => one.toJSON()),
  };
}

process.stdout.write(JSON.stringify(jobs.map(answer)));
