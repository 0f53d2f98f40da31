/** Which families fit what was chosen; no DOM. */

const OFFERED = new Set(["current"]);

/** Nothing chosen. */
export const NO_FILTERS = Object.freeze({
  text: "", kind: "", fixation: "", view: "", licence: "", gone: false,
});

/**
 * @param {object} one A family of the list of the API.
 * @param {typeof NO_FILTERS} filters
 * @returns {boolean}
 */
export function fits(one, { text, kind, fixation, view, licence, gone }) {
  const said = `${one.name} ${one.manufacturer} ${one.key}`.toLowerCase();
  const every = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (gone || OFFERED.has(one.status) || one.status === "recalled")
    && (!kind || one.kind === kind)
    && (!fixation || one.fixation === fixation)
    && (!view || one.views.includes(view))
    && (!licence || one.licence === licence)
    && every.every((word) => said.includes(word));
}

/**
 * What there is to choose from.
 *
 * @param {object[]} families
 * @returns {{kind: string[], fixation: string[], view: string[], licence: string[]}}
 */
export function choices(families) {
  const each = (read) => [...new Set(families.flatMap(read))];
  return {
    kind: each(({ kind }) => [kind]),
    fixation: each(({ fixation }) => [fixation]),
    view: each(({ views }) => views),
    licence: each(({ licence }) => [licence]),
  };
}

/**
 * The variant of a size that agrees most with what was chosen.
 *
 * @param {{variants: object[]}} size Of the geometry.
 * @param {object} options Values by option.
 * @returns {{variant: object, exact: boolean}}
 */
export function closest(size, options) {
  const agreeing = ({ options: own }) => (
    Object.entries(own).filter(([name, value]) => options[name] === value).length);
  const variant = size.variants.reduce((best, one) => (
    agreeing(one) > agreeing(best) ? one : best));
  return { variant, exact: agreeing(variant) === Object.keys(variant.options).length };
}
