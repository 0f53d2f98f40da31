/** The cross-hair of a pane: four lines that leave its middle free, cased so that they show. */

const SVG = "http://www.w3.org/2000/svg";
const FREE_PX = 14;

/** @returns {{element: SVGElement, place: (point: number[]|null, size: object) => void}} */
export function createCrossMark() {
  const element = document.createElementNS(SVG, "svg");
  element.setAttribute("class", "cross-mark");
  element.setAttribute("aria-hidden", "true");
  const paths = ["casing", "stroke"].map((name) => {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", name);
    element.append(path);
    return path;
  });

  return {
    element,
    place(point, { width, height }) {
      element.toggleAttribute("hidden", !point);
      if (!point) return;
      const [x, y] = point.map((value) => Math.round(value) + 0.5);
      element.dataset.x = x;
      element.dataset.y = y;
      const d = `M0 ${y}H${Math.max(0, x - FREE_PX)}M${Math.min(width, x + FREE_PX)} ${y}H${width}`
        + `M${x} 0V${Math.max(0, y - FREE_PX)}M${x} ${Math.min(height, y + FREE_PX)}V${height}`;
      paths.forEach((path) => path.setAttribute("d", d));
    },
  };
}
