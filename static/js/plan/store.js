/**
 * The plan document on this page: the one place where it changes.
 *
 * Three documents are one thing: what the server has, what was done here since, and what a drag
 * shows while it lasts. Every change is checked before anybody sees it; a refused one changes
 * nothing and comes back as a Reason.
 */

import { Reason } from "../geometry/reasons.js";
import { applyChanges, invertChanges } from "./changes.js";
import { empty, readOnlyReason, validate } from "./document.js";
import { createGround } from "./ground.js";
import { uuid } from "./ids.js";
import { changesBetween, find, idOf, same } from "./items.js";
import { chosenVariantId } from "./procedure.js";

/** @typedef {import("./changes.js").Change} Change */
/** @typedef {import("./ground.js").FilmFacts} FilmFacts */
/**
 * `changes` are all that the document took, the film's view and body among them; none where a
 * preview was dropped. `label` is that of the step.
 * @typedef {{kind: "commit" | "preview" | "undo" | "redo" | "remote", changes: Change[],
 *   label?: string}} Event
 */

/**
 * @param {object} options
 * @param {object | null} options.document of the server; null where there is no plan yet
 * @param {number} [options.version] the server's
 * @param {FilmFacts} options.film what is looked at
 * @param {object} options.history of `history.js`
 * @param {Reason | null} [options.readOnly] why nothing may be changed
 * @param {(changes: Change[], document: object) => Reason | null} [options.guard] refuses changes
 *   that this person may not make
 * @param {string} [options.variant] which way of operating is worked on; the chosen one if not
 *   given
 * @returns {object} The store.
 */
export function createPlanStore({
  document, version = 0, film, history, readOnly = null, guard = () => null, variant: first = null,
}) {
  let variant = first;
  const listeners = new Set();
  const refusals = new Set();
  const groundFor = createGround();
  const newVariantId = uuid();
  const state = {
    film, readOnly, variant, committed: empty(), shown: null, saved: version, edits: 0,
  };
  takeDocument(document);

  function takeDocument(next) {
    const notOurs = next ? readOnlyReason(next) : null;
    // A document of a later program may look like anything: it is not shown, and not touched.
    state.unreadable = notOurs;
    state.committed = next && !notOurs ? next : empty();
    state.shown = null;
  }

  const current = () => state.shown ?? state.committed;
  const ground = () => groundFor(state.committed, state.film);

  function tell(event) {
    state.edits += 1;
    [...listeners].forEach((listener) => listener(event));
  }

  function refuse(reason) {
    [...refusals].forEach((listener) => listener(reason));
    return reason;
  }

  /** The film's view and body come along with the first item that lies on them. */
  function grounded(changes) {
    const { view, body, missing } = ground();
    const needs = changes.some(({ item }) => item
      && (item.body_id === body.id || item.view_id === view.id));
    const brought = new Set(changes.map(idOf));
    return needs ? [...missing.filter((change) => !brought.has(idOf(change))), ...changes] : changes;
  }

  function tried(changes) {
    const refused = state.unreadable ?? state.readOnly ?? guard(changes, state.committed);
    return refused ?? applyChanges(state.committed, changes);
  }

  function checked(changes) {
    const next = tried(changes);
    return next instanceof Reason ? next : validate(next)[0] ?? next;
  }

  function take(next, event) {
    state.committed = next;
    state.shown = null;
    tell(event);
  }

  /** Undo and redo go only where nobody else has been since. */
  function step(label, changes, expected) {
    return (kind) => () => {
      const others = expected.find(({ collection, id, item }) => (
        !same(find(state.committed, collection, id), item)));
      if (others) return new Reason("changed_since", { label });
      const next = checked(changes);
      if (next instanceof Reason) return next;
      take(next, { kind, changes, label });
      return null;
    };
  }

  function remember(label, changes, before) {
    const inverse = invertChanges(before, changes);
    const touched = new Map(changes.map((change) => [idOf(change), change.collection]));
    const at = (source) => [...touched].map(([id, collection]) => (
      { collection, id, item: find(source, collection, id) }));
    history.push({
      label,
      changes,
      revert: step(label, inverse, at(state.committed))("undo"),
      apply: step(label, changes, at(before))("redo"),
    });
  }

  /** Put changes in without a step of their own in the history, as a part of another step. */
  function apply(changes, label) {
    const all = grounded(changes);
    const next = checked(all);
    if (next instanceof Reason) return refuse(next);
    take(next, { kind: "commit", changes: all, label });
    return null;
  }

  return {
    /** The document as it is to be shown, with the changes of a drag. */
    get document() { return current(); },
    /** Counts every change; equal counts, equal documents. */
    get version() { return state.edits; },
    /** The server's version that the document stems from; what was done since is not in it. */
    get committedVersion() { return state.saved; },
    get readOnly() { return state.unreadable ?? state.readOnly; },
    /** The view and the film body of what is looked at; they are made with the first edit. */
    get viewId() { return ground().view.id; },
    get filmBodyId() { return ground().body.id; },
    /** The way of operating that is worked on, else the chosen one; made with the first implant. */
    get variantId() {
      const { variants } = state.committed;
      const named = variants.find(({ id }) => id === state.variant)?.id;
      return named ?? chosenVariantId(state.committed) ?? newVariantId;
    },
    /** Another way of operating is worked on. @param {string} id */
    setVariant(id) {
      variant = id;
      tell({ kind: "preview", changes: [] });
    },
    /** @returns {object} Its item, or the one to begin with. */
    get variant() {
      return find(current(), "variants", this.variantId)
        ?? { id: newVariantId, name: "A", poses: {} };
    },

    /**
     * @param {string} label what was done, as undo names it: "Length 1 drawn"
     * @param {Change[]} changes
     * @returns {Reason | null} why nothing was changed
     */
    commit(label, changes) {
      const before = state.committed;
      const all = grounded(changes);
      const own = all.length - changes.length;
      const next = checked(all);
      if (next instanceof Reason) {
        this.cancelPreview();
        return refuse(next);
      }
      // The film itself is not undone: others may have laid something on it since.
      const from = own ? applyChanges(before, all.slice(0, own)) : before;
      take(next, { kind: "commit", changes: all, label });
      remember(label, changes, from);
      return null;
    },
    apply,

    /** Show changes that may still become something else; nothing is kept. */
    preview(changes) {
      const next = tried(grounded(changes));
      if (next instanceof Reason) return refuse(next);
      state.shown = next;
      tell({ kind: "preview", changes });
      return null;
    },
    cancelPreview() {
      if (!state.shown) return;
      state.shown = null;
      tell({ kind: "preview", changes: [] });
    },

    /** @param {(event: Event) => void} listener @returns {() => void} Stop listening. */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** @param {(reason: Reason) => void} listener Told why something was not done. */
    onRefused(listener) {
      refusals.add(listener);
      return () => refusals.delete(listener);
    },
    uuid,

    /** @param {string | null} id Work on another way of operating. */
    setVariant(id) {
      state.variant = id;
      state.shown = null;
      tell({ kind: "preview", changes: [] });
    },

    /** @param {FilmFacts} next Another film or frame is looked at, or it was calibrated. */
    setFilm(next) { state.film = next; },
    get film() { return state.film; },
    /** @param {Reason | null} reason */
    setReadOnly(reason) { state.readOnly = reason; },
    /** The server has everything up to this version. @param {number} saved */
    confirm(saved) { state.saved = saved; },

    /**
     * Take what the server has, and what was done here on top of it.
     * @param {object} next
     * @param {number} saved
     * @param {Change[]} [mine] must apply
     */
    replace(next, saved, mine = []) {
      const before = state.committed;
      takeDocument(next);
      if (!state.unreadable && mine.length) {
        const together = applyChanges(state.committed, mine);
        if (together instanceof Reason) throw new Error(`rebased changes: ${together.code}`);
        state.committed = together;
      }
      state.saved = saved;
      tell({ kind: "remote", changes: changesBetween(before, state.committed) });
    },
  };
}
