/**
 * What lies on the film: lines and ellipses in image pixels, handles and labels of constant
 * size. One SVG with one transform per change of view; marks are data, drawn by key.
 *
 * @typedef {{key: string, kind: 'line'|'ellipse'|'implant'|'handle'|'label'|'pin', role?: string}} Mark
 *   line: `pointsPx`; ellipse: `ellipse` in square film pixels (centre, semiMajor,
 *   semiMinor, angleRad); implant: `paths` and `points` in mm, `matrix` from mm to image pixels,
 *   `isSelected`, `isDragged`; handle: `pointPx`, `name`, `selected`, `focusable`, `what` it is;
 *   label: `pointPx`, `text`, `offset` in screen pixels; pin: `pointPx`, `number`, `name`, `id`
 *   of what it opens (null: nothing), `isRead`, `isCurrent`.
 */

import { BUILDERS } from "./marks.js";
import { apply } from "./viewport.js";

/**
 * @param {SVGSVGElement} svg
 * @param {HTMLElement} labels Layer of the words, above the SVG.
 * @param {number} aspect Height of a pixel over its width.
 * @returns {object} The overlay.
 */
export function createOverlay(svg, labels, aspect) {
  const shapes = group(svg, "shapes");
  const handles = group(svg, "handles");
  const layers = { shapes, handles, labels };
  const drawn = new Map();
  let matrix = [1, 0, 0, 1, 0, 0];

  function place(entry) {
    if (entry.builder.anchored) entry.builder.place(entry.element, entry.mark, matrix, apply);
  }

  function drawOne(mark) {
    let entry = drawn.get(mark.key);
    const builder = BUILDERS[mark.kind];
    if (entry && entry.builder !== builder) {
      entry.element.remove();
      entry = null;
    }
    if (!entry) {
      entry = { builder, element: builder.create(mark) };
      layers[builder.layer].append(entry.element);
      drawn.set(mark.key, entry);
    }
    entry.mark = mark;
    builder.update(entry.element, mark, aspect);
    place(entry);
  }

  return {
    /** Show exactly these marks; an element keeps its focus while its key stays. */
    draw(marks) {
      const keys = new Set(marks.map((mark) => mark.key));
      for (const [key, entry] of drawn) {
        if (!keys.has(key)) {
          entry.element.remove();
          drawn.delete(key);
        }
      }
      marks.forEach(drawOne);
    },

    /** @param {number[]} next Matrix from image pixels to screen pixels. */
    setView(next) {
      matrix = next;
      shapes.setAttribute("transform", `matrix(${matrix.join(" ")})`);
      drawn.forEach(place);
    },

    /** Hide or show the drawing without forgetting it. */
    setHidden(hidden) {
      svg.classList.toggle("is-hidden", hidden);
      labels.classList.toggle("is-hidden", hidden);
    },

    /** @returns {Element|undefined} What was drawn for a key. */
    elementOf(key) {
      return drawn.get(key)?.element;
    },
  };
}

function group(svg, name) {
  const element = document.createElementNS(svg.namespaceURI, "g");
  element.setAttribute("class", name);
  svg.append(element);
  return element;
}
