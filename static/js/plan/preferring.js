/** The list of the library as somebody begins with it who prefers some implants. */

const FAMILY_OF = { cup: "cup_family", stem: "stem_family", head: "head_family" };
const OPTION_OF = { head: "head_mm", liner: "liner" };

/**
 * @param {object[]} families as the library lists them
 * @param {object} [preferences] of the person, as the server hands them out
 * @returns {object[]} preferred families first of their kind, with `preferred`; `defaults` are the
 *   preferred options where a family has them
 */
export function asPreferred(families, preferences = {}) {
  const isPreferred = ({ key, kind }) => preferences[FAMILY_OF[kind]] === key;
  const wanted = Object.entries(OPTION_OF).map(([option, name]) => [option, preferences[name]]);
  const shown = families.map((family) => ({
    ...family,
    preferred: isPreferred(family),
    defaults: {
      ...family.defaults,
      ...Object.fromEntries(wanted.filter(
        ([option, value]) => value !== undefined && family.options[option]?.includes(value),
      )),
    },
  }));
  return [...shown.filter(({ preferred }) => preferred), ...shown.filter((one) => !one.preferred)];
}
