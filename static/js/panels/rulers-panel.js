/** A card for every length: the value in large figures, its error, what it is. */

import { Reason } from "../geometry/reasons.js";
import { formatNumber, formatPlusMinus, formatValue } from "../measuring/formatting.js";
import { Unit } from "../measuring/quantity.js";
import { NO_ERROR_BAR, panel, words } from "../text/planner.js";
import { decimalsOf } from "../tools/rulers.js";
import { h, icon } from "./dom.js";

/**
 * @param {HTMLElement} element
 * @param {{rulers: object, onSelect: (id: string) => void}} options
 * @returns {{update: (scale: object) => void, remember: (scale: object) => void}}
 *   `remember` keeps the values of an old scale until the person has seen what changed.
 */
export function createRulersPanel(element, { rulers, onSelect }) {
  const list = h("ul.cards", { role: "list" });
  const empty = h("p.secondary", {}, words.noRulers);
  const before = new Map();
  const cards = new Map();
  element.replaceChildren(h("h3", {}, panel.lengths), empty, list);

  function update(scale) {
    empty.hidden = rulers.all.length > 0;
    const ids = new Set(rulers.all.map(({ id }) => id));
    for (const [id, card] of cards) {
      if (ids.has(id)) continue;
      card.element.remove();
      cards.delete(id);
      before.delete(id);
    }
    for (const ruler of rulers.all) {
      if (!cards.has(ruler.id)) {
        const card = createCard(ruler, {
          onSelect: () => onSelect(ruler.id),
          onDelete: () => rulers.remove(ruler.id),
          onSeen() {
            before.delete(ruler.id);
            update(scale);
          },
        });
        cards.set(ruler.id, card);
        list.append(card.element);
      }
      cards.get(ruler.id).show(rulers.lengthOf(ruler, scale), before.get(ruler.id));
    }
  }

  return {
    update,
    remember(scale) {
      for (const ruler of rulers.all) {
        if (!before.has(ruler.id)) before.set(ruler.id, rulers.lengthOf(ruler, scale));
      }
    },
  };
}

function createCard({ number }, { onSelect, onDelete, onSeen }) {
  const value = h("span.value");
  const error = h("span.error", { data: { testid: `ruler-error-${number}` } });
  const definition = h("p.secondary.definition");
  const change = h("p.change", { data: { testid: `ruler-change-${number}` } });
  const name = h("button.bare.name", { onclick: onSelect }, words.ruler(number));
  const remove = h("button.bare.icon-button", {
    onclick: onDelete, "aria-label": words.deleteRuler(number), title: words.deleteRuler(number),
  }, icon("delete"));
  const element = h("li.card.result", { data: { testid: `ruler-${number}` } },
    h("div.head", {}, name, remove), h("p", {}, value, " ", error), definition, change);

  return {
    element,
    show(result, earlier) {
      const known = !(result instanceof Reason);
      element.dataset.value = known ? String(result.value) : "";
      element.dataset.unit = known ? result.unit : "";
      value.textContent = known ? textOf(result) : words.noLength;
      value.title = known ? String(result.value) : "";
      const hasError = known && result.plusMinus95 !== null;
      error.textContent = hasError ? formatPlusMinus(result.plusMinus95, decimalsOf(result)) : "";
      error.dataset.value = hasError ? String(result.plusMinus95) : "";
      definition.textContent = known ? definitionOf(result) : "";
      showChange(change, result, earlier, onSeen);
    },
  };
}

const textOf = (result) => formatValue(result.value, result.unit, decimalsOf(result));

function definitionOf(result) {
  if (result.unit === Unit.PX) return words.inPixels;
  const missing = result.plusMinusReason ? NO_ERROR_BAR[result.plusMinusReason] : "";
  return [words.straight(result.label), missing].filter(Boolean).join(" ");
}

/** A new scale changes every length; each says so until somebody has seen it. */
function showChange(element, result, earlier, onSeen) {
  const changed = earlier && !(earlier instanceof Reason) && !(result instanceof Reason)
    && textOf(earlier) !== textOf(result);
  element.hidden = !changed;
  if (!changed) return;
  const sameUnit = earlier.unit === result.unit;
  const was = sameUnit ? formatNumber(earlier.value, decimalsOf(earlier)) : textOf(earlier);
  const now = sameUnit ? formatNumber(result.value, decimalsOf(result)) : textOf(result);
  element.replaceChildren(words.wasNow(was, now), h("button", { onclick: onSeen }, words.seen));
}
