/** In a page of its own: one view of one film, by both renderers, and what they show. */

import { imageToScreen, snapToDevice } from "/static/js/view/viewport.js";
import { createCanvasRenderer } from "/static/js/view/renderer-canvas.js";
import { createWebglRenderer } from "/static/js/view/renderer-webgl.js";
import { createRenderer } from "/static/js/view/renderer-choice.js";
import { halve } from "/static/js/view/strips.js";
import { greyTable, modalityValues } from "/static/js/view/window.js";

/** A film with soft shades, edges, and noise: all that interpolation can get wrong. */
function levelsOf({ columns, rows, planes }) {
  const values = new Uint16Array(columns * rows * planes);
  let seed = 12345;
  for (let plane = 0, at = 0; plane < planes; plane += 1) {
    for (let y = 0; y < rows; y += 1) {
      for (let x = 0; x < columns; x += 1, at += 1) {
        seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
        const shade = 2000 * (1 + plane) + 6000 * Math.sin(x / 37 + plane) * Math.cos(y / 53);
        const bone = (x - columns / 2) ** 2 + (y - rows / 3) ** 2 < (columns / 5) ** 2 ? 5000 : 0;
        values[at] = Math.max(0, 6000 + shade + bone + (seed >>> 23));
      }
    }
  }
  const full = { values, columns, rows, planes, factor: 1 };
  const half = halve(full);
  return [full, half, halve(half)];
}

function pixelsOf(canvas) {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext("2d");
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, copy.width, copy.height).data;
}

function feed(renderer, { film, levels, greys, size, ratio }) {
  renderer.setFilm(film);
  renderer.resize(size, ratio);
  renderer.setLevels(levels);
  renderer.setGreys(greys);
}

function sceneOf({ film, view, window, size, ratio, invert = false }) {
  const made = { aspect: 1, planes: 1, ...film };
  const whole = { centrePx: [made.columns / 2, made.rows / 2], ...view };
  return {
    film: made, levels: levelsOf(made), size, ratio,
    greys: greyTable(made, modalityValues(made), window, invert),
    matrix: snapToDevice(imageToScreen(whole, size, made.aspect), ratio),
  };
}

/** @returns {object} How far the two pictures are apart, and what the first one holds. */
globalThis.compare = (asked) => {
  const scene = sceneOf(asked);
  const [plain, device] = [0, 1].map(() => document.createElement("canvas"));
  const failures = [];
  const renderers = [
    createCanvasRenderer(plain),
    createWebglRenderer(device, {
      longestPx: asked.longestPx, onFailed: (error) => failures.push(error.message),
    }),
  ];
  renderers.forEach((renderer) => {
    feed(renderer, scene);
    renderer.draw(scene.matrix);
  });
  const [a, b] = [plain, device].map(pixelsOf);
  let most = 0;
  let lit = 0;
  const seen = new Set();
  for (let i = 0; i < a.length; i += 1) {
    most = Math.max(most, Math.abs(a[i] - b[i]));
    if (i % 4 === 3) continue;
    if (b[i] > 0) lit += 1;
    seen.add(b[i]);
  }
  return {
    most, lit: lit / (a.length * 0.75), greys: seen.size, failures,
    sizes: [plain.width, plain.height, device.width, device.height],
  };
};

/** Choose as the product does, then do something to the device. */
globalThis.choose = async (asked, { isSuitable = true, lose = false, spoil = false } = {}) => {
  const scene = sceneOf(asked);
  const canvas = document.createElement("canvas");
  canvas.className = "film-canvas";
  document.body.replaceChildren(canvas);
  const kinds = [];
  let changed = () => {};
  const upload = WebGL2RenderingContext.prototype.texImage2D;
  if (spoil) WebGL2RenderingContext.prototype.texImage2D = function ignore() {};
  const renderer = createRenderer(canvas, {
    ...(isSuitable === "ask" ? {} : { isSuitable: () => isSuitable }),
    onChange(kind) {
      kinds.push(kind);
      changed();
    },
  });
  const next = () => new Promise((resolve) => {
    changed = resolve;
    setTimeout(resolve, 1500);
  });
  const first = next();
  feed(renderer, scene);
  renderer.draw(scene.matrix);
  await first;
  WebGL2RenderingContext.prototype.texImage2D = upload;
  const shown = () => document.querySelector(".film-canvas");
  if (lose) {
    const lost = next();
    shown().getContext("webgl2").getExtension("WEBGL_lose_context").loseContext();
    await lost;
  }
  const plain = document.createElement("canvas");
  const reference = createCanvasRenderer(plain);
  feed(reference, scene);
  reference.draw(scene.matrix);
  renderer.draw(scene.matrix);
  const [a, b] = [plain, shown()].map(pixelsOf);
  const most = a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);
  return { kinds, most, canvases: document.querySelectorAll(".film-canvas").length };
};

/** A film moved step by step, then resting: the same as drawn at its place at once. */
globalThis.moved = (asked, steps) => {
  const scene = sceneOf(asked);
  const [first, second] = [0, 1].map(() => document.createElement("canvas"));
  const moving = createCanvasRenderer(first);
  feed(moving, scene);
  moving.draw(scene.matrix);
  const [a, b, c, d, e, f] = scene.matrix;
  let [x, y] = [0, 0];
  const worst = [];
  for (const [dx, dy] of steps) {
    [x, y] = [x + dx, y + dy];
    const matrix = [a, b, c, d, e + x, f + y];
    moving.draw(matrix, { draft: true });
    const still = createCanvasRenderer(second);
    feed(still, scene);
    still.draw(matrix);
    const [one, other] = [first, second].map(pixelsOf);
    worst.push(first.width === second.width
      ? one.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i])), 0) : -1);
  }
  return { worst, width: first.width };
};
document.title = "ready";
