/**
 * Notes as people read them: threads, numbered in the order in which they were begun.
 *
 * @typedef {{id: string, number: number, root: object, entries: object[], unread: object[],
 *   open: object[]}} Thread `unread` by this person; `open`: to read before theatre, and nobody
 *   has acknowledged it.
 */

/**
 * @param {object[]} notes Of the API, oldest first.
 * @returns {Thread[]}
 */
export function threadsOf(notes) {
  const roots = notes.filter((note) => !note.reply_to);
  return roots.map((root, index) => {
    const entries = [root, ...notes.filter((note) => note.reply_to === root.id)];
    return {
      id: root.id, number: index + 1, root, entries,
      unread: entries.filter((note) => !note.read_by_me),
      open: entries.filter((note) => note.open),
    };
  });
}

/**
 * The next thread with something unread; where everything has been read, the next one that
 * waits to be acknowledged.
 *
 * @param {Thread[]} threads
 * @param {string|null} after The thread that is looked at; the search goes on behind it, and
 *   round.
 * @returns {Thread|null}
 */
export function nextUnread(threads, after) {
  const start = threads.findIndex(({ id }) => id === after) + 1;
  const round = [...threads.slice(start), ...threads.slice(0, start)];
  return round.find((thread) => thread.unread.length)
    ?? round.find((thread) => thread.open.length) ?? null;
}

/**
 * What is new since an earlier list, and not this person's own.
 *
 * @param {object[]} before @param {object[]} now
 * @returns {object[]}
 */
export function arrived(before, now) {
  const known = new Set(before.map(({ id }) => id));
  return now.filter((note) => !known.has(note.id) && !note.mine);
}
