/** A chip for each archive that is asked, and a notice for each that has something to say. */

import { h } from "../dom.js";
import { say } from "../say.js";
import { nodeState, remarks, words } from "../../text/search.js";

const TONES = { failed: "warning", searching: "quiet" };

/** How the archives answer. */
export class NodeStates {
  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} notices
   * @param {() => void} again Called when the person wants to ask a failed archive again.
   */
  constructor(list, notices, again) {
    this.list = list;
    this.notices = notices;
    this.again = again;
    this.clear();
  }

  /** Begin anew. */
  clear() {
    this.list.replaceChildren();
    this.notices.replaceChildren();
    this.chips = new Map();
    this.lines = new Map();
  }

  /** Show a line of type "node". */
  show(line) {
    const { id } = line.node;
    this.lines.set(id, line);
    let chip = this.chips.get(id);
    if (!chip) {
      chip = h("li.badge");
      this.chips.set(id, chip);
      this.list.append(chip);
    }
    chip.dataset.tone = TONES[line.state] ?? "";
    chip.dataset.state = line.state;
    say(chip, nodeState(line));
    if (line.state === "failed") this.notice(line.error.sentence, "warning", true);
    if (line.state === "done") remarks(line).forEach((said) => this.notice(said, "amber"));
  }

  /** Add a notice below the chips. */
  notice(sentence, tone, withAgain = false) {
    this.notices.append(h("div.notice", { "data-tone": tone },
      h("p", {}, sentence),
      withAgain && h("button", { onclick: this.again }, words.again)));
  }

  /** @returns {number} How many archives failed. */
  get failed() {
    return [...this.lines.values()].filter((line) => line.state === "failed").length;
  }

  /** @returns {number} How many archives were asked. */
  get asked() {
    return this.lines.size;
  }
}
