/** The place that all panes look at, in the patient where the headers say where that is. Pure. */

import { clamp, middleOf, placeOf, pointAt } from "../../view/planes.js";

/**
 * @param {import("../../view/planes.js").Plane[]} planes The acquired plane first.
 * @returns {object} `on(plane)`, `scrollTo(plane, index)`, `moveTo(plane, point)`, `place`.
 */
export function createCross(planes) {
  const [own] = planes;
  let at = { index: Math.floor(own.count / 2), point: middleOf(own) };
  let place = placeOf(own, at.index, at.point);

  function put(plane, index, [x, y]) {
    at = {
      index: clamp(index, plane.count),
      point: [Math.min(plane.columns, Math.max(0, x)), Math.min(plane.rows, Math.max(0, y))],
    };
    place = placeOf(plane, at.index, at.point);
  }

  /** @returns {{index: number, point: [number, number]}} Where the cross is on a plane. */
  const on = (plane) => (place ? pointAt(plane, place) : at);

  return {
    on,
    get place() { return place; },
    /** Keeps where the cross is within the plane. */
    scrollTo: (plane, index) => put(plane, index, on(plane).point),
    /** Keeps the plane. */
    moveTo: (plane, point) => put(plane, on(plane).index, point),
  };
}
