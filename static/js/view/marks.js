/**
 * How each kind of mark is drawn. Every stroke has a black casing below it, so that it can be
 * seen on bone and on air.
 */

import { implant } from "./implant-mark.js";

const SVG = "http://www.w3.org/2000/svg";
const DEG_PER_RAD = 180 / Math.PI;

function make(tag, attributes = {}) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** A group with the shape twice: casing and stroke. */
function cased(tag, attributes) {
  const element = make("g");
  element.append(make(tag, { ...attributes, class: "casing" }));
  element.append(make(tag, { ...attributes, class: "stroke" }));
  return element;
}

function setBoth(element, attributes) {
  for (const child of element.children) {
    for (const [name, value] of Object.entries(attributes)) child.setAttribute(name, value);
  }
}

const line = {
  layer: "shapes",
  create: () => cased("line"),
  update(element, { pointsPx: [[x1, y1], [x2, y2]], role }) {
    element.setAttribute("class", `mark line ${role}`);
    setBoth(element, { x1, y1, x2, y2 });
  },
};

const polyline = {
  layer: "shapes",
  create: () => cased("polyline"),
  update(element, { pointsPx, role }) {
    element.setAttribute("class", `mark line ${role}`);
    setBoth(element, { points: pointsPx.map((point) => point.join(",")).join(" ") });
  },
};

const ellipse = {
  layer: "shapes",
  create: () => cased("ellipse"),
  update(element, { ellipse: shape, role }, aspect) {
    const { centre, semiMajor: rx, semiMinor: ry, angleRad: angle } = shape;
    element.setAttribute("class", `mark ellipse ${role}`);
    // From right to left: turn in square pixels, move, then give rows their true height.
    element.setAttribute("transform", `scale(1 ${1 / aspect}) `
      + `translate(${centre[0]} ${centre[1]}) rotate(${angle * DEG_PER_RAD})`);
    setBoth(element, { rx, ry });
  },
};

// An open crosshair: arms to 9 px, nothing in the middle 5 px, so that it hides no edge.
const CROSSHAIR = "M-9 0H-2.5M2.5 0H9M0-9V-2.5M0 2.5V9";

const handle = {
  layer: "handles",
  anchored: true,
  create({ key, focusable = true, what = "point on the film" }) {
    const element = make("g", { "data-handle": key });
    if (focusable) {
      element.setAttribute("tabindex", "0");
      element.setAttribute("role", "button");
      element.setAttribute("aria-roledescription", what);
    }
    element.append(make("circle", { class: "hit", r: 12 }), make("circle", { class: "ring", r: 13 }));
    element.append(make("path", { class: "casing", d: CROSSHAIR }));
    element.append(make("path", { class: "stroke", d: CROSSHAIR }));
    return element;
  },
  update(element, { role, name, selected }) {
    element.setAttribute("class", `mark handle ${role}${selected ? " selected" : ""}`);
    if (name) element.setAttribute("aria-label", name);
  },
  place(element, { pointPx: point }, matrix, apply) {
    const [x, y] = apply(matrix, point);
    element.setAttribute("transform", `translate(${x} ${y})`);
  },
};

const label = {
  layer: "labels",
  anchored: true,
  create: () => document.createElement("div"),
  update(element, { text, detail = "", role, value, testId: testId }) {
    element.className = `film-label ${role}`;
    if (testId) element.dataset.testid = testId;
    if (value !== undefined) element.dataset.value = value;
    element.replaceChildren(text);
    if (detail) {
      const small = document.createElement("small");
      small.textContent = detail;
      element.append(small);
    }
  },
  place(element, { pointPx: point, offset = [0, 0] }, matrix, apply) {
    const [x, y] = apply(matrix, point);
    element.style.transform = `translate(${Math.round(x + offset[0])}px, `
      + `${Math.round(y + offset[1])}px) translate(-50%, -50%)`;
  },
};

// Tip at the point, so that nothing of the finding is hidden; a triangle where it must be read.
const PIN = {
  note: { d: "M0 0C-3 -9 -12 -14 -12 -24A12 12 0 1 1 12 -24C12 -14 3 -9 0 0Z", y: -20 },
  "must-read": { d: "M0 0V-12H-17L0 -42L17 -12H0Z", y: -17 },
};

/** A numbered pin. Not a handle: gestures leave it alone, as a link or button on the film. */
const pin = {
  layer: "handles",
  anchored: true,
  create({ id }) {
    const element = make("a");
    if (id) {
      element.dataset.pin = id;
      element.setAttribute("tabindex", "0");
      element.setAttribute("role", "button");
    }
    element.append(make("circle", { class: "hit", r: 18, cy: -22 }));
    element.append(make("path", { class: "casing" }), make("path", { class: "stroke" }));
    element.append(make("text", { "text-anchor": "middle" }));
    return element;
  },
  update(element, { role, name, number, isRead, isCurrent, id }) {
    const shape = PIN[role];
    const states = [isRead && "is-read", isCurrent && "is-current", !id && "is-new"];
    element.setAttribute("class", ["mark pin", role, ...states.filter(Boolean)].join(" "));
    element.setAttribute("aria-label", name);
    for (const path of element.querySelectorAll("path")) path.setAttribute("d", shape.d);
    const text = element.querySelector("text");
    text.setAttribute("y", shape.y);
    text.textContent = number;
  },
  place: handle.place,
};

/** By kind: where it is drawn, how it is made, changed and, if anchored, placed. */
export const BUILDERS = { line, polyline, ellipse, implant, handle, label, pin };
