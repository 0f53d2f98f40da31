/** Where on a film something happened, so that it can be brought into view. */

import { Reason } from "../geometry/reasons.js";
import { idOf } from "./items.js";
import { applyPose, landmarkPositions } from "./poses.js";

/** @typedef {import("../geometry/points.js").Point} Point */

/**
 * @param {object[]} documents those in which the items may be found: now, and before
 * @param {object[]} changes
 * @param {string | null} variantId
 * @param {number} [aspect] of the films
 * @returns {{viewId: string, pointsPx: Point[]} | null} null where nothing was placed on a film
 */
export function placeOf(documents, changes, variantId, aspect = 1) {
  const ids = new Set(changes.map(idOf));
  const found = documents.flatMap((document) => pointsOf(document, ids, variantId, aspect));
  if (!found.length) return null;
  const [{ viewId }] = found;
  return {
    viewId, pointsPx: found.filter((one) => one.viewId === viewId).map(({ pointPx }) => pointPx),
  };
}

function pointsOf(document, ids, variantId, aspect) {
  const viewOf = new Map(document.bodies.map((body) => [body.id, body.view_id]));
  const aspects = Object.fromEntries(document.views.map(({ id }) => [id, aspect]));
  const variant = document.variants.find(({ id }) => id === variantId);
  const positions = landmarkPositions(document, variant ? variantId : null, aspects);
  if (positions instanceof Reason) return [];
  const wanted = new Set(ids);
  for (const { id, landmarks } of document.measurements) {
    if (ids.has(id)) Object.values(landmarks).flat().forEach((one) => wanted.add(one));
  }
  const landmarks = document.landmarks.filter(({ id }) => wanted.has(id))
    .map(({ id, body_id: body }) => ({ viewId: viewOf.get(body), pointPx: positions.get(id) }));
  const implants = document.implants
    .filter(({ id, body_id: body }) => ids.has(id) || ids.has(body))
    .map((implant) => ({
      viewId: viewOf.get(implant.body_id), pointPx: originOf(implant, variant, aspect),
    }));
  return [...landmarks, ...implants];
}

function originOf({ body_id: bodyId, origin_px: originPx }, variant, aspect) {
  const pose = variant?.poses[bodyId];
  return pose ? applyPose(pose, originPx, aspect) : originPx;
}
