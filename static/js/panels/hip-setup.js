/** What is asked once, with the side: what each hip was before, and the kind of case. */

import { setup as words } from "../text/hip.js";
import { h } from "./dom.js";

const SIDES = ["R", "L"];

/**
 * @param {HTMLElement} element
 * @param {{procedure: object, onTaken: (answer: {mode: string, hips: Record<string, string>,
 *   sides: string[]}) => void}} options
 * @returns {{ask: (now: {sides: string[], operation: string, mode: string | null,
 *   hips: Record<string, string>, isChange: boolean}) => void, summarize: (item: object,
 *   mayChange: boolean) => void, isAsking: boolean}}
 */
export function createHipSetup(element, { procedure, onTaken }) {
  let answer = null;
  let asked = null;

  const stateOf = (key) => procedure.hip_states.find((one) => one.key === key);
  const modesFor = (operation) => procedure.modes.filter(({ operations }) => (
    !operation || operations.includes(operation)));
  const modeOf = (key) => procedure.modes.find((one) => one.key === key);

  function choices(legend, name, options, chosen, onChange) {
    return h("fieldset.hip-choice", {}, h("legend", {}, legend),
      h("div.choices", {}, ...options.map(({ key, name: said }) => h("label.choice", {},
        h("input", {
          type: "radio", name, value: key, checked: key === chosen, onchange: () => onChange(key),
        }), h("span", {}, said)))));
  }

  function hips() {
    return SIDES.map((side) => choices(
      words.hip(side, answer.sides.includes(side)), `hip-${side}`, procedure.hip_states,
      answer.hips[side], (key) => { answer.hips[side] = key; },
    ));
  }

  function modes() {
    const offered = modesFor(asked.operation);
    const says = h("p.secondary", {}, modeOf(answer.mode)?.says ?? "");
    const select = h("select", {
      id: "hip-mode", data: { testid: "hip-mode" },
      onchange() {
        answer.mode = select.value;
        says.textContent = modeOf(select.value).says;
        if (answer.mode === "bilateral_simultaneous") answer.sides = [...SIDES];
      },
    }, ...offered.map(({ key, name }) => h("option", {
      value: key, selected: key === answer.mode,
    }, name)));
    return h("div.field", {}, h("label", { for: "hip-mode" }, words.mode), select, says);
  }

  function sideQuestion() {
    if (asked.sides.length) return null;
    return choices(words.whichSide, "hip-side",
      SIDES.map((key) => ({ key, name: words.hip(key, false) })), null,
      (key) => {
        answer.sides = [key];
        form.querySelector(".primary").disabled = false;
      });
  }

  let form = h("form");

  function ask(now) {
    asked = now;
    const [first] = modesFor(now.operation);
    answer = {
      sides: [...now.sides], mode: now.mode ?? first?.key ?? procedure.modes[0].key,
      hips: { R: "untouched", L: "untouched", ...now.hips },
    };
    if (!now.mode && answer.mode === "revision") {
      answer.sides.forEach((side) => { answer.hips[side] = "implant"; });
    }
    form = h("form.hip-setup", {
      data: { testid: "hip-setup" },
      onsubmit(event) {
        event.preventDefault();
        asked = null;
        onTaken(answer);
      },
    }, h("h3", {}, words.heading), sideQuestion(), ...hips(), modes(),
    h("div.dialog-actions", {},
      h("button.primary", {
        type: "submit", disabled: !now.sides.length, data: { testid: "hip-begin" },
      }, now.isChange ? words.keep : words.begin, " ", h("kbd", {}, "Enter"))));
    form.querySelector(".primary").type = "submit";
    element.replaceChildren(form);
  }

  return {
    ask,
    get isAsking() { return asked !== null; },
    /** Enter on the film takes what is shown. */
    take() {
      if (!form.querySelector(".primary")?.disabled) form.requestSubmit();
    },
    summarize({ mode, hips: states, sides }, mayChange, onChange) {
      if (asked) return;
      const said = SIDES.filter((side) => states[side])
        .map((side) => words.hipState(side, stateOf(states[side])?.name ?? states[side]));
      const others = SIDES.filter((side) => !sides.includes(side) && states[side]
        && !stateOf(states[side])?.is_target);
      element.replaceChildren(h("p.hip-summary", {},
        h("span", {}, words.summary(modeOf(mode)?.name ?? mode, said)),
        mayChange && h("button.bare", { onclick: onChange }, words.change)),
      ...others.map((side) => h("p.notice", { data: { tone: "amber" } }, words.noTarget(side))));
    },
  };
}
