/** The landmarks of the film: handles to drag, marks, words for comparing two versions. */

import { find } from "../../plan/items.js";
import { removeLandmarks } from "../../plan/landmarks.js";
import { applyPose, invertPose } from "../../plan/poses.js";
import { words } from "../../text/results.js";

const OF_LENGTHS = new Set(["length_a", "length_b"]);

/**
 * @param {object} context See `context.js`.
 * @param {{nameOf: (key: string, side: string | null) => string}} options
 * @returns {object} `handles`, `marks`, `select`, `of(measurementId)`, `usedBy(landmarkId)`,
 *   `describe`.
 */
export function createLandmarks({ filmView, store, bones, guided }, { nameOf }) {
  let selected = null;

  const keyOf = ({ id }) => `landmark:${id}`;
  const name = ({ key, side }) => nameOf(key, side);
  const mine = ({ key }) => !OF_LENGTHS.has(key);

  /** On the film, and on the bone that was cut out of it. */
  function shown() {
    const { document, filmBodyId, viewId } = store;
    const here = new Set([filmBodyId, ...document.bodies
      .filter((body) => body.kind === "fragment" && body.view_id === viewId).map(({ id }) => id)]);
    return document.landmarks.filter((item) => (
      here.has(item.body_id) && mine(item) && !guided.isIdle?.(item)));
  }

  /** Where it lies now: with its bone, if that has moved. */
  function placePx(item) {
    const pose = bones.poses().get(item.body_id);
    return pose ? applyPose(pose, item.point_px, filmView.film.aspect) : item.point_px;
  }

  function filmedPx(item, pointPx) {
    const pose = bones.poses().get(item.body_id);
    return pose ? applyPose(invertPose(pose), pointPx, filmView.film.aspect) : pointPx;
  }

  function handle(item) {
    let at = null;
    const moved = () => [{
      op: "upsert", collection: "landmarks",
      item: { ...item, point_px: filmedPx(item, at), placed: filmView.complete ? "loupe" : "free" },
    }];
    return {
      key: keyOf(item),
      landmark: item.id,
      name: name(item),
      get pointPx() { return placePx(find(store.document, "landmarks", item.id) ?? item); },
      begin() { at = null; },
      move(pointPx) {
        at = pointPx;
        store.preview(moved());
      },
      commit() {
        if (at) store.commit(words.moved(name(item)), moved());
        at = null;
      },
      cancel() {
        at = null;
        store.cancelPreview();
      },
      remove() {
        store.commit(words.removed(name(item)), removeLandmarks(store.document, [item.id]));
      },
    };
  }

  const mark = (item, role) => ({
    key: keyOf(item), kind: "handle", pointPx: placePx(item), name: name(item),
    role: bones.poses().has(item.body_id) ? `${role} has-moved` : role,
    selected: selected === keyOf(item),
  });

  return {
    handles: () => shown().map(handle),
    marks: () => shown().map((item) => mark(item, "native")),
    select(key) { selected = key; },
    /** @param {string} id of a measurement @returns {string[]} Keys of its handles. */
    of(id) {
      const item = find(store.document, "measurements", id);
      return Object.values(item?.landmarks ?? {}).flat().map((one) => keyOf({ id: one }));
    },
    /** @param {string} id of a landmark @returns {string[]} Measurements that use it. */
    usedBy: (id) => store.document.measurements
      .filter((item) => Object.values(item.landmarks).flat().includes(id)).map((item) => item.id),
    describe: {
      words: (collection, item) => (collection === "landmarks" && mine(item) ? name(item) : null),
      marks: (collection, item, document, role) => (collection === "landmarks" && mine(item)
        ? [{ ...mark(item, role), key: `${role}:${keyOf(item)}`, focusable: false }] : null),
    },
  };
}
