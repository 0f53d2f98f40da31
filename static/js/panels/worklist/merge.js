/**
 * News for a list that somebody reads: what a line says changes where it stands; lines come, go
 * and move only when asked for.
 */

const ROW = "tr[data-key]";
const FOCUSABLE = "a, button";

const rowsIn = (root) => [...root.querySelectorAll(ROW)];
const place = (row) => `${row.closest("tbody").dataset.group} ${row.dataset.key}`;

/**
 * Write what the fresh lines say into those that stand there.
 *
 * @param {HTMLElement} list
 * @param {ParentNode} fresh The same list as the server makes it now.
 * @returns {{added: Element[], others: number}} What would move: lines that came, and how many
 *   went or lie elsewhere now.
 */
export function mergeRows(list, fresh) {
  const standing = new Map(rowsIn(list).map((row) => [row.dataset.key, row]));
  const now = rowsIn(fresh);
  for (const row of now) {
    const old = standing.get(row.dataset.key);
    if (old) updateRow(old, row);
  }
  const added = now.filter((row) => !standing.has(row.dataset.key));
  const keys = new Set(now.map((row) => row.dataset.key));
  const before = rowsIn(list).filter((row) => keys.has(row.dataset.key)).map(place);
  const after = now.filter((row) => standing.has(row.dataset.key)).map(place);
  const moved = after.length - inOrder(after.map((each) => before.indexOf(each)));
  return { added, others: [...standing.keys()].filter((key) => !keys.has(key)).length + moved };
}

/** @returns {number} How many may stay where they are: the longest run of rising places. */
function inOrder(places) {
  const longest = [];
  places.forEach((place) => {
    const before = longest.filter((_, index) => places[index] >= 0 && places[index] < place);
    longest.push(place < 0 ? 0 : 1 + Math.max(0, ...before));
  });
  return Math.max(0, ...longest);
}

/**
 * Put the fresh list in the place of the old one; the focus stays with its line.
 *
 * @param {HTMLElement} list
 * @param {ParentNode} fresh
 */
export function replaceRows(list, fresh) {
  const held = document.activeElement?.closest(ROW);
  const key = held && list.contains(held) ? held.dataset.key : null;
  const scrolled = list.querySelector(".table-scroll")?.scrollTop ?? 0;
  list.replaceChildren(...fresh.childNodes);
  const scroller = list.querySelector(".table-scroll");
  if (scroller) scroller.scrollTop = scrolled;
  if (key) list.querySelector(`tr[data-key="${CSS.escape(key)}"] .patient a`)?.focus();
}

function updateRow(old, fresh) {
  for (const { name, value } of [...fresh.attributes]) {
    if (name !== "class") old.setAttribute(name, value);
  }
  [...fresh.cells].forEach((cell, index) => updateCell(old.cells[index], cell));
}

function updateCell(old, fresh) {
  if (old.innerHTML === fresh.innerHTML && old.dataset.tone === fresh.dataset.tone) return;
  const at = [...old.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  if (fresh.dataset.tone !== undefined) old.dataset.tone = fresh.dataset.tone;
  old.replaceChildren(...fresh.cloneNode(true).childNodes);
  if (at >= 0) old.querySelectorAll(FOCUSABLE)[at]?.focus({ preventScroll: true });
}
