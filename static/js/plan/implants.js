/**
 * Where an implant of a plan lies on the film, in image pixels.
 *
 * An implant is drawn in millimetres about its origin, which is its anchor: the centre of a cup or
 * head, and of a stem where the neck cut meets its axis. The plan keeps the origin in image pixels
 * and a pose; size, options and scale only say how large and what. So whatever changes the size, a
 * calibration included, leaves the anchor where the surgeon saw it.
 */

import { Reason } from "../geometry/reasons.js";
import { imageToSquare } from "../geometry/spaces.js";
import * as transforms from "../geometry/transforms.js";
import { noScaleReason } from "../measuring/film_points.js";
import { NoScale, Templating } from "../measuring/scale.js";
import { rigidOf } from "./poses.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("../measuring/scale.js").Scale} Scale */
/** @typedef {import("./poses.js").Pose} Pose */
/** @typedef {[number, number, number, number, number, number]} Matrix of SVG's `matrix()` */
/**
 * `family`, `size` and `variant` are of the library's geometry, `implant` is the plan's item.
 * `pose` is where it is drawn: of a head that a stem carries (`carriedBy` is the stem's item) where
 * the stem holds it; `bone` is that of the piece of bone that holds it, where that has moved, else
 * null. `matrix` draws the variant's paths, in mm, in image pixels.
 * @typedef {{implant: object, family: object, size: object, variant: object, pose: Pose,
 *   matrix: Matrix, points: Record<string, Point>, axis: [Point, Point], kind: string,
 *   mirrored: boolean, carriedBy: string | null, bone: Pose | null}} Placed
 */

const REFUSALS = {
  [Templating.CONFIRM]: "scale_to_confirm",
  [Templating.ACKNOWLEDGE]: "scale_to_acknowledge",
  [Templating.NO]: "scale_not_of_patient",
};

/**
 * Why no implant can be drawn with this scale.
 * @param {Scale | NoScale} scale
 * @returns {Reason | null} `no_scale`, `scale_not_of_patient` (millimetres of the detector or of
 *   the film), or `scale_to_confirm` and `scale_to_acknowledge` until a person has done so
 */
export function templatingReason(scale) {
  if (scale instanceof NoScale) return noScaleReason(scale);
  const code = REFUSALS[scale.templating];
  return code ? new Reason(code, { label: scale.label }) : null;
}

/** @returns {object | Reason} the family of an implant item, else `unknown_family` */
export function familyOf(families, { family, family_version: version }) {
  return families.find((one) => one.key === family && one.version === version)
    ?? new Reason("unknown_family", { family, version });
}

/** @returns {object | Reason} a size of a family, else `unknown_size` */
export function sizeOf(family, size) {
  return family.sizes.find((one) => one.size === size)
    ?? new Reason("unknown_size", { family: family.name, size });
}

/**
 * What a size is with a choice of options.
 * @returns {object | Reason} `unknown_option` where the family does not know an option or its
 *   value, or not every option is chosen; `not_in_this_size` where this size does not come so
 */
export function variantOf(family, size, options) {
  const unknown = unknownOption(family, options);
  if (unknown) return unknown;
  const names = Object.keys(family.options);
  const found = size.variants.find((one) => names.every((n) => one.options[n] === options[n]));
  if (found) return found;
  const said = Object.entries(options)
    .map(([name, value]) => family.options[name].values[value].name).join(", ");
  return new Reason("not_in_this_size", { size: size.name, options: said });
}

function unknownOption(family, options) {
  for (const name of [...Object.keys(family.options), ...Object.keys(options)]) {
    const values = Object.hasOwn(family.options, name) ? family.options[name].values : {};
    if (!Object.hasOwn(options, name) || !Object.hasOwn(values, options[name])) {
      return new Reason("unknown_option", { family: family.name, option: name });
    }
  }
  return null;
}

/**
 * The options of a new implant of a size: those that the family prefers; where the size does not
 * come so, the last choice among those that agree most, which is the largest head that fits.
 * @returns {Record<string, string>}
 */
export function defaultOptions(family, size) {
  const preferred = Object.entries(family.options).map(([name, option]) => [name, option.default]);
  let [best] = size.variants;
  let most = -1;
  for (const variant of size.variants) {
    const agreeing = preferred.filter(([name, value]) => variant.options[name] === value).length;
    if (agreeing >= most) [best, most] = [variant, agreeing];
  }
  return { ...best.options };
}

/**
 * The transform that draws an implant: from its millimetres to image pixels.
 * @param {Point} originPx the item's origin, image pixels
 * @param {Pose} pose of its body, in square film pixels
 * @param {Scale} scale
 * @returns {Matrix}
 */
export function matrixOf(originPx, pose, scale) {
  const rigid = rigidOf(pose);
  const right = transforms.applyToVector(rigid, [1, 0]);
  const down = transforms.applyToVector(rigid, [0, 1]);
  const origin = transforms.apply(rigid, imageToSquare(originPx, scale.aspect));
  return [
    right[0] / scale.columnMm, right[1] / scale.rowMm,
    down[0] / scale.columnMm, down[1] / scale.rowMm,
    origin[0], origin[1] / scale.aspect,
  ];
}

/** @param {Matrix} matrix @param {Point} pMm @returns {Point} image pixels */
export function toFilm([a, b, c, d, e, f], [x, y]) {
  return [a * x + c * y + e, b * x + d * y + f];
}

/**
 * Place an implant on the film.
 * @param {object} implant the plan's item
 * @param {Pose} pose of its body
 * @param {object} family its family's geometry, in mm
 * @param {Scale | NoScale} scale of the film
 * @returns {Placed | Reason} as `templatingReason`, `sizeOf`, `variantOf` say
 */
export function place(implant, pose, family, scale) {
  const refused = templatingReason(scale);
  if (refused) return refused;
  const size = sizeOf(family, implant.size);
  if (size instanceof Reason) return size;
  const variant = variantOf(family, size, implant.options);
  if (variant instanceof Reason) return variant;
  const matrix = matrixOf(implant.origin_px, pose, scale);
  const points = Object.fromEntries(
    Object.entries(variant.points).map(([name, p]) => [name, toFilm(matrix, p)]),
  );
  return {
    implant, family, size, variant, pose, matrix, points,
    axis: variant.axis.map((p) => toFilm(matrix, p)),
    kind: family.kind, mirrored: pose.mirrored, carriedBy: null, bone: null,
  };
}

/**
 * The flattened drawing in image pixels, for hit tests.
 * @param {Placed} placed
 * @returns {{role: string, closed: boolean, points: Point[]}[]} in the family's order
 */
export function outlinePx({ variant, matrix }) {
  return variant.outline.map(({ role, closed, polyline }) => (
    { role, closed, points: polyline.map((p) => toFilm(matrix, p)) }));
}
