/** The landmarks of the film: handles to drag, marks, words for comparing two versions. */

import { find } from "../../plan/items.js";
import { removeLandmarks } from "../../plan/landmarks.js";
import { words } from "../../text/results.js";

const OF_LENGTHS = new Set(["length_a", "length_b"]);

/**
 * @param {object} context See `context.js`.
 * @param {{nameOf: (key: string, side: string | null) => string}} options
 * @returns {object} `handles`, `marks`, `select`, `of(measurementId)`, `usedBy(landmarkId)`,
 *   `describe`.
 */
export function createLandmarks({ filmView, store }, { nameOf }) {
  let selected = null;

  const keyOf = ({ id }) => `landmark:${id}`;
  const name = ({ key, side }) => nameOf(key, side);
  const mine = ({ key }) => !OF_LENGTHS.has(key);
  const shown = () => store.document.landmarks.filter((item) => (
    item.body_id === store.filmBodyId && mine(item)));

  function handle(item) {
    let at = null;
    const moved = () => [{
      op: "upsert", collection: "landmarks",
      item: { ...item, point_px: at, placed: filmView.complete ? "loupe" : "free" },
    }];
    return {
      key: keyOf(item),
      landmark: item.id,
      name: name(item),
      get pointPx() { return find(store.document, "landmarks", item.id)?.point_px ?? item.point_px; },
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
    key: keyOf(item), kind: "handle", role, pointPx: item.point_px, name: name(item),
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
