/** The buttons of tools and view commands, with their names, keys and help. */

import { TOOLS } from "../text/planner.js";
import { h, icon } from "./dom.js";

/** In groups: button name, key, what it is. */
const GROUPS = [
  [["pan", "", "tool"], ["window", "W", "tool"], ["zoom", "", "tool"], ["length", "", "tool"],
    ["loupe", "L", "switch"]],
  [["fit", "F"], ["oneToOne", "0"], ["lifeSize", "S"], ["invert", "I", "switch"]],
  [["rotateLeft", ""], ["rotateRight", ""], ["rotateLeftFine", ""], ["rotateRightFine", ""],
    ["flip", ""]],
  [["undo", "Ctrl Z"], ["redo", "Ctrl Shift Z"], ["strip", "T"], ["keySheet", "?"]],
];

/**
 * @param {HTMLElement} element
 * @param {Record<string, () => void>} commands By button name.
 * @param {Array<{name: string, key?: string, kind?: string, label: string, help: string}>} [more]
 *   Buttons of features, after the tools.
 * @returns {{press: (name: string, pressed: boolean) => void}} Show what is on.
 */
export function createToolButtons(element, commands, more = []) {
  const buttons = new Map();

  function button([name, key, kind, label = TOOLS[name][0], help = TOOLS[name][1]]) {
    const made = h("button.tool.icon-button", {
      "aria-label": label, title: key ? `${label} (${key})` : label,
      "aria-pressed": kind ? "false" : null, data: { help, testid: `tool-${name}` },
      onclick: () => commands[name](),
    }, icon(name));
    buttons.set(name, made);
    return made;
  }

  const [tools, ...others] = GROUPS;
  const added = more.map(({ name, key = "", kind, label, help }) => [name, key, kind, label, help]);
  element.replaceChildren(...[[...tools, ...added], ...others].map(
    (group) => h("div.group", { role: "group" }, ...group.map(button)),
  ));
  return {
    press(name, pressed) {
      buttons.get(name)?.setAttribute("aria-pressed", String(pressed));
    },
  };
}
