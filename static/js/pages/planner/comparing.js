/** Two versions of the plan, compared: in words by what belongs together, and on the film. */

import { createPlanConflict } from "../../panels/plan-conflict.js";
import { differences } from "../../plan/differences.js";
import { filmBodyOf, viewOf } from "../../plan/ground.js";
import { versions as words } from "../../text/saving.js";

const OWNER = "versions";

/**
 * @param {object} parts `store`, `filmView`, `autosave`, `features`, `page`, `user`, `notices`,
 *   `say`, `bringIntoView(pointsPx)`.
 * @returns {{show: (state: object) => void}} Called with every state of the autosave.
 */
export function createComparing({
  store, filmView, autosave, features, page, user, notices, say, bringIntoView,
}) {
  let shown = null;
  const dialog = createPlanConflict(page, {
    onTop: () => carryOut(() => autosave.putMineOnTop(), words.onTopDone),
    onTake: () => carryOut(() => autosave.takeTheirs(), words.taken),
    onLook: lookFirst,
    onShow: draw,
  });

  function comparison({ theirs, base }) {
    return {
      author: theirs.changed_by,
      isSelf: theirs.changed_by === user.name,
      theirs: theirs.version,
      mine: store.committedVersion,
      lines: linesOf(differences(base, store.document, theirs.document), theirs),
    };
  }

  /** Differences of points and of what they make up are one line. */
  function linesOf(all, theirs) {
    const lines = new Map();
    for (const one of all) {
      const [item, document] = one.mineItem
        ? [one.mineItem, store.document] : [one.theirItem, theirs.document];
      const name = features.wordsOf(one.collection, item, document)
        ?? nameOf(one.collection, item);
      if (!lines.has(name)) lines.set(name, { name, items: [], mine: new Set(), theirs: new Set() });
      const line = lines.get(name);
      line.items.push(one);
      if (one.mine !== "none") line.mine.add(one.mine);
      if (one.theirs !== "none") line.theirs.add(one.theirs);
    }
    return [...lines.values()].map((line) => ({ ...line, deeds: deedsOf(line, theirs.changed_by) }));
  }

  function deedsOf({ mine, theirs }, author) {
    const strongest = (deeds) => ["deleted", "added", "changed"].find((deed) => deeds.has(deed));
    const said = [];
    if (mine.size) said.push(words.byMe(words.deeds[strongest(mine)]));
    if (theirs.size) said.push(words.byThem(words.deeds[strongest(theirs)], author));
    return said.join(", ");
  }

  function draw(lines, { centre }) {
    const theirs = autosave.state.conflict?.theirs.document;
    const marks = theirs ? lines.flatMap(({ items }) => items.flatMap((one) => [
      ...marksOf(one.collection, one.mineItem, store.document, "version-mine"),
      ...marksOf(one.collection, one.theirItem, theirs, "version-theirs"),
    ])) : [];
    const byKey = new Map(marks.map((mark) => [mark.key, mark]));
    filmView.setMarks(OWNER, [...byKey.values()]);
    const points = marks.flatMap(({ pointPx, pointsPx }) => pointsPx ?? (pointPx ? [pointPx] : []));
    if (centre && points.length) bringIntoView(points);
  }

  function marksOf(collection, item, document, role) {
    const view = item && viewOf(document, store.film);
    if (!view) return [];
    const marks = features.marksOf(collection, item, document, role);
    if (marks.length || collection !== "landmarks") return marks;
    if (item.body_id !== filmBodyOf(document, view.id)?.id) return [];
    return [{
      key: `${role}:${item.id}`, kind: "handle", role, pointPx: item.point_px, focusable: false,
    }];
  }

  async function carryOut(choose, done) {
    const { version } = autosave.state.conflict.theirs;
    dialog.busy(true);
    try {
      await choose();
      say(done(version));
    } catch (error) {
      if (error.status === undefined) throw error;
      dialog.fail(error.sentence);
    } finally {
      dialog.busy(false);
    }
  }

  function lookFirst() {
    dialog.close();
    notices.raise("versions", {
      tone: "warning", sentence: sentenceOf(), actions: [{ name: words.choose, run: open }],
    });
  }

  function sentenceOf() {
    const { author, isSelf, theirs, mine } = comparison(autosave.state.conflict);
    return isSelf ? words.explainSelf(theirs, mine) : words.explain(author, theirs, mine);
  }

  function open() {
    notices.raise("versions", null);
    dialog.open(comparison(autosave.state.conflict));
  }

  return {
    show({ conflict }) {
      if (conflict === shown) return;
      shown = conflict;
      if (conflict) {
        open();
        say(sentenceOf());
        return;
      }
      notices.raise("versions", null);
      dialog.close();
    },
  };
}

/** What no feature has a name for. */
function nameOf(collection, item) {
  const name = item.key ?? item.definition ?? item.name ?? [item.family, item.size].join(" ");
  return [words.item[collection], name.replaceAll("_", " "), words.side[item.side]]
    .filter(Boolean).join(" ");
}
