/** A value that a person enters for a measurement: a number with its unit and limits, or a choice. */

import { entering as words } from "../text/results.js";
import { h } from "./dom.js";

let made = 0;

/**
 * @param {object} param of a definition
 * @param {{label: string, onEnter: (value: number | string | null) => string | null}} options
 *   `onEnter` gives the sentence why it was not taken; entering null takes back what was entered
 * @returns {{element: HTMLElement, show: (value: number | string | undefined) => void}}
 */
export function createEnteredField(param, options) {
  return param.choices ? choiceOf(param, options) : numberOf(param, options);
}

function choiceOf({ param, choices, default: usual }, { label, onEnter }) {
  const buttons = Object.keys(choices).map((value) => h("button.choice", {
    "aria-pressed": "false", data: { value },
    onclick(event) {
      const isTaken = event.currentTarget.getAttribute("aria-pressed") === "true";
      onEnter(isTaken ? null : value);
    },
  }, words.choice(value)));
  const element = h("div.entered", {
    role: "group", "aria-label": label, data: { testid: `entered-${param}` },
  }, h("span.secondary", {}, label), h("span.choices", {}, ...buttons));
  return {
    element,
    show(value) {
      for (const button of buttons) {
        const chosen = button.dataset.value === (value ?? usual);
        button.setAttribute("aria-pressed", String(chosen));
      }
    },
  };
}

function numberOf(param, { label, onEnter }) {
  const id = `entered-${made += 1}`;
  const help = h("span.secondary", { id: `${id}-help` });
  const problem = h("p.field-error", { id: `${id}-problem`, role: "alert", hidden: true });
  let shown;
  const input = h("input", {
    id, type: "text", inputmode: "decimal", autocomplete: "off",
    "aria-describedby": `${id}-help ${id}-problem`,
    onchange: enter,
    onkeydown(event) {
      if (event.key === "Escape") write();
      else if (event.key !== "Enter") return;
      else enter();
      event.stopPropagation();
    },
  });

  function enter() {
    const typed = input.value.trim();
    const value = typed === "" ? null : numberIn(typed);
    if (value === (shown ?? null)) return refuse(null);
    return refuse(Number.isNaN(value) ? words.noNumber : onEnter(value));
  }

  function refuse(sentence) {
    problem.hidden = !sentence;
    problem.textContent = sentence ?? "";
    input.setAttribute("aria-invalid", String(Boolean(sentence)));
  }

  function write() {
    input.value = shown === undefined ? "" : String(shown);
    refuse(null);
  }

  function show(value) {
    const isTyping = document.activeElement === input && value === shown;
    shown = value;
    if (!isTyping) write();
    input.placeholder = param.default === undefined ? "" : String(param.default);
    help.textContent = words.help(param, value !== undefined);
  }

  return {
    element: h("div.entered", { data: { testid: `entered-${param.param}` } },
      h("label", { for: id }, label),
      h("span.with-unit", {}, input, h("span", {}, words.unit(param.unit))), help, problem),
    show,
  };
}

/** A comma is taken for a point, a true minus for a hyphen. @returns {number} or NaN */
function numberIn(text) {
  const plain = text.replace(",", ".").replace("−", "-");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
}
