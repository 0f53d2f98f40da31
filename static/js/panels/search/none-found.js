/** Nothing found: why that may be, and what to try, each a click. */

import { h } from "../dom.js";
import { words } from "../../text/search.js";

const ticks = (form, name) => [...form.querySelectorAll(`input[name="${name}"]`)];

const chosenLabels = (boxes) => boxes.filter((box) => box.checked)
  .map((box) => box.nextElementSibling.textContent);

/**
 * Fill the place of the missing results.
 *
 * @param {HTMLElement} place
 * @param {HTMLFormElement} form
 * @param {{failed: number, asked: number, kind: string|null}} answers
 * @param {() => void} search Called after a filter was widened.
 */
export function showNoneFound(place, form, { failed, asked, kind }, search) {
  const kinds = ticks(form, "modalities");
  const nodes = ticks(form, "nodes");
  const period = form.elements.period;
  const widen = (label, change) => h("button", {
    onclick: () => { change(); search(); },
  }, label);
  const tickAll = (boxes, on) => boxes.forEach((box) => { box.checked = on; });
  const filters = [
    `“${form.elements.text.value.trim()}”`, period.selectedOptions[0].textContent.toLowerCase(),
    chosenLabels(kinds).join(" "), chosenLabels(nodes).join(", "),
  ].filter(Boolean).join(" · ");
  const onlyFailures = asked > 0 && failed === asked;
  place.replaceChildren(
    h("h2", {}, words.noneFound),
    h("p", {}, onlyFailures ? words.noneFailed : words.noneBecause(filters)),
    failed > 0 && !onlyFailures ? h("p", {}, words.somePartial) : "",
    h("div.tries", {},
      period.value !== "any" && widen(words.tryAnyDate, () => { period.value = "any"; }),
      kinds.some((box) => box.checked)
        && widen(words.tryAnyKind, () => tickAll(kinds, false)),
      nodes.some((box) => !box.checked)
        && widen(words.tryAllNodes, () => tickAll(nodes, true))),
    kind === "name" ? h("p.secondary", {}, words.trySpelling) : "",
  );
  place.hidden = false;
}
