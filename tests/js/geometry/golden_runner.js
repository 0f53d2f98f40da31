/** Runs the cases of tests/golden/geometry_*.json against static/js/geometry. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";

import { lineThrough } from "../../../static/js/geometry/lines.js";
import { Reason } from "../../../static/js/geometry/reasons.js";

const GOLDEN = new URL("../../golden/", import.meta.url);
const AGREEMENT = 1e-9;

/** @param {string} name @returns {object} the parsed file of golden vectors */
export function readGolden(name) {
  return JSON.parse(readFileSync(new URL(name, GOLDEN), "utf8"));
}

/** @returns {object[]} every case of every geometry file, with the file's name in its title */
export function loadCases() {
  const names = readdirSync(GOLDEN).filter((name) => /^geometry_.*\.json$/.test(name)).sort();
  return names.flatMap((name) => readGolden(name).cases.map(
    (item) => ({ ...item, title: `${name}: ${item.title}` }),
  ));
}

/** @param {object} item @returns {Promise<unknown>} what the function of a case returns */
export async function run(item) {
  const [moduleName, functionName] = item.function.split(".");
  const module = await import(`../../../static/js/geometry/${moduleName}.js`);
  return module[camel(functionName)](...item.args.map(argument));
}

/** Compare a result with what a file expects, number by number. */
export function assertAgrees(actual, expected, tolerance, where) {
  if (typeof expected === "boolean" || expected === null || typeof expected === "string") {
    assert.equal(actual, expected, where);
  } else if (typeof expected === "number") {
    const allowed = tolerance ?? AGREEMENT * Math.max(1, Math.abs(expected));
    assert.equal(typeof actual, "number", `${where}: ${JSON.stringify(actual)}`);
    assert.ok(Math.abs(actual - expected) <= allowed, `${where}: ${actual} is not ${expected}`);
  } else if (Array.isArray(expected)) {
    assert.equal(actual.length, expected.length, where);
    expected.forEach((value, index) => {
      assertAgrees(actual[index], value, tolerance, `${where}[${index}]`);
    });
  } else if ("reason" in expected) {
    assert.ok(actual instanceof Reason, `${where}: ${JSON.stringify(actual)}`);
    assert.equal(actual.code, expected.reason, where);
    assert.deepEqual({ ...actual.params }, expected.params ?? { ...actual.params }, where);
  } else {
    for (const [key, value] of Object.entries(expected)) {
      assertAgrees(actual[camel(key)], value, tolerance, `${where}.${key}`);
    }
  }
}

function camel(name) {
  return name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

function argument(value) {
  if (Array.isArray(value)) return value.map(argument);
  if (typeof value !== "object" || value === null) return value;
  const [[kind, parts]] = Object.entries(value);
  switch (kind) {
    case "line": return lineThrough(parts[0], parts[1]);
    case "circle": return { centre: parts[0], radius: parts[1] };
    case "ellipse": {
      const [centre, semiMajor, semiMinor, angleRad] = parts;
      return { centre, semiMajor, semiMinor, angleRad };
    }
    case "rigid": {
      const [rotationRad, mirrored, translation] = parts;
      return { rotationRad, mirrored, translation };
    }
    default: throw new Error(`no argument of kind ${kind}`);
  }
}
