/**
 * What is measured on a drawing: lines in millimetres of the implant with their words.
 *
 * A line lies `outside` the drawing on one side (`left`, `right`, `top`, `bottom`), or where its
 * ends are (`here`).
 */

import { mm, plain, words } from "../../text/library.js";

const NEAR_TIP_SHARE = 0.88;

/**
 * Where a closed polyline passes a level, from left to right.
 *
 * @param {[number, number][]} polyline
 * @param {number} y_mm
 * @returns {number[]} x in mm.
 */
export function crossings(polyline, y_mm) {
  return polyline
    .map((start, index) => [start, polyline[(index + 1) % polyline.length]])
    .filter(([[, ay], [, by]]) => (ay < y_mm) !== (by < y_mm))
    .map(([[ax, ay], [bx, by]]) => ax + ((y_mm - ay) / (by - ay)) * (bx - ax))
    .sort((a, b) => a - b);
}

/**
 * @param {string} kind "cup", "head" or "stem".
 * @param {string} view "AP" or "LAT".
 * @param {{outline: object[], points: object, dimensions: object}} variant Of the geometry.
 * @param {object} dimensions Of the size.
 * @returns {{from: number[], to: number[], outside: string, label: string}[]}
 */
export function dimensionLines(kind, view, variant, dimensions) {
  const all = { ...dimensions, ...variant.dimensions };
  if (kind === "cup") return ofCup(variant, all);
  if (kind === "head") return ofHead(all);
  return view === "AP" ? ofStem(variant) : ofStemFromTheSide(variant);
}

function ofCup({ points }, { diameter_mm, head_diameter_mm, reamed_mm }) {
  const [, y] = points.liner_head_centre;
  const lines = [
    across(diameter_mm, 0, "bottom", words.rim(mm(diameter_mm))),
    across(head_diameter_mm, y, "bottom", words.head(mm(head_diameter_mm))),
  ];
  if (reamed_mm) lines.unshift(across(reamed_mm, 0, "top", words.mantle(mm(reamed_mm))));
  return lines.filter(({ from }) => Number.isFinite(from[0]));
}

function ofHead({ diameter_mm, inner_diameter_mm }) {
  const lines = [across(diameter_mm, 0, "bottom", mm(diameter_mm))];
  if (inner_diameter_mm) {
    lines.push(across(inner_diameter_mm, 0, "bottom", words.head(mm(inner_diameter_mm))));
  }
  return lines;
}

function ofStem({ points, outline }) {
  const [headX, headY] = points.head_centre;
  return [
    upright(points, "left"),
    { from: [0, headY], to: [headX, headY], outside: "top", label: words.offset(mm(headX)) },
    {
      from: [headX, headY],
      to: [headX, 0],
      outside: "right",
      label: words.aboveCut(mm(-headY)),
    },
    ...wideAt(points, outline, NEAR_TIP_SHARE, words.wide),
  ].filter(Boolean);
}

function ofStemFromTheSide({ points, outline }) {
  return [
    upright(points, "left"),
    ...wideAt(points, outline, 0.12, words.deep),
    ...wideAt(points, outline, NEAR_TIP_SHARE, words.deep),
  ];
}

function upright({ shoulder = [0, 0], stem_tip: tip }, outside) {
  return {
    from: [0, shoulder[1]],
    to: [0, tip[1]],
    outside,
    label: words.belowShoulder(mm(tip[1] - shoulder[1])),
  };
}

function wideAt({ shoulder = [0, 0], stem_tip: tip }, outline, share, say) {
  const y = shoulder[1] + share * (tip[1] - shoulder[1]);
  const [left, right] = crossings(outline[0].polyline, y);
  if (right === undefined) return [];
  return [{ from: [left, y], to: [right, y], outside: "here", label: say(mm(right - left)) }];
}

function across(wide_mm, y, outside, label) {
  return { from: [-wide_mm / 2, y], to: [wide_mm / 2, y], outside, label };
}

/**
 * Heads that a stem can carry, as they are marked on its neck.
 *
 * @param {object} points Named points of a variant.
 * @returns {{at: number[], label: string}[]} By increment, the shortest first.
 */
export function headMarks(points) {
  return Object.entries(points)
    .map(([name, at]) => ({ at, increment: incrementOf(name) }))
    .filter(({ increment }) => increment !== null)
    .sort((a, b) => a.increment - b.increment)
    .map(({ at, increment }) => ({
      at, label: increment > 0 ? `+${plain(increment)}` : plain(increment),
    }));
}

function incrementOf(name) {
  const match = /^head_centre_(m|p)?(\d+)(?:_(\d+))?$/.exec(name);
  if (!match) return null;
  const size = Number(`${match[2]}.${match[3] ?? 0}`);
  return match[1] === "m" ? -size : size;
}
