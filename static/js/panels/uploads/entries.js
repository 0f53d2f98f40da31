/** Files out of what a person dropped or chose: folders are walked, names keep their folders. */

/**
 * @typedef {{file: File, name: string}} Named A file, and what people know it by.
 */

/** @param {HTMLInputElement} input @returns {Named[]} */
export function chosen(input) {
  return [...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
}

/**
 * Everything in a drop. The list of what was dropped is gone after the event, so it is read
 * before anything is waited for.
 *
 * @param {DataTransfer} transfer
 * @returns {Promise<Named[]>}
 */
export async function dropped(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...transfer.files];
  if (entries.some((entry) => entry === null)) {
    return plain.map((file) => ({ file, name: file.name }));
  }
  const found = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}

async function walk(entry, found) {
  if (entry.isFile) {
    const file = await new Promise((resolve) => { entry.file(resolve, () => resolve(null)); });
    // What cannot be read is announced all the same, and its outcome says that it did not come.
    found.push({ file: file ?? new File([], entry.name), name: entry.fullPath.slice(1) });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    // A reader gives a hundred entries at a time, and an empty list at the end.
    const some = await new Promise((resolve) => {
      reader.readEntries(resolve, () => resolve([]));
    });
    if (some.length === 0) return;
    for (const each of some) await walk(each, found);
  }
}
