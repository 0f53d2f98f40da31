/** Reduction: on and off, what is aimed at, how the femur is put straight, ways of operating. */

import { targets as words, words as hipWords } from "../text/hip.js";
import { h } from "./dom.js";
import { say } from "./say.js";

const NUMBERS = ["length_difference_mm", "length_change_mm", "global_offset_mm", "clinical_difference_mm"];
const MOST_MM = 300;

/** @param {string} text @returns {number | null | undefined} null where it is empty */
function typedMm(text) {
  const plain = text.trim().replace(",", ".").replace("−", "-");
  if (plain === "") return null;
  return /^[+-]?\d+(\.\d+)?$/.test(plain) && Math.abs(Number(plain)) <= MOST_MM
    ? Number(plain) : undefined;
}

/**
 * @param {HTMLElement} element
 * @param {{onReduce: () => void, onTarget: (key: string, value: number | string | null) => void,
 *   onVariant: (id: string) => void, onAdd: () => void, onChoose: (id: string) => void}} options
 * @returns {{show: (state: object) => void, focusTarget: () => void}} `state`: `canReduce`,
 *   `isReduced`, `targets`, `hasOther`, `straight` (what is suggested, in words), `variants`
 */
export function createHipReduction(element, options) {
  const { onReduce, onTarget, onVariant, onAdd, onChoose } = options;
  const reduce = h("button.switch", {
    onclick: onReduce, data: { testid: "hip-reduce" },
  }, hipWords.reduce, " ", h("kbd", {}, "X"));
  const says = h("span.secondary");
  const fields = new Map();
  const form = h("details.hip-targets", {}, h("summary", {}, words.heading),
    ...NUMBERS.map(numberField), adductionField(), h("p.secondary", {}, hipWords.hipOnly));
  const variants = h("div.hip-variants", { role: "group", "aria-label": hipWords.variants });
  let listed = "";
  element.append(h("div.reduce-row", {}, reduce, says), variants, form);

  function numberField(key) {
    const problem = h("p.field-error", { id: `hip-${key}-error`, role: "alert", hidden: true });
    const input = h("input", {
      id: `hip-${key}`, type: "text", inputmode: "decimal", autocomplete: "off",
      "aria-describedby": `hip-${key}-error`, data: { testid: `hip-target-${key}` },
      onchange() {
        const value = typedMm(input.value);
        problem.hidden = value !== undefined;
        say(problem, value === undefined ? words.noNumber : "");
        input.setAttribute("aria-invalid", String(value === undefined));
        if (value !== undefined) onTarget(key, value);
      },
    });
    const made = h("div.field.target", {}, h("label", { for: `hip-${key}` }, words[key]),
      input, problem);
    fields.set(key, { element: made, input });
    return made;
  }

  function adductionField() {
    const select = h("select", {
      id: "hip-adduction", data: { testid: "hip-adduction" },
      onchange: () => onTarget("adduction", select.value),
    }, ...Object.entries(words.adduction).map(([value, name]) => h("option", { value }, name)));
    const hint = h("p.secondary");
    const made = h("div.field", {}, h("label", { for: "hip-adduction" }, words.adductionLabel),
      select, hint);
    fields.set("adduction", { element: made, input: select, hint });
    return made;
  }

  function showVariants(all) {
    const next = JSON.stringify(all);
    if (next === listed) return;
    listed = next;
    const shown = all.find(({ isShown }) => isShown);
    variants.replaceChildren(...[...all.map(({ id, name, isShown, isChosen }) => h("button", {
      onclick: () => onVariant(id), "aria-pressed": String(isShown),
      data: { testid: `hip-variant-${name}` },
    }, `${name}${isChosen && all.length > 1 ? " ✓" : ""}`)),
    all.length > 0 && h("button", { onclick: onAdd, data: { testid: "hip-add-variant" } },
      `+ ${hipWords.addVariant}`),
    shown && !shown.isChosen && h("button", {
      onclick: () => onChoose(shown.id), data: { testid: "hip-choose-variant" },
    }, hipWords.choose(shown.name))].filter(Boolean));
  }

  return {
    show({ canReduce, isReduced, targets, hasOther, straight, variants: all }) {
      reduce.disabled = !canReduce;
      reduce.setAttribute("aria-pressed", String(isReduced));
      say(says, isReduced ? hipWords.reduced : hipWords.unreduced);
      fields.get("length_difference_mm").element.hidden = !hasOther;
      fields.get("length_change_mm").element.hidden = hasOther;
      for (const [key, { input, hint }] of fields) {
        const value = targets[key] ?? (key === "adduction" ? "as_filmed" : "");
        if (document.activeElement !== input) input.value = String(value);
        if (hint) {
          say(hint, straight ?? "");
          // Where the other hip is no target, what was asked for before stays to be seen.
          [...input.options].find(({ value: one }) => one === "other")
            .disabled = !hasOther && value !== "other";
        }
      }
      showVariants(all);
    },
    focusTarget() {
      form.open = true;
      [...fields.values()].find(({ element: one }) => !one.hidden)?.input.focus();
    },
  };
}
