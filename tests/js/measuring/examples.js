/**
 * Worked examples for the browser's evaluator; `planning/measuring/examples.py` says what a file
 * holds. As a program: `node examples.js FILE.json [FOLDER/]`, with another folder of definitions.
 */

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { evaluate } from "../../../static/js/measuring/evaluate.js";
import { Scale } from "../../../static/js/measuring/scale.js";
import { classKey } from "../../../static/js/measuring/words.js";
import { readDefinitions } from "./definitions.js";

const MILLIMETRES = new Scale({
  rowMm: 1, columnMm: 1, method: "header_detector", label: "mm", confidence: "unknown",
  templating: "no",
});
const UNITS = { "%": "percent" };
const ROUNDING = 1e-12;

/** @param {object} role @param {object} landmarks @returns {number[][]} the role's points */
export function pointsOf({ role, set }, landmarks) {
  if (Object.hasOwn(landmarks, role)) return [landmarks[role]];
  if (set === undefined) return [];
  const stem = set.numbered ?? role;
  return Object.keys(landmarks)
    .filter((name) => name.startsWith(stem) && /^[0-9]+$/.test(name.slice(stem.length)))
    .sort((a, b) => Number(a.slice(stem.length)) - Number(b.slice(stem.length)))
    .map((name) => landmarks[name]);
}

/** @param {object} example @param {Map<string, object>} definitions @returns {string | null} */
export function problemOf(example, definitions) {
  const definition = definitions.get(example.measurement);
  if (definition === undefined) return `no measurement is called ${example.measurement}`;
  const points = Object.fromEntries(
    definition.roles.map((role) => [role.role, pointsOf(role, example.landmarks)]),
  );
  const side = ["R", "L"].includes(example.side) ? example.side : null;
  const params = { hanging: "AP", ...example.params };
  const result = evaluate(definition, points, MILLIMETRES, { side, params });
  if (result instanceof Reason) return `no result (${result.code})`;
  const { value, unit } = example.expected;
  if ((UNITS[unit] ?? unit) !== result.unit) return `the unit is ${result.unit}`;
  if (unit === "class") {
    const found = classKey(definition, result);
    return found === value ? null : `${found} instead of ${value}`;
  }
  const off = Math.abs(result.value - value);
  return off <= example.tolerance + ROUNDING ? null : `${result.value} instead of ${value}`;
}

/**
 * @param {object[]} examples
 * @param {Map<string, object>} [definitions]
 * @returns {{lines: string[], summary: string}}
 */
export function report(examples, definitions = readDefinitions()) {
  const lines = examples.flatMap((example) => {
    const problem = problemOf(example, definitions);
    return problem === null ? [] : [`${example.id}: ${problem}`];
  });
  const within = examples.length - lines.length;
  return { lines, summary: `${within} of ${examples.length} within tolerance` };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , file, folder] = process.argv;
  const definitions = readDefinitions(folder === undefined ? undefined : pathToFileURL(folder));
  const { examples } = JSON.parse(readFileSync(file, "utf8"));
  const { lines, summary } = report(examples, definitions);
  console.log([...lines, summary].join("\n"));
  process.exitCode = lines.length > 0 ? 1 : 0;
}
