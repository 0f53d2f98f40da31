/** One implant at scale with its dimensions; it fills the room that there is. */

import { words } from "../../text/library.js";
import { h } from "../dom.js";
import { dimensionLines, headMarks } from "./dimensions.js";
import { s } from "./svg.js";

const MARGIN_PX = 64;
const STEP_PX = 26;
const TICK_PX = 5;
const SCALE_MM = 10;
const MOST_PX_PER_MM = 9;
const UPRIGHT_WORDS_PX = 140;
const LINES = new Set(["axis", "neck_axis", "resection"]);

/**
 * @param {HTMLElement} place
 * @returns {{show(shown: object): void}} Of `{family, variant, size, neighbours, mirrored}`.
 */
export function createDrawing(place) {
  let shown = null;

  function draw() {
    if (!shown || !place.clientWidth) return;
    const picture = layout(shown, place.clientWidth, place.clientHeight);
    place.replaceChildren(picture, axisWords(shown.family.view, shown.mirrored));
  }

  new ResizeObserver(draw).observe(place);
  return {
    show(next) {
      shown = next;
      draw();
    },
  };
}

function axisWords(view, mirrored) {
  const [low, high] = words.axes[view] ?? ["", ""];
  const [left, right] = mirrored ? [high, low] : [low, high];
  return h("div.axes", { "aria-hidden": "true" }, h("span", {}, left), h("span", {}, right));
}

function layout({ family, variant, size, neighbours, mirrored }, wide, high) {
  const ghosts = neighbours.flatMap((one) => one.outline.slice(0, 1));
  const solid = variant.outline.filter(({ role }) => !LINES.has(role));
  const turn = mirrored ? -1 : 1;
  const box = bounds([...solid, ...ghosts], turn);
  const lines = dimensionLines(family.kind, family.view, variant, size.dimensions);
  const pxPerMm = Math.min(
    (wide - 2 * MARGIN_PX - STEP_PX) / (box.right - box.left),
    (high - 2 * MARGIN_PX) / (box.bottom - box.top),
    MOST_PX_PER_MM,
  );
  const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const at = ([x, y]) => [
    wide / 2 + (turn * x - middle[0]) * pxPerMm, high / 2 + (y - middle[1]) * pxPerMm,
  ];
  const [left, top] = at([0, 0]);
  return s("svg", {
    width: wide, height: high, viewBox: `0 0 ${wide} ${high}`, role: "img",
    "aria-label": words.drawn(variant.name),
    "data-px-per-mm": pxPerMm,
  },
    s("g", { transform: `translate(${left} ${top}) scale(${turn * pxPerMm} ${pxPerMm})` },
      ...ghosts.map((path) => stroke(path, "ghost")),
      ...variant.outline.map((path) => stroke(path, path.role))),
    ...headMarksOf(variant.points, at),
    ...dimensionGroup(mirrored ? lines.map(otherSide) : lines, box, at, turn),
    scaleBar(pxPerMm, high));
}

function stroke(path, role) {
  return s("path", { d: path.d, class: `stroke ${role}`, "vector-effect": "non-scaling-stroke" });
}

function otherSide(line) {
  return { ...line, outside: { left: "right", right: "left" }[line.outside] ?? line.outside };
}

function bounds(paths, turn) {
  const points = paths.flatMap(({ polyline }) => polyline);
  const xs = points.map(([x]) => turn * x);
  const ys = points.map(([, y]) => y);
  return {
    left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys),
  };
}

/** A ring for each neck length, and one line of words beside the longest. */
function headMarksOf(points, at) {
  const marks = headMarks(points).map((mark) => ({ ...mark, px: at(mark.at) }));
  if (!marks.length) return [];
  const [x, y] = marks.at(-1).px;
  const isLeft = x < marks[0].px[0];
  return [
    ...marks.map(({ px: [cx, cy] }) => s("circle", { cx, cy, r: 3, class: "head-mark" })),
    s("text", {
      x: x + (isLeft ? -12 : 12), y: y - 6, class: "small", "text-anchor": isLeft ? "end" : "start",
    },
      words.heads(marks.map(({ label }) => label).join(" "))),
  ];
}

/** Lines that lie outside are stacked, the ones named first nearest to the drawing. */
function dimensionGroup(lines, box, at, turn) {
  const used = { left: 0, right: 0, top: 0, bottom: 0 };
  const [left, top] = at([turn * box.left, box.top]);
  const [right, bottom] = at([turn * box.right, box.bottom]);
  const edge = { left, right, top, bottom };
  return lines.map(({ from, to, outside, label }) => {
    const ends = [at(from), at(to)];
    if (outside === "here") return lineWithWords(ends, ends, label, turn > 0 ? "right" : "left");
    const out = (outside === "left" || outside === "top" ? -1 : 1)
      * (STEP_PX * 0.8 + STEP_PX * used[outside]);
    used[outside] += 1;
    const level = edge[outside] + out;
    const isUpright = outside === "left" || outside === "right";
    const moved = ends.map(([x, y]) => (isUpright ? [level, y] : [x, level]));
    return lineWithWords(ends, moved, label, outside);
  });
}

function lineWithWords(ends, moved, label, outside) {
  const [[ax, ay], [bx, by]] = moved;
  const isUpright = Math.abs(ax - bx) < Math.abs(ay - by);
  const leaders = ends.map(([x, y], index) => s("path", {
    d: `M ${x} ${y} L ${moved[index][0]} ${moved[index][1]}`, class: "leader",
  }));
  const ticks = moved.map(([x, y]) => s("path", {
    d: isUpright ? `M ${x - TICK_PX} ${y} h ${2 * TICK_PX}` : `M ${x} ${y - TICK_PX} v ${2 * TICK_PX}`,
    class: "dimension",
  }));
  const line = s("path", { d: `M ${ax} ${ay} L ${bx} ${by}`, class: "dimension" });
  return s("g", {}, ...leaders, line, ...ticks, wordsOf(moved, label, outside, isUpright));
}

function wordsOf([[ax, ay], [bx, by]], label, outside, isUpright) {
  const x = (ax + bx) / 2;
  const y = (ay + by) / 2;
  if (isUpright && Math.abs(ay - by) < UPRIGHT_WORDS_PX) {
    const isLeft = outside === "left";
    return s("text", {
      x: x + (isLeft ? -10 : 10), y: y + 4, "text-anchor": isLeft ? "end" : "start",
    }, label);
  }
  if (isUpright) {
    const out = outside === "left" ? -8 : 16;
    return s("text", {
      transform: `translate(${x + out} ${y}) rotate(-90)`, "text-anchor": "middle",
    }, label);
  }
  if (outside === "right") return s("text", { x: Math.max(ax, bx) + 10, y: y + 4 }, label);
  if (outside === "left") {
    return s("text", { x: Math.min(ax, bx) - 10, y: y + 4, "text-anchor": "end" }, label);
  }
  return s("text", { x, y: y - 6, "text-anchor": "middle" }, label);
}

function scaleBar(pxPerMm, high) {
  const wide = SCALE_MM * pxPerMm;
  return s("g", { class: "scale-bar" },
    s("path", { d: `M 16 ${high - 20} v 6 h ${wide} v -6`, class: "dimension" }),
    s("text", { x: 16, y: high - 26 }, words.scale));
}
