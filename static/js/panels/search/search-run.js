/** One search at a time: its stream of lines, taken apart and handed on. */

import { lines } from "../../api.js";

/** Runs searches; a new one ends the one before. */
export class SearchRun {
  #abort = null;

  /**
   * @param {object} body Of `POST searches`.
   * @param {Record<string, (line: object) => void>} on By the lines' type, `failed` for an error.
   * @returns {Promise<boolean>} Whether it came to its end, rather than being replaced.
   */
  async start(body, on) {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    try {
      for await (const line of lines("searches", body, { signal: abort.signal })) {
        if (abort.signal.aborted) return false;
        on[line.type]?.(line);
      }
    } catch (error) {
      if (abort.signal.aborted) return false;
      on.failed(error);
    }
    return true;
  }

  /** End the search that is running. */
  stop() {
    this.#abort?.abort();
  }
}
