/** A note's pin: one click on the film says where it belongs. */

/**
 * @param {{prompt: string, onPlace: (pointPx: [number, number]) => void,
 *   onBack: () => boolean}} options `onBack` takes the pin off again, if there is one.
 * @returns {object} The tool, see `view-tools.js` for the contract.
 */
export function createNoteTool({ prompt, onPlace, onBack }) {
  return {
    name: "note",
    cursor: "crosshair",
    places: true,
    prompt,
    click: onPlace,
    back: onBack,
    handles: () => [],
  };
}
