/**
 * Fetches and decodes the full level away from the page, and makes the half level.
 *
 * In: `{url, level}`. Out: `{levels}` (pixels transferred), or `{code, status?}`.
 */

import { fetchLevel } from "./fetch-level.js";
import { halve } from "./strips.js";

self.onmessage = async ({ data }) => {
  try {
    const full = await fetchLevel(data.level);
    const half = halve(full);
    self.postMessage({ levels: [full, half] }, [full.values.buffer, half.values.buffer]);
  } catch (error) {
    self.postMessage({ code: error.code ?? "level_failed" });
  }
};
