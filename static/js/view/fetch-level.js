/**
 * One level over the network: waits while it is being made, tries a second time, decodes.
 */

import { decodeLevel } from "./strips.js";

const PATIENCE_MS = 120_000;

/** A level that did not come. `code` is a key of `text/viewer.js`. */
export class FetchError extends Error {
  /** @param {string} code @param {number} status */
  constructor(code, status = 0) {
    super(code);
    this.name = "FetchError";
    this.code = code;
    this.status = status;
  }
}

/**
 * @param {{url: string, columns: number, rows: number, planes?: number, strip_rows: number,
 *   checks: number[], factor: number}} level
 * @param {Promise<Response>} [early] An answer that was asked for before this code ran.
 * @returns {Promise<{values: Uint16Array, columns: number, rows: number, planes: number,
 *   factor: number}>}
 * @throws {FetchError|import("./strips.js").LevelError}
 */
export async function fetchLevel(level, early) {
  try {
    return await decoded(level, await (early ?? ask(level.url)));
  } catch (error) {
    if (error.status === 401 || error.status === 403 || error.status === 404) throw error;
    // Once more, past a cache that may hold a broken answer.
    return decoded(level, await ask(level.url, "reload"));
  }
}

async function ask(url, cache = "default") {
  try {
    return await fetch(url, { credentials: "same-origin", cache });
  } catch {
    throw new FetchError("level_no_connection");
  }
}

async function decoded(level, first) {
  const response = await waitUntilMade(level.url, first);
  const bytes = new Uint8Array(await bufferOf(response));
  const { columns, rows, planes = 1, factor } = level;
  return { values: decodeLevel(bytes, level), columns, rows, planes, factor };
}

async function waitUntilMade(url, first) {
  const deadline = Date.now() + PATIENCE_MS;
  let response = first;
  while (response?.status === 202) {
    if (Date.now() > deadline) throw new FetchError("level_not_made", 202);
    const waitS = Number(response.headers.get("Retry-After")) || 0.5;
    await new Promise((resolve) => { setTimeout(resolve, Math.min(waitS, 5) * 1000); });
    response = await ask(url, "no-store");
  }
  if (!response?.ok) throw new FetchError(refusal(response?.status), response?.status);
  return response;
}

function refusal(status) {
  if (status === 401) return "level_signed_out";
  if (status === 403 || status === 404) return "level_not_found";
  return "level_failed";
}

async function bufferOf(response) {
  try {
    return await response.arrayBuffer();
  } catch {
    throw new FetchError("level_no_connection");
  }
}
