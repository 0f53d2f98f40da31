/**
 * The film by WebGL 2: 16-bit textures, cut where the device's limit asks for it, the same
 * interface and the same greys as `renderer-canvas.js`.
 */

import { inverseOf } from "./viewport.js";
import { withSmaller } from "./renderer-levels.js";
import { proves } from "./renderer-proof.js";
import { createProgram } from "./renderer-shader.js";
import { tilesOf } from "./renderer-tiles.js";
import { chooseLevel, footprintOf } from "./resample.js";

const LONGEST_PX = 4096;
const GREYS_UNIT = 3;
const CONTEXT = {
  alpha: false, antialias: false, depth: false, stencil: false, powerPreference: "high-performance",
};

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{onFailed: (error: Error) => void, longestPx?: number}} options `onFailed`: it cannot go
 *   on, the device is lost or what it draws is not the film. `longestPx` is a lower limit than the
 *   device's own.
 * @returns {object} The renderer.
 * @throws {Error} If this browser cannot draw like this.
 */
export function createWebglRenderer(canvas, { onFailed, longestPx = LONGEST_PX }) {
  const gl = canvas.getContext("webgl2", CONTEXT);
  if (!gl) throw new Error("no WebGL 2");
  const { program, at } = createProgram(gl);
  const most = Math.min(longestPx, gl.getParameter(gl.MAX_TEXTURE_SIZE));
  const state = {
    film: null, levels: [], greys: null, matrix: null, size: { width: 1, height: 1 }, ratio: 1,
    failed: false, unproven: true,
  };
  const pieces = new Map();
  let table = null;

  gl.useProgram(program);
  gl.bindVertexArray(gl.createVertexArray());
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  ["plane0", "plane1", "plane2"].forEach((name, unit) => gl.uniform1i(at[name], unit));
  gl.uniform1i(at.greys, GREYS_UNIT);
  canvas.addEventListener("webglcontextlost", () => fail(new Error("context lost")));

  function fail(error) {
    if (state.failed) return;
    state.failed = true;
    onFailed(error);
  }

  function texture(unit) {
    const made = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, made);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
      gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
    }
    return made;
  }

  /** Textures of a level, sent to the device when it is first needed. */
  function piecesOf(level) {
    if (!pieces.has(level)) pieces.set(level, tilesOf(level, most).map((tile) => upload(level, tile)));
    return pieces.get(level);
  }

  function upload(level, tile) {
    const { columns, rows, planes, values } = level;
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, columns);
    const textures = Array.from({ length: planes }, (_, plane) => {
      const made = texture(0);
      const first = (plane * rows + tile.y) * columns + tile.x;
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R16UI, tile.width, tile.height, 0, gl.RED_INTEGER,
        gl.UNSIGNED_SHORT, values, first);
      return made;
    });
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
    return { tile, textures };
  }

  function forget(level) {
    pieces.get(level)?.forEach(({ textures }) => textures.forEach((one) => gl.deleteTexture(one)));
    pieces.delete(level);
  }

  function fitCanvas() {
    const { size, ratio } = state;
    const width = Math.max(1, Math.round(size.width * ratio));
    const height = Math.max(1, Math.round(size.height * ratio));
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    if (gl.drawingBufferWidth !== width || gl.drawingBufferHeight !== height) {
      throw new Error("no room for the picture");
    }
    gl.viewport(0, 0, width, height);
  }

  function paint() {
    if (state.failed || !state.levels.length || !state.greys || !state.matrix) return;
    fitCanvas();
    gl.clearColor(0, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const inverse = inverseOf(state.matrix.map((value) => value * state.ratio));
    const level = chooseLevel(state.levels, footprintOf(inverse));
    gl.uniform1i(at.planes, level.planes);
    gl.uniform2f(at.filmEnd, state.film.columns, state.film.rows);
    place(["filmStart", "filmAcross", "filmDown"], inverse, 1, 0, { x: 0, y: 0 });
    for (const { tile, textures } of piecesOf(level)) {
      place(["start", "across", "down"], inverse, level.factor, 0.5, tile);
      gl.uniform4f(at.answers, tile.left, tile.top, tile.right, tile.bottom);
      for (let unit = 0; unit < 3; unit += 1) {
        gl.activeTexture(gl.TEXTURE0 + unit);
        gl.bindTexture(gl.TEXTURE_2D, textures[unit] ?? textures[0]);
      }
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    }
    check(level, inverse);
  }

  /** WebGL counts rows from below. */
  function place([start, across, down], [a, b, c, d, e, f], factor, centre, { x, y }) {
    const { height } = canvas;
    gl.uniform2f(at[start], (c * height + e) / factor - centre - x,
      (d * height + f) / factor - centre - y);
    gl.uniform2f(at[across], a / factor, b / factor);
    gl.uniform2f(at[down], -c / factor, -d / factor);
  }

  /** A driver that takes a texture and shows black, or anything else, is not trusted. */
  function check(level, inverse) {
    if (!state.unproven) return;
    state.unproven = false;
    const error = gl.getError();
    if (error) throw new Error(`WebGL error ${error}`);
    if (!proves(gl, { level, film: state.film, inverse, greys: state.greys })) {
      throw new Error("the device draws something else");
    }
  }

  function attempt(action) {
    if (state.failed) return;
    try {
      action();
    } catch (error) {
      fail(error);
    }
  }

  return {
    /** Give the device's memory back; nothing is drawn any more. */
    stop() {
      state.failed = true;
      gl.getExtension("WEBGL_lose_context")?.loseContext();
    },
    resize(size, ratio) {
      Object.assign(state, { size, ratio });
    },
    setFilm(film) {
      [...pieces.keys()].forEach(forget);
      Object.assign(state, { film, levels: [] });
      gl.clearColor(0, 0, 0, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
    },
    setLevels(levels) {
      const next = withSmaller(levels);
      [...pieces.keys()].filter((level) => !next.includes(level)).forEach(forget);
      Object.assign(state, { levels: next, unproven: true });
    },
    setGreys(greys) {
      attempt(() => {
        table ??= texture(GREYS_UNIT);
        gl.activeTexture(gl.TEXTURE0 + GREYS_UNIT);
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, 256, 256, 0, gl.RED, gl.UNSIGNED_BYTE, greys);
        state.greys = greys;
      });
    },
    draw(matrix) {
      state.matrix = matrix;
      attempt(paint);
    },
    repaint() {
      attempt(paint);
    },
  };
}
