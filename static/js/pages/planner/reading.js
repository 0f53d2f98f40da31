/** What the plan's measurements read, with the definitions and implant families that they need. */

import { Reason } from "../../geometry/reasons.js";
import { readings } from "../../plan/reading.js";
import { familiesNamed } from "../../plan/variants.js";
import { sided, words } from "../../text/results.js";

/**
 * One for the whole page: every feature reads the same results, worked out once for each change.
 *
 * @param {object} context See `context.js`.
 * @returns {object} `start()`, `onChange(listener)` (definitions or families have arrived),
 *   `results()`, `definitions`, `sets`, `landmarkName(key, side)`, `promptOf(key)`.
 */
export function createReading(context) {
  const { film, store, scale, say } = context;
  const listeners = new Set();
  const families = new Map();
  const names = new Map();
  let definitions = new Map();
  let sets = [];
  let starting = null;
  let arrived = 0;
  let last = { of: [], results: [] };

  function changed() {
    arrived += 1;
    [...listeners].forEach((listener) => listener());
  }

  function start() {
    starting ??= ask().finally(() => { starting = null; });
    return starting;
  }

  async function ask() {
    try {
      const all = await context.definitions();
      sets = await context.measurementSets();
      definitions = new Map(all.map((definition) => [definition.key, definition]));
      for (const { roles } of all) roles.forEach((role) => names.set(role.key, role));
    } catch {
      say(words.failed);
    }
    changed();
  }

  /** Geometry of the families that the plan uses; what is not here yet is asked for. */
  function geometry() {
    for (const { family, version } of familiesNamed(store.document)) {
      const key = `${family} ${version}`;
      if (families.has(key)) continue;
      families.set(key, null);
      context.family(family, version).then((found) => {
        families.set(key, found);
        changed();
      }, () => families.delete(key));
    }
    return [...families.values()].filter(Boolean);
  }

  /** @returns {string | null} AP where the patient's right is on the film's left. */
  function hanging() {
    return { left: "AP", right: "PA" }[film.sides?.patient_right_on] ?? null;
  }

  function read() {
    if (!definitions.size) return [];
    const { document, viewId, variantId } = store;
    const variant = document.variants.some(({ id }) => id === variantId) ? variantId : null;
    const all = readings(
      document, viewId, scale(), definitions, geometry(), variant, { hanging: hanging() },
    );
    return all.map((reading) => {
      const known = !(reading.planned instanceof Reason);
      return {
        ...reading,
        key: reading.definition,
        definition: definitions.get(reading.definition) ?? null,
        text: known ? reading.plannedText : "",
        nativeText: reading.text,
        short: reading.plannedShort,
      };
    });
  }

  return {
    start,
    /** @param {() => void} listener @returns {() => void} Stop listening. */
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get definitions() { return definitions; },
    get sets() { return sets; },
    families: geometry,
    hanging,
    landmarkName: (key, side) => sided(names.get(key)?.name ?? key, side),
    promptOf: (key) => names.get(key)?.prompt ?? "",
    /** @returns {object[]} The same list until something that it depends on has changed. */
    results() {
      const of = [store.version, store.viewId, store.variantId, scale(), hanging(), arrived];
      if (of.some((one, index) => one !== last.of[index])) last = { of, results: read() };
      return last.results;
    },
  };
}
