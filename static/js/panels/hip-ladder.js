/**
 * Heads and offsets side by side: what each would do to length and offset. Hover shows it on the
 * film, a click takes it; with the keyboard arrows look and Enter takes.
 */

import { words } from "../text/hip.js";
import { h } from "./dom.js";
import { say } from "./say.js";

/**
 * One cell. `length` and `offset` are in words; null where it is not made.
 * @typedef {{row: string, column: string, length: string | null, offset: string | null,
 *   isBest: boolean, isChosen: boolean, said: string, values: {length: number,
 *   offset: number} | null}} Cell
 */

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * @param {HTMLElement} element
 * @param {{onLook: (cell: Cell | null) => void, onTake: (cell: Cell) => void}} options `onLook` gets
 *   null when nothing is looked at any more
 * @returns {{show: (ladder: {rows: {value: string, name: string}[], columns: {value: string,
 *   name: string}[], cells: Cell[], error: string | null, why: string | null} | null) => void}}
 */
export function createHipLadder(element, { onLook, onTake }) {
  const table = h("table.ladder", { data: { testid: "hip-ladder" } });
  const error = h("p.secondary.ladder-error");
  const why = h("p.secondary.ladder-why", { data: { testid: "ladder-why" } });
  const buttons = new Map();
  let shape = "";
  let looked = null;
  element.append(h("h3", {}, words.ladder), table, why, error);
  element.hidden = true;

  const keyOf = ({ row, column }) => `${row} ${column}`;

  function look(cell) {
    const next = cell && cell.length !== null ? cell : null;
    if (looked === next || (!looked && !next)) return;
    looked = next;
    onLook(next);
  }

  function cellElement(cell) {
    const length = h("b");
    const offset = h("small");
    const mark = h("span.cell-mark");
    const made = { cell, length, offset, mark };
    made.button = h("button.bare", {
      onclick() {
        looked = null;
        onTake(made.cell);
      },
      onpointerenter: ({ pointerType }) => { if (pointerType !== "touch") look(made.cell); },
      onpointerleave: () => look(null),
      onfocus() { if (made.button.matches(":focus-visible")) look(made.cell); },
      onblur: () => look(null),
      data: { testid: `ladder-${cell.row}-${cell.column}` },
    }, length, offset, mark);
    made.element = h("td", {}, made.button);
    buttons.set(keyOf(cell), made);
    return made.element;
  }

  function lay({ rows, columns, cells }) {
    buttons.clear();
    const of = (row, column) => cells.find((cell) => cell.row === row && cell.column === column);
    table.replaceChildren(
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, words.ladderHead),
        ...columns.map(({ name }) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...rows.map((row) => h("tr", {},
        h("th", { scope: "row" }, row.name),
        ...columns.map((column) => cellElement(of(row.value, column.value)))))),
    );
  }

  function fill(cell) {
    const made = buttons.get(keyOf(cell));
    const isMade = cell.length !== null;
    const { button, length, offset, mark } = made;
    if (looked === made.cell && isMade) looked = cell;
    made.cell = cell;
    button.disabled = !isMade;
    say(length, cell.length ?? words.noSuch);
    say(offset, cell.offset ?? "");
    say(mark, [cell.isChosen && words.chosen, cell.isBest && words.best].filter(Boolean).join(" · "));
    button.setAttribute("aria-label", cell.said);
    button.setAttribute("aria-pressed", String(cell.isChosen));
    made.element.classList.toggle("is-best", cell.isBest);
    made.element.classList.toggle("is-chosen", cell.isChosen);
    button.dataset.length = cell.values ? String(cell.values.length) : "";
    button.dataset.offset = cell.values ? String(cell.values.offset) : "";
  }

  table.addEventListener("keydown", (event) => {
    const step = ARROWS[event.key];
    const here = event.target.closest("td");
    if (!step || !here) return;
    event.preventDefault();
    event.stopPropagation();
    const row = table.tBodies[0].rows[here.parentElement.sectionRowIndex + step[0]];
    row?.cells[here.cellIndex + step[1]]?.querySelector("button")?.focus();
  });

  return {
    show(ladder) {
      element.hidden = !ladder;
      if (!ladder) return;
      const next = JSON.stringify([ladder.rows, ladder.columns]);
      if (next !== shape) lay(ladder);
      shape = next;
      ladder.cells.forEach(fill);
      say(why, ladder.why ?? "");
      why.hidden = !ladder.why;
      say(error, ladder.error ? words.ladderError(ladder.error) : "");
      error.hidden = !ladder.error;
    },
  };
}
