/** Ways of operating A, B, C: shown one after the other, copied, one of them chosen. */

import { Reason } from "../../geometry/reasons.js";
import { chosenVariantId } from "../../plan/procedure.js";
import { chooseVariant, copyVariant, nextVariantName } from "../../plan/variants.js";
import { words } from "../../text/hip.js";

/**
 * @param {object} context See `context.js`.
 * @param {{onShown: () => void, refuse: (reason: Reason) => void}} options
 * @returns {{all: () => {id: string, name: string, isShown: boolean, isChosen: boolean}[],
 *   show: (id: string) => void, step: (by: number) => void, add: () => void,
 *   choose: (id: string) => void}}
 */
export function createHipVariants({ store, say, refusesEdits }, { onShown, refuse }) {
  const nameOf = (id) => store.document.variants.find((one) => one.id === id)?.name ?? "";

  function all() {
    const chosen = chosenVariantId(store.document);
    return store.document.variants.map(({ id, name }) => ({
      id, name, isShown: id === store.variantId, isChosen: id === chosen,
    }));
  }

  function show(id) {
    if (!nameOf(id)) return;
    store.setVariant(id);
    say(words.variantShown(nameOf(id)));
    onShown();
  }

  function commit(label, changes) {
    if (changes instanceof Reason) {
      refuse(changes);
      return false;
    }
    if (store.commit(label, changes)) return false;
    say(label);
    return true;
  }

  return {
    all,
    show,
    step(by) {
      const { variants } = store.document;
      if (variants.length < 2) return;
      const at = variants.findIndex(({ id }) => id === store.variantId);
      show(variants[(at + by + variants.length) % variants.length].id);
    },
    add() {
      if (refusesEdits()) return;
      const made = { id: store.uuid(), name: nextVariantName(store.document) };
      const changes = copyVariant(store.document, store.variantId, made);
      if (commit(words.variantAdded(made.name), changes)) show(made.id);
    },
    choose(id) {
      if (refusesEdits()) return;
      commit(words.chosenDone(nameOf(id)), chooseVariant(store.document, id));
    },
  };
}
