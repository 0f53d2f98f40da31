/**
 * Reading a plan: every measurement of a view, native and as a variant plans it. The twin is
 * `planning/plans/reading.py`; values and error bars agree within 1e-9, strings are the same.
 */

import { Reason } from "../geometry/reasons.js";
import { toldValues } from "../measuring/entered.js";
import { evaluate } from "../measuring/evaluate.js";
import { displayed } from "../measuring/words.js";
import { FEMORAL_KEYS } from "./fragments.js";
import { createScene, paramsOf, pointsOf } from "./scene.js";

/** @typedef {import("../geometry/points.js").Point} Point */
/** @typedef {import("../measuring/quantity.js").Quantity} Quantity */
/** @typedef {import("../measuring/scale.js").Scale} Scale */
/** @typedef {import("../measuring/scale.js").NoScale} NoScale */

export const UNKNOWN_DEFINITION = "unknown_definition";
export const NECK_IS_CUT = "neck_is_cut";

/** Landmarks of the femur that stay behind where its neck is cut. */
const HEAD_KEYS = Object.freeze(["head_rim", "neck_mid"]);

/**
 * One measurement, read twice: with the bodies where they lie, and where the variant puts them
 * (the same where there is no variant). Texts are as people read them, empty without a value.
 */
export class Reading {
  /**
   * `standing` is as native, with femora put straight where that is planned: what the planned
   * value changes. `points` are those of each role as planned, and `params` what was entered, for who draws the
   * construction.
   * @param {{id: string, definition: string, definitionVersion: number | null, name: string,
   *   side: string | null, viewId: string, native: Quantity | Reason, planned: Quantity | Reason,
   *   standing: Quantity | Reason, text: string, plannedText: string, standingText: string,
   *   short: string, plannedShort: string,
   *   normal: object | null, points: Record<string, Point[]>,
 *   params: Record<string, unknown>}} values
   */
  constructor(values) {
    Object.assign(this, values);
    Object.freeze(this);
  }

  /** @returns {object} the Result of the API */
  toJSON() {
    return {
      id: this.id,
      definition: this.definition,
      definition_version: this.definitionVersion,
      name: this.name,
      side: this.side,
      view_id: this.viewId,
      native: this.native.toJSON(),
      planned: this.planned.toJSON(),
      standing: this.standing.toJSON(),
      text: this.text,
      planned_text: this.plannedText,
      standing_text: this.standingText,
      short: this.short,
      planned_short: this.plannedShort,
      normal: this.normal,
      entered: this.entered,
    };
  }
}

/**
 * Read all measurements of a view, in the document's order. A measurement belongs to the view that
 * it names; without a name to that of the first landmark in the order of its definition's roles, or
 * where it has none to the first view with an implant that it reads.
 * @param {object} document a valid plan document
 * @param {string} viewId
 * @param {Scale | NoScale} scale of the view's film
 * @param {ReadonlyMap<string, object>} definitions by key, as the server hands them out
 * @param {readonly object[]} families geometry of the implant families that the plan uses
 * @param {string | null} variantId what is read as planned; null reads native twice
 * @param {{hanging?: "AP" | "PA" | null}} [film] AP where the patient's right is on its left
 * @returns {Reading[]}
 */
export function readings(
  document, viewId, scale, definitions, families, variantId, { hanging = null } = {},
) {
  const scene = createScene(document, viewId, scale, families, variantId, hanging);
  const home = homeViews(document, definitions, families);
  return document.measurements
    .filter((item) => home.get(item.id) === viewId)
    .map((item) => read(scene, item, definitions.get(item.definition) ?? null));
}

function read(scene, item, definition) {
  if (definition === null) {
    const reason = new Reason(UNKNOWN_DEFINITION, { definition: item.definition });
    const none = { result: reason, points: {} };
    return readingOf(item, scene.viewId, null, { native: none, planned: none, standing: none });
  }
  const native = evaluated(scene, item, definition, { asPlanned: false });
  if (isOfAWholeFemur(scene, item, definition)) {
    const planned = isCut(scene, item)
      ? { result: new Reason(NECK_IS_CUT), points: native.points } : native;
    return readingOf(item, scene.viewId, definition, { native, planned, standing: native });
  }
  const planned = evaluated(scene, item, definition, { asPlanned: true });
  const standing = evaluated(scene, item, definition, { asPlanned: false, isStraight: true });
  return readingOf(item, scene.viewId, definition, { native, planned, standing });
}

const landmarksOf = (scene, { landmarks }) => Object.values(landmarks).flat()
  .map((id) => scene.landmarks.get(id)).filter(Boolean);

/** Whether head or neck and shaft of one bone are compared, which only a cut changes. */
function isOfAWholeFemur(scene, item, { roles }) {
  if (roles.some((role) => role.implant_point !== undefined)) return false;
  const keys = landmarksOf(scene, item).map(({ key }) => key);
  return keys.some((key) => HEAD_KEYS.includes(key))
    && keys.some((key) => FEMORAL_KEYS.includes(key));
}

const isCut = (scene, item) => (
  new Set(landmarksOf(scene, item).map(({ body_id: on }) => on)).size > 1);

function evaluated(scene, item, definition, how) {
  const points = pointsOf(scene, item, definition, how);
  if (points instanceof Reason) return { result: points, points: {} };
  const more = {
    side: item.side, params: paramsOf(item, scene.hanging), landmarkSigmaMm: points.sigmaMm,
    fixedMm: points.fixedMm,
  };
  return { result: evaluate(definition, points.px, scene.scale, more), points: points.px };
}

function readingOf(item, viewId, definition, found) {
  const [native, planned, standing] = [found.native, found.planned, found.standing]
    .map(({ result }) => result);
  const { points } = found.planned;
  const { side } = item;
  const shown = (result, short) => (definition === null || result instanceof Reason
    ? ""
    : displayed(definition, result, side, { short }));
  return new Reading({
    id: item.id,
    definition: item.definition,
    definitionVersion: definition?.version ?? null,
    name: definition?.name ?? item.definition,
    side,
    viewId,
    native,
    planned,
    standing,
    text: shown(native, false),
    plannedText: shown(planned, false),
    standingText: shown(standing, false),
    short: shown(native, true),
    plannedShort: shown(planned, true),
    normal: definition?.normal ?? null,
    points,
    params: item.params ?? {},
    entered: definition === null ? [] : toldValues(definition, item.params ?? {}),
  });
}

function homeViews(document, definitions, families) {
  const viewOfBody = new Map(document.bodies.map((body) => [body.id, body.view_id]));
  const viewOfLandmark = new Map(
    document.landmarks.map((item) => [item.id, viewOfBody.get(item.body_id)]),
  );
  const viewOfKind = viewsOfKinds(document, families, viewOfBody);
  const firstView = document.views[0]?.id ?? null;
  return new Map(document.measurements.map((item) => {
    const definition = definitions.get(item.definition) ?? null;
    const used = landmarksInOrder(item, definition).map((id) => viewOfLandmark.get(id));
    const kinds = kindsRead(definition).filter((kind) => viewOfKind.has(kind));
    const drawn = kinds.map((kind) => viewOfKind.get(kind));
    return [item.id, item.view_id ?? [...used, ...drawn, firstView][0]];
  }));
}

function viewsOfKinds(document, families, viewOfBody) {
  const viewOfKind = new Map();
  for (const { family, family_version: version, body_id: bodyId } of document.implants) {
    const found = families.find((one) => one.key === family && one.version === version);
    if (found !== undefined && !viewOfKind.has(found.kind)) {
      viewOfKind.set(found.kind, viewOfBody.get(bodyId));
    }
  }
  return viewOfKind;
}

/** By role: databases do not keep the order of an object's keys. */
function landmarksInOrder(item, definition) {
  const roles = definition?.roles.map(({ role }) => role) ?? Object.keys(item.landmarks).sort();
  return roles.flatMap((role) => item.landmarks[role] ?? []);
}

function kindsRead(definition) {
  return (definition?.roles ?? [])
    .filter((role) => role.implant_point !== undefined)
    .map((role) => role.implant_point.split(".")[0]);
}
