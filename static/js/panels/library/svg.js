/** Elements of a drawing. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag @param {object} [attributes] @param {...(Node|string)} children
 * @returns {SVGElement}
 */
export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
