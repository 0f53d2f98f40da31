/**
 * An implant on the film: the family's paths in millimetres under one transform to image pixels.
 *
 * Strokes keep their width in screen pixels at every zoom. Paths are made once for a size and its
 * options; moving and turning only changes the transform.
 */

const SVG = "http://www.w3.org/2000/svg";
const BODY = "outline";
const CENTRE_MM = 2;

function path(d, className) {
  const element = document.createElementNS(SVG, "path");
  element.setAttribute("d", d);
  element.setAttribute("class", className);
  return element;
}

/** All casings lie below all strokes, so that no line of the implant cuts through another. */
function drawPaths(element, paths, points) {
  const crosses = points.map(([x, y]) => ({
    role: "mating",
    d: `M${x - CENTRE_MM} ${y}H${x + CENTRE_MM}M${x} ${y - CENTRE_MM}V${y + CENTRE_MM}`,
  }));
  const all = [...paths, ...crosses];
  element.replaceChildren(
    ...paths.filter(({ role }) => role === BODY).map(({ d }) => path(d, "body")),
    ...all.map(({ d, role }) => path(d, `casing ${role}`)),
    ...all.map(({ d, role }) => path(d, `stroke ${role}`)),
  );
}

/** Builder of the mark kind `implant`, for `marks.js`. */
export const implant = {
  layer: "shapes",
  create: () => document.createElementNS(SVG, "g"),
  update(element, { paths, points, matrix, role, isSelected, isDragged, testId }) {
    const states = [isSelected && "is-selected", isDragged && "is-dragged"].filter(Boolean);
    element.setAttribute("class", ["mark implant", role, ...states].join(" "));
    element.setAttribute("transform", `matrix(${matrix.join(" ")})`);
    if (testId) element.dataset.testid = testId;
    if (element.drawnPaths === paths) return;
    element.drawnPaths = paths;
    drawPaths(element, paths, points);
  },
};
