/** What the plan's measurements read, with the definitions and implant families that they need. */

import { Reason } from "../../geometry/reasons.js";
import { readings } from "../../plan/reading.js";
import { sided, words } from "../../text/results.js";

/**
 * @param {object} context See `context.js`.
 * @param {() => void} onChange Called when definitions or families have arrived.
 * @returns {object} `start()`, `results()`, `definitions`, `landmarkName(key, side)`,
 *   `promptOf(key)`.
 */
export function createReading(context, onChange) {
  const { film, store, scale, say } = context;
  const families = new Map();
  const names = new Map();
  let definitions = new Map();

  async function start() {
    try {
      const all = await context.definitions();
      definitions = new Map(all.map((definition) => [definition.key, definition]));
      for (const { roles } of all) roles.forEach((role) => names.set(role.key, role));
    } catch {
      say(words.failed);
    }
    onChange();
  }

  /** Geometry of the families that the plan uses; what is not here yet is asked for. */
  function geometry() {
    const used = new Map(store.document.implants.map((implant) => (
      [`${implant.family} ${implant.family_version}`, implant])));
    for (const [key, { family, family_version: version }] of used) {
      if (families.has(key)) continue;
      families.set(key, null);
      context.family(family, version).then((found) => {
        families.set(key, found);
        onChange();
      }, () => families.delete(key));
    }
    return [...families.values()].filter(Boolean);
  }

  /** @returns {string | null} AP where the patient's right is on the film's left. */
  function hanging() {
    return { left: "AP", right: "PA" }[film.sides?.patient_right_on] ?? null;
  }

  return {
    start,
    get definitions() { return definitions; },
    families: geometry,
    hanging,
    landmarkName: (key, side) => sided(names.get(key)?.name ?? key, side),
    promptOf: (key) => names.get(key)?.prompt ?? "",
    results() {
      if (!definitions.size) return [];
      const { document, viewId, variantId } = store;
      const variant = document.variants.some(({ id }) => id === variantId) ? variantId : null;
      const read = readings(
        document, viewId, scale(), definitions, geometry(), variant, { hanging: hanging() },
      );
      return read.map((reading) => {
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
    },
  };
}
