/** Whether the device shows the film: some of its pixels, held against the plain computation. */

import { createScreen, lookUpPixels, pixelTable, resample } from "./resample.js";

const ACROSS = 9;
const TOLERANCE = 2;

/**
 * Called right after drawing, before the browser takes the picture away.
 *
 * @param {WebGL2RenderingContext} gl
 * @param {{level: import("./resample.js").Level, film: object, inverse: number[],
 *   greys: Uint8Array}} drawn
 * @returns {boolean} Whether a grid of pixels has the greys that it must have.
 */
export function proves(gl, { level, film, inverse, greys }) {
  const [width, height] = [gl.drawingBufferWidth, gl.drawingBufferHeight];
  const [stepX, stepY] = [width, height].map(oddStep);
  const screen = createScreen(Math.floor(width / stepX), Math.floor(height / stepY), level.planes);
  const [a, b, c, d, e, f] = inverse;
  resample(level, film, [a * stepX, b * stepX, c * stepY, d * stepY, e, f], screen);
  const expected = new Uint32Array(screen.width * screen.height);
  lookUpPixels(screen, pixelTable(greys), expected);
  const bytes = new Uint8Array(expected.buffer);
  const line = new Uint8Array(4 * width);
  for (let row = 0; row < screen.height; row += 1) {
    const y = row * stepY + (stepY - 1) / 2;
    gl.readPixels(0, height - 1 - y, width, 1, gl.RGBA, gl.UNSIGNED_BYTE, line);
    for (let column = 0; column < screen.width; column += 1) {
      const x = column * stepX + (stepX - 1) / 2;
      const at = 4 * (row * screen.width + column);
      for (let part = 0; part < 3; part += 1) {
        if (Math.abs(line[4 * x + part] - bytes[at + part]) > TOLERANCE) return false;
      }
    }
  }
  return true;
}

/** An odd number of pixels has one in the middle. */
function oddStep(length) {
  const step = Math.max(1, Math.floor(length / ACROSS));
  return step % 2 ? step : step - 1;
}
