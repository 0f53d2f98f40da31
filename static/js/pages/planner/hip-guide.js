/** Going through the steps: the guide at the left, Next at the right, digits and Enter. */

import { createHipGuide } from "../../panels/hip-guide.js";
import { h } from "../../panels/dom.js";
import { say as write } from "../../panels/say.js";
import { guide as words } from "../../text/hip.js";
import { firstOpen, stepAfter } from "./hip-steps.js";

const HURRY_MS = 30;
const LEADS_ON = new Set(["landmarks", "scale"]);

/**
 * @param {object} context See `context.js`.
 * @param {{enter: (key: string) => void}} options `enter` does what a step begins with
 * @returns {{show: (states: object[]) => void, go: (key: string) => void, current: string | null,
 *   onKey: (event: KeyboardEvent) => boolean}}
 */
export function createGuiding({ filmView, toolbox, say }, { enter }) {
  const page = document.querySelector(".planner");
  const bar = document.querySelector(".hip-next");
  const name = h("span");
  const next = h("button.primary", {
    onclick: () => step(1), data: { testid: "hip-next" },
  }, name, " ", h("kbd", {}, words.nextKey));
  const previous = h("button.icon-button", {
    onclick: () => step(-1), "aria-label": words.previous, title: words.previous,
    data: { testid: "hip-previous" },
  }, h("span", { "aria-hidden": "true" }, "◂"));
  let states = [];
  let current = null;

  bar.replaceChildren(previous, next);
  const guide = createHipGuide(document.querySelector(".guide"), {
    onStep(key) {
      go(key);
      filmView.element.focus({ preventScroll: true });
    },
  });
  page.classList.add("has-guide");

  const of = (key) => states.find((one) => one.key === key);

  function go(key) {
    const one = of(key);
    if (!one) return;
    current = key;
    draw();
    say(words.at(one.number, one.name, one.sentence));
    enter(key);
  }

  function step(by) {
    const key = stepAfter(states, current, by);
    if (key) go(key);
    filmView.element.focus({ preventScroll: true });
  }

  function draw() {
    guide.show(states, current);
    bar.hidden = current === null;
    if (bar.hidden) return;
    const after = stepAfter(states, current, 1);
    next.hidden = !after;
    previous.hidden = !stepAfter(states, current, -1);
    if (after) write(name, words.next(of(after).name));
  }

  return {
    get current() { return current; },
    go,
    /** A step that is over with its last point, or with the scale, leads on by itself. */
    show(nextStates) {
      const before = of(current);
      states = nextStates;
      draw();
      if (!current) return;
      const now = of(current);
      const isOver = before?.state === "needed" && now.state === "done" && LEADS_ON.has(now.kind);
      if (isOver) setTimeout(() => { if (of(current)?.key === now.key) step(1); }, HURRY_MS);
    },
    begin() { go(firstOpen(states)); },
    onKey(event) {
      if (!current) return false;
      if (event.key === "Enter") {
        // A point under way takes Enter for itself.
        if (toolbox().active.places || event.target.closest?.("button")) return false;
        step(event.shiftKey ? -1 : 1);
        return true;
      }
      const asked = /^[1-9]$/.test(event.key) ? states[Number(event.key) - 1] : null;
      if (!asked) return false;
      go(asked.key);
      return true;
    },
  };
}
