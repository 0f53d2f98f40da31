/** Cup and stem as rows: size, one smaller and one larger, and what is proposed. */

import { words } from "../text/hip.js";
import { words as implantWords } from "../text/implants.js";
import { h } from "./dom.js";
import { say } from "./say.js";

/**
 * One row. `size` is null before it is there; `proposed` is what is proposed in words, with
 * `reasons` in sentences; `families` can be chosen from before it is there.
 * @typedef {{kind: string, size: string | null, name: string, details: string[],
 *   proposed: string | null, isTaken: boolean, reasons: string[], amber: string[]}} Row
 */

/**
 * @param {HTMLElement} element
 * @param {{onSize: (kind: string, steps: number) => void, onTake: (kind: string) => void,
 *   onSelect: (kind: string) => void, onAdd: (kind: string) => void}} options
 * @returns {{show: (rows: Row[]) => void}}
 */
export function createHipRows(element, { onSize, onTake, onSelect, onAdd }) {
  const rows = new Map();
  element.classList.add("hip-rows");

  function make(kind) {
    const title = words[kind];
    const name = h("button.bare.name", { onclick: () => onSelect(kind) });
    const value = h("span.value-of-row", { data: { testid: `hip-size-${kind}` } });
    const step = (sign, steps, label) => h("button.step", {
      onclick: () => onSize(kind, steps), "aria-label": label, title: label,
    }, h("span", { "aria-hidden": "true" }, sign));
    const stepper = h("div.stepper", { role: "group", "aria-label": title },
      step("◂", -1, implantWords.smaller(title)), value, step("▸", 1, implantWords.larger(title)));
    const add = h("button", {
      onclick: () => onAdd(kind), data: { testid: `hip-add-${kind}` },
    }, `+ ${title}`);
    const details = h("p.secondary.details");
    const proposed = h("span");
    const take = h("button.primary.take", {
      onclick: () => onTake(kind), data: { testid: `hip-take-${kind}` },
    });
    const offer = h("p.offer", {}, proposed, " ", take);
    const reasons = h("ul.secondary.reasons");
    const amber = h("div");
    const made = {
      element: h("section.hip-row", { data: { testid: `hip-row-${kind}`, kind } },
        h("div.head", {}, name, stepper, add), offer, details, amber,
        h("details.secondary", {}, h("summary", {}, words.why), reasons)),
      show(row) {
        say(name, title);
        name.disabled = row.size === null;
        stepper.hidden = row.size === null;
        add.hidden = row.size !== null;
        say(value, row.name);
        made.element.dataset.size = row.size ?? "";
        say(details, row.details.join(" · "));
        details.hidden = !row.details.length;
        offer.hidden = !row.proposed || row.isTaken;
        say(proposed, row.proposed ? `${words.proposal}: ${row.proposed}` : "");
        if (!take.childElementCount) take.append(words.take(title.toLowerCase()), " ", h("kbd", {}, words.takeKey));
        replaceTexts(reasons, row.reasons, (text) => h("li", {}, text));
        reasons.parentElement.hidden = !row.reasons.length;
        replaceTexts(amber, row.amber, (text) => h("p.notice", { data: { tone: "amber" } }, text));
      },
    };
    rows.set(kind, made);
    element.append(made.element);
    return made;
  }

  return {
    show(all) {
      for (const row of all) (rows.get(row.kind) ?? make(row.kind)).show(row);
    },
  };
}

/** Only what has changed, so that nothing is read out twice. */
function replaceTexts(element, texts, make) {
  const now = [...element.children].map((child) => child.textContent);
  if (now.join("\n") !== texts.join("\n")) element.replaceChildren(...texts.map(make));
}
