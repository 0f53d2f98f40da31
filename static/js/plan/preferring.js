/**
 * The library as somebody begins with it who prefers some implants: what comes first, and which
 * options and which angle a new implant has. What is placed already never changes with it.
 */

const FAMILY_OF = { cup: "cup_family", stem: "stem_family", head: "head_family" };
const OPTION_OF = { head: "head_mm", liner: "liner" };

/**
 * @param {object[]} families as the library lists them
 * @param {object} [preferences] of the person, as the server hands them out
 * @returns {object[]} preferred families first
 */
export function inPreferredOrder(families, preferences = {}) {
  const isPreferred = ({ key, kind }) => preferences[FAMILY_OF[kind]] === key;
  return [...families.filter(isPreferred), ...families.filter((one) => !isPreferred(one))];
}

/**
 * @param {object} geometry of a family
 * @param {object} [preferences]
 * @returns {object} with the preferred options as its defaults, where it has them; a cup at the
 *   preferred inclination
 */
export function asPreferred(geometry, preferences = {}) {
  const options = Object.entries(geometry.options).map(([name, option]) => {
    const wanted = preferences[OPTION_OF[name]];
    return [name, wanted in option.values ? { ...option, default: wanted } : option];
  });
  const { placement } = geometry;
  const turned = geometry.kind === "cup" ? preferences.inclination_deg : undefined;
  return {
    ...geometry,
    options: Object.fromEntries(options),
    placement: { ...placement, rotation_deg: turned ?? placement.rotation_deg },
  };
}
