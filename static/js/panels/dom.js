/** Elements without markup in strings: text stays text. */

/**
 * @param {string} tag "button.primary" sets a class.
 * @param {object} [attributes] `on…` functions listen, `data` fills the data set, true and
 *   false set and leave out; everything else is an attribute.
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  if (name === "button") element.type = "button";
  for (const [key, value] of Object.entries(attributes)) set(element, key, value);
  element.append(...children.filter((child) => child !== null && child !== undefined
    && child !== false));
  return element;
}

function set(element, key, value) {
  if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else if (key === "data") Object.assign(element.dataset, value);
  else if (value === true) element.setAttribute(key, "");
  else if (value !== false && value !== null && value !== undefined) {
    element.setAttribute(key, value);
  }
}

/** @param {string} name File in static/icons, see planner.css. @returns {HTMLElement} */
export function icon(name) {
  return h(`span.icon.icon-${name}`, { "aria-hidden": "true" });
}

/** A field with its label, and a place for what is wrong with it. */
export function field(label, input, { help, error } = {}) {
  const id = input.id || `field-${Math.random().toString(36).slice(2)}`;
  input.id = id;
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  if (described) input.setAttribute("aria-describedby", described);
  return h("div.field", {},
    h("label", { for: id }, label), input,
    help && h("p.secondary", { id: `${id}-help` }, help),
    error && h("p.field-error", { id: `${id}-error` }, error));
}

/** @param {string} text @returns {number|null} A typed number; a comma is taken for a point. */
export function typedNumber(text) {
  const plain = text.trim().replace(",", ".");
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}
