/**
 * Reads `{evaluations: [{definition, points, scale, side, params, landmark_sigma_mm}]}` from
 * standard input and writes what the browser makes of each, so that Python can compare.
 */

import { readFileSync } from "node:fs";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { evaluate } from "../../../static/js/measuring/evaluate.js";
import { marks } from "../../../static/js/measuring/marks.js";
import { PRIMITIVES } from "../../../static/js/measuring/primitives.js";
import { scaleFromJson } from "../../../static/js/measuring/scale.js";
import { bandName, displayed } from "../../../static/js/measuring/words.js";
import { readDefinitions } from "./definitions.js";

const definitions = readDefinitions();

function answer({ definition: key, points, scale: data, side, params, landmark_sigma_mm }) {
  const definition = definitions.get(key);
  const scale = scaleFromJson(data);
  const more = { side, params, landmarkSigmaMm: landmark_sigma_mm };
  const result = evaluate(definition, points, scale, more);
  const shown = result instanceof Reason ? {} : {
    text: displayed(definition, result, side),
    short: displayed(definition, result, side, { short: true }),
    band: bandName(definition, result.value),
  };
  return { result, ...shown, marks: marks(definition, points, scale, { side, params }) };
}

const { evaluations } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify({
  answers: evaluations.map(answer),
  primitives: Object.fromEntries(Object.entries(PRIMITIVES).map(
    ([name, { gives, takes, side }]) => [name, { gives, takes, side: side === true }],
  )),
}));
