/**
 * Placing the landmarks of a measurement: one click each, in the order of its definition. What to
 * place next is given; the tool only takes clicks, a step back and the end of a set of points.
 */

/**
 * @param {{onPlace: (pointPx: [number, number]) => void, onBack: () => boolean,
 *   onDisabled: () => void, onHover?: (pointPx: [number, number] | null) => void}} options
 * @returns {object} The tool, see `view-tools.js` for the contract.
 */
export function createLandmarkTool({ onPlace, onBack, onDisabled, onHover }) {
  return {
    name: "landmark",
    cursor: "crosshair",
    places: true,
    // One landmark may lie beside another: a click places, only a drag moves what is there.
    overPoints: true,
    edits: true,
    click: onPlace,
    hover: onHover,
    back: onBack,
    disable: onDisabled,
  };
}
