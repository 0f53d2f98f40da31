/**
 * Reads jobs as JSON from standard input, works on implants as they say and writes the documents
 * and named points, so that test_implant_twins.py can compare them with Python's.
 */

import { readFileSync } from "node:fs";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { scaleFromJson } from "../../../static/js/measuring/scale.js";
import { applyChanges } from "../../../static/js/plan/changes.js";
import { addImplant } from "../../../static/js/plan/implant_adding.js";
import {
  implantPoints, implantSets, placedImplants, setProblems,
} from "../../../static/js/plan/implant_sets.js";
import { DO } from "./implant_runner.js";

const { families, jobs } = JSON.parse(readFileSync(0, "utf8"));

function answer({ document: start, scale: data, viewId, added, done }) {
  const scale = scaleFromJson(data);
  let document = start;
  const codes = [];
  const apply = (changes) => {
    codes.push(changes instanceof Reason ? changes.toJSON() : null);
    if (!(changes instanceof Reason)) document = applyChanges(document, changes);
  };
  for (const { family, ...more } of added) {
    const kind = families.find(({ key }) => key === family);
    apply(addImplant({ document, families, scale }, { ...more, family: kind, viewId }));
  }
  for (const [item, name, ...given] of done) {
    apply(DO[name]({ document, families, scale }, item, ...given));
  }
  const variantId = document.variants[0]?.id ?? null;
  const placed = placedImplants(document, { viewId, variantId, families, scale });
  const sets = implantSets(placed).map((one) => ({
    points: implantPoints(one),
    problems: setProblems(one).map((problem) => problem.toJSON()),
  }));
  return { document, codes, sets };
}

process.stdout.write(JSON.stringify(jobs.map(answer)));
