/** The ladder of heads and offsets, from what each of them gives. Pure. */

import { Reason } from "../../geometry/reasons.js";
import { COLUMNS } from "../../plan/hip/outcomes.js";
import { words } from "../../text/hip.js";

const NONE = "none";

/**
 * @param {object} outcomes of `plan/hip/outcomes.js`
 * @param {{stem: object, head: object, said: (key: string, value: object) => string,
 *   error: string | null, why: string}} how `said` writes a value of a definition
 * @returns {object} for `panels/hip-ladder.js`; a cell's `of` is that of the outcomes
 */
export function ladderOf({ cells, proposal }, { stem, head, said, error, why }) {
  const increments = unique(cells.map(({ increment }) => increment))
    .sort((a, b) => Number(a) - Number(b));
  const offsets = unique(cells.map(({ offset }) => offset));
  const best = proposal instanceof Reason ? null : cells[proposal.index];
  const nameOf = (family, option, value) => family?.options[option]?.values[value]?.name ?? value;
  const rows = increments.map((value) => ({
    value, name: value.replace("-", "−"), said: nameOf(head?.family, "increment", value),
  }));
  const columns = offsets.map((value) => ({
    value: value ?? NONE,
    name: value === null ? words.offset : capital(nameOf(stem?.family, "offset", value)),
  }));
  return {
    rows,
    columns,
    error,
    why,
    cells: rows.flatMap((row) => columns.map((column) => {
      const cell = cells.find((one) => (
        one.increment === row.value && (one.offset ?? NONE) === column.value)) ?? null;
      return cellOf(cell, { row, column, best, said });
    })),
  };
}

function cellOf(cell, { row, column, best, said }) {
  const at = { row: row.value, column: column.value, of: cell };
  if (!cell) {
    const nothing = { length: null, offset: null, values: null };
    return { ...at, ...nothing, isBest: false, isChosen: false, said: words.noSuch };
  }
  const { length_change: length, global_offset_change: offset } = cell.values;
  const [lengthText, offsetText] = [
    said(COLUMNS.length_change, length), said(COLUMNS.global_offset_change, offset),
  ];
  return {
    ...at,
    length: inCell(lengthText) || "–",
    offset: inCell(offsetText),
    values: length instanceof Reason || offset instanceof Reason
      ? null : { length: length.value, offset: offset.value },
    isBest: cell === best,
    isChosen: cell.current,
    said: words.cell(row.said, column.name, lengthText, offsetText),
  };
}

// Narrow: the heading says that these are millimetres.
const inCell = (text) => text.replace(" mm", "");
const unique = (values) => [...new Set(values)];
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
