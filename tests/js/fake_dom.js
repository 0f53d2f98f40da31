/**
 * As much of a page's document as panels touch, so that they can be tried without a browser:
 * elements, attributes, events that bubble, the focus, and simple selectors.
 */

const dataName = (key) => `data-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Tag, .class, [attribute], [attribute="value"], :checked; of this element alone. */
function fits(element, compound) {
  const parts = compound.match(/^[a-z0-9]+|\.[\w-]+|\[[^\]]+\]|:checked/g) ?? [];
  return parts.length > 0 && parts.every((part) => {
    if (part.startsWith(".")) return element.classList.contains(part.slice(1));
    if (part === ":checked") return element.checked === true;
    if (!part.startsWith("[")) return element.localName === part;
    const [, name, value] = /^\[([\w-]+)(?:="([^"]*)")?\]$/.exec(part);
    return value === undefined ? element.hasAttribute(name) : element.getAttribute(name) === value;
  });
}

/** Lists of selectors, and elements within others; values hold no blanks and no commas. */
function matches(element, selector) {
  return selector.split(",").some((one) => {
    const [own, ...around] = one.trim().split(/\s+/).reverse();
    let at = element;
    return fits(element, own) && around.every((compound) => {
      do at = at.parentElement; while (at && !fits(at, compound));
      return at !== null;
    });
  });
}

class FakeElement {
  constructor(name, document) {
    Object.assign(this, {
      localName: name, ownerDocument: document, parentElement: null, childNodes: [],
      attributes: new Map(), listeners: [], value: "", checked: false,
    });
    this.dataset = new Proxy({}, {
      get: (_, key) => this.getAttribute(dataName(key)) ?? undefined,
      set: (_, key, value) => { this.setAttribute(dataName(key), value); return true; },
      deleteProperty: (_, key) => { this.attributes.delete(dataName(key)); return true; },
    });
    const names = () => (this.getAttribute("class") ?? "").split(" ").filter(Boolean);
    this.classList = {
      contains: (one) => names().includes(one),
      toggle: (one, on) => this.setAttribute("class",
        [...names().filter((name) => name !== one), ...(on ? [one] : [])].join(" ")),
      add: (one) => this.classList.toggle(one, true),
      remove: (one) => this.classList.toggle(one, false),
    };
  }

  getAttribute(name) { return this.attributes.get(name) ?? null; }
  hasAttribute(name) { return this.attributes.has(name); }
  setAttribute(name, value) { this.attributes.set(name, String(value)); }
  removeAttribute(name) { this.attributes.delete(name); }
  get className() { return this.getAttribute("class") ?? ""; }
  set className(value) { this.setAttribute("class", value); }
  get src() { return this.getAttribute("src"); }
  set src(value) { this.setAttribute("src", value); }
  get hidden() { return this.hasAttribute("hidden"); }
  set hidden(on) { if (on) this.setAttribute("hidden", ""); else this.removeAttribute("hidden"); }
  get children() { return this.childNodes.filter((node) => node instanceof FakeElement); }
  get firstChild() { return this.childNodes[0] ?? null; }
  get isConnected() { return this === this.ownerDocument.body || Boolean(this.parentElement?.isConnected); }
  get textContent() {
    return this.childNodes.map((node) => node.textContent ?? node).join("");
  }
  set textContent(text) { this.replaceChildren(...(text === "" ? [] : [text])); }

  append(...nodes) {
    for (const node of nodes) {
      node.remove?.();
      if (node instanceof FakeElement) node.parentElement = this;
      this.childNodes.push(node);
    }
  }
  prepend(...nodes) {
    const before = this.childNodes;
    this.childNodes = [];
    this.append(...nodes);
    this.childNodes.push(...before);
  }
  after(...nodes) {
    const { childNodes } = this.parentElement;
    const rest = childNodes.splice(childNodes.indexOf(this) + 1);
    this.parentElement.append(...nodes);
    childNodes.push(...rest);
  }
  remove() {
    if (!this.parentElement) return;
    // A browser gives up the focus with the element that has it.
    if (this.contains(this.ownerDocument.activeElement)) {
      this.ownerDocument.activeElement = this.ownerDocument.body;
    }
    const nodes = this.parentElement.childNodes;
    nodes.splice(nodes.indexOf(this), 1);
    this.parentElement = null;
  }
  replaceChildren(...nodes) {
    this.children.forEach((child) => child.remove());
    this.childNodes = [];
    this.append(...nodes);
  }
  contains(other) {
    return other === this || Boolean(other?.parentElement && this.contains(other.parentElement));
  }
  closest(selector) {
    return matches(this, selector) ? this : this.parentElement?.closest(selector) ?? null;
  }
  querySelectorAll(selector) {
    return this.children.flatMap((child) => [
      ...(matches(child, selector) ? [child] : []), ...child.querySelectorAll(selector)]);
  }
  querySelector(selector) { return this.querySelectorAll(selector)[0] ?? null; }

  addEventListener(type, listener) { this.listeners.push([type, listener]); }
  /** Tell this element, and those around it, of an event. */
  dispatch(type, more = {}) {
    const event = { type, target: this, preventDefault() {}, stopPropagation() {}, ...more };
    for (let at = this; at; at = at.parentElement) {
      event.currentTarget = at;
      at.listeners.filter(([name]) => name === type).forEach(([, listener]) => listener(event));
    }
  }
  click() { if (!this.disabled) this.dispatch("click"); }
  focus() { if (this.isConnected && !this.disabled) this.ownerDocument.activeElement = this; }
  checkVisibility() { return !this.hidden && this.isConnected; }
  showModal() { this.open = true; }
  close() {
    if (!this.open) return;
    this.open = false;
    this.dispatch("close");
  }
}

/** Put a document in place, for the module under test. @returns {object} The document. */
export function fakeDocument() {
  const document = { createElement: (name) => new FakeElement(name, document), cookie: "" };
  document.body = document.createElement("body");
  document.activeElement = document.body;
  document.querySelector = (selector) => document.body.querySelector(selector);
  document.querySelectorAll = (selector) => document.body.querySelectorAll(selector);
  globalThis.document = document;
  return document;
}
