/**
 * Which side of the patient lies where on the screen, after any turn and flip. Pure.
 */

/**
 * @param {'left'|'right'|null} patientRightOn Side of the image, as stored, that shows the
 *   patient's right; null where nobody has said.
 * @param {import("./viewport.js").View} view
 * @returns {{R: [number, number], L: [number, number]}|null} Unit vectors on the screen.
 */
export function sideDirections(patientRightOn, view) {
  if (patientRightOn !== "left" && patientRightOn !== "right") return null;
  const towards = (patientRightOn === "left") === view.flip ? 1 : -1;
  const x = towards * Math.cos(view.rotationRad);
  const y = towards * Math.sin(view.rotationRad);
  return { R: [x, y], L: [-x, -y] };
}

/**
 * @param {[number, number]} direction From the middle of the screen.
 * @param {{width: number, height: number}} size
 * @param {number} inset Distance of the letter's middle from the edge.
 * @returns {[number, number]} Where the direction meets the edge, moved in.
 */
export function placeOnEdge([dx, dy], { width, height }, inset) {
  const halfWidth = Math.max(1, width / 2 - inset);
  const halfHeight = Math.max(1, height / 2 - inset);
  const reach = Math.min(
    Math.abs(dx) > 1e-9 ? halfWidth / Math.abs(dx) : Infinity,
    Math.abs(dy) > 1e-9 ? halfHeight / Math.abs(dy) : Infinity,
  );
  return [width / 2 + dx * reach, height / 2 + dy * reach];
}
