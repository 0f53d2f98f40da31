/** A planned hip on the film: the moved bone, what it left behind, the cut, the other side. */

import { Reason } from "../../geometry/reasons.js";
import { pieceOf } from "../../plan/fragments.js";
import { applyPose, IDENTITY } from "../../plan/poses.js";
import { createFragmentLayer } from "../../view/fragment-layer.js";
import { between } from "../../view/fragment-pixels.js";
import { apply } from "../../view/viewport.js";

const OWNER = "hip";
const GLIDE_MS = 120;

/**
 * @param {import("../../plan/poses.js").Pose} pose
 * @param {number} aspect
 * @returns {number[]} the same as a matrix of image pixels
 */
export function matrixOfPose(pose, aspect) {
  const [x, y] = applyPose(pose, [0, 0], aspect);
  const [ax, ay] = applyPose(pose, [1, 0], aspect);
  const [cx, cy] = applyPose(pose, [0, 1], aspect);
  return [ax - x, ay - y, cx - x, cy - y, x, y];
}

/**
 * @param {object} filmView
 * @returns {object} `show(scene, {moving, glides})`, `setNative(held)`, `setGhost(marks)`
 */
export function createHipDrawing(filmView) {
  const layer = createFragmentLayer(filmView);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let shown = new Map();
  let frame = 0;
  let isNative = false;
  let extra = [];
  let ghost = [];
  let current = [];

  const aspect = () => filmView.film.aspect;

  /** Every piece with its rings as filmed and the way it goes. */
  function piecesOf({ document, posed, viewId }) {
    return document.bodies.filter((body) => body.kind === "fragment" && body.view_id === viewId)
      .map((body) => ({
        id: body.id, ...pieceOf(body, posed.inBone),
        pivotPx: body.anchor_px ?? body.polygon_px[0],
        matrix: matrixOfPose(posed.poses.get(body.id) ?? IDENTITY, aspect()),
      }));
  }

  function paint(pieces, moving) {
    current = pieces;
    layer.show(pieces.filter(({ rings }) => rings.length), { moving });
    drawMarks();
  }

  function drawMarks() {
    filmView.setMarks(OWNER, [...current.flatMap(marksOf), ...extra, ...ghost]);
  }

  function glide(pieces) {
    const began = performance.now();
    const from = shown;
    cancelAnimationFrame(frame);
    const step = (now) => {
      const part = Math.min(1, (now - began) / GLIDE_MS);
      paint(pieces.map((one) => {
        const start = from.get(one.id);
        return start && part < 1 ? {
          ...one, matrix: between(start, one.matrix, part, one.pivotPx, aspect()),
        } : one;
      }), part < 1);
      if (part < 1) frame = requestAnimationFrame(step);
    };
    step(began);
  }

  /** Implants are drawn by their own feature where they come to lie; here they go there. */
  function glideImplants(before, after) {
    for (const [id, one] of after) {
      const old = before?.get(id);
      const element = filmView.elementOf(`implant-shape:${id}`);
      const isGone = !element || !old || one instanceof Reason || old instanceof Reason;
      if (isGone || old.matrix.every((value, at) => value === one.matrix[at])) continue;
      element.animate(
        [old, one].map(({ matrix }) => ({ transform: `matrix(${matrix.join(",")})` })),
        { duration: GLIDE_MS, easing: "linear" },
      );
    }
  }

  let implants = null;

  return {
    /**
     * @param {{document: object, posed: object, viewId: string}} scene
     * @param {{moving?: boolean, glides?: boolean, more?: object[]}} [how] `more` are marks
     */
    show(scene, { moving = false, glides = false, more = [] } = {}) {
      const pieces = piecesOf(scene);
      extra = more;
      cancelAnimationFrame(frame);
      if (glides && !calm.matches) {
        glideImplants(implants, scene.posed.implants);
        glide(pieces);
      } else paint(pieces, moving);
      shown = new Map(pieces.map(({ id, matrix }) => [id, matrix]));
      implants = scene.posed.implants;
    },
    setNative(held) {
      isNative = held;
      layer.setHidden(held || filmView.drawingHidden);
      filmView.element.classList.toggle("shows-native", held);
    },
    get isNative() { return isNative; },
    setGhost(marks) {
      ghost = marks;
      drawMarks();
    },
    clear() {
      cancelAnimationFrame(frame);
      current = [];
      extra = [];
      layer.show([]);
      drawMarks();
    },
  };
}

/** The saw's way, a line where the bone lies. */
function marksOf({ id, cutPx, matrix }) {
  return cutPx.length ? [{
    key: `hip-cut:${id}`, kind: "polyline", role: "cut hip-planned",
    pointsPx: cutPx.map((point) => apply(matrix, point)),
  }] : [];
}
