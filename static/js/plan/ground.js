/**
 * What everything on a film stands on: the view of the film and its film body. They are made
 * with the first thing that needs them, and stay when that is undone.
 */

import { uuid } from "./ids.js";

/**
 * @typedef {{sopInstanceUid: string, frame: number, pixelSha256: string,
 *   calibrationId: string | null, side: "R" | "L" | "B" | null}} FilmFacts
 */

/** @param {object} film Film of the API. @param {number} frame @returns {FilmFacts} */
export function factsOf(film, frame) {
  return {
    sopInstanceUid: film.sop_instance_uid,
    frame,
    pixelSha256: film.pixel_sha256,
    calibrationId: film.calibration?.id ?? null,
    side: ["R", "L", "B"].includes(film.laterality) ? film.laterality : null,
  };
}

/** @param {object} document @returns {object | null} The view of this film and frame. */
export function viewOf(document, { sopInstanceUid, frame }) {
  return document.views.find((view) => (
    view.sop_instance_uid === sopInstanceUid && view.frame === frame)) ?? null;
}

/** @param {object} document @returns {object | null} The film body of a view. */
export function filmBodyOf(document, viewId) {
  return document.bodies.find((body) => body.kind === "film" && body.view_id === viewId) ?? null;
}

/**
 * Ids for every film and frame that is looked at: those of the document, else new ones that
 * stay the same until they are used.
 *
 * @returns {(document: object, film: FilmFacts) => {view: object, body: object,
 *   missing: object[]}} `missing` are the changes that would put them into the document.
 */
export function createGround() {
  const made = new Map();

  function idsFor({ sopInstanceUid, frame }) {
    const key = `${sopInstanceUid} ${frame}`;
    if (!made.has(key)) made.set(key, { view: uuid(), body: uuid() });
    return made.get(key);
  }

  return (document, film) => {
    const ids = idsFor(film);
    const there = viewOf(document, film);
    const view = there ?? {
      id: ids.view, sop_instance_uid: film.sopInstanceUid, frame: film.frame,
      pixel_sha256: film.pixelSha256, calibration_id: film.calibrationId, side: film.side,
    };
    const bodyThere = there && filmBodyOf(document, view.id);
    const body = bodyThere ?? { id: ids.body, kind: "film", view_id: view.id };
    const missing = [];
    if (!there) missing.push({ op: "upsert", collection: "views", item: view });
    if (!bodyThere) missing.push({ op: "upsert", collection: "bodies", item: body });
    return { view, body, missing };
  };
}
