/**
 * Fetches and decodes planes of a volume away from the page.
 *
 * In: `{id, level}`, see `fetch-level.js`. Out: `{id, values}` (transferred), or `{id, code}`.
 */

import { fetchLevel } from "./fetch-level.js";

self.onmessage = async ({ data: { id, level } }) => {
  try {
    const { values } = await fetchLevel(level);
    self.postMessage({ id, values }, [values.buffer]);
  } catch (error) {
    self.postMessage({ id, code: error.code ?? "level_failed" });
  }
};
