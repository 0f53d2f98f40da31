/**
 * Unsent notes in this browser's database: they outlive the page, a crash and the browser.
 *
 * Every call hands its work over at once, so that nothing waits in a page that may be gone.
 */

const DATABASE = "plumbline-notes";
const STORE = "unsent";

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @returns {{all: () => Promise<object[]>, put: (record: object) => Promise<void>,
 *   remove: (id: string) => Promise<void>}} Records of everybody who uses this browser; each has
 *   an `id`. A call rejects where the browser keeps nothing.
 */
export function createNoteKeeper() {
  let database = null;

  async function work(mode, ask) {
    database ??= open().catch((error) => {
      database = null;
      throw error;
    });
    const opened = await database;
    return new Promise((resolve, reject) => {
      const transaction = opened.transaction(STORE, mode, { durability: "strict" });
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
      transaction.commit?.();
    }).catch((error) => {
      // Signing out elsewhere closes the database under our feet; the next call opens it again.
      database = null;
      throw error;
    });
  }

  return {
    all: () => work("readonly", (store) => store.getAll()),
    put: (record) => work("readwrite", (store) => store.put(record)),
    remove: (id) => work("readwrite", (store) => store.delete(id)),
  };
}
