/**
 * One level over the network: waits while it is being made, tries a second time, decodes.
 */

import { createDecoder } from "./strips.js";

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
 *   checks?: number[], factor: number}} level Checks that are not known before come with the
 *   answer.
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
  const { columns, rows, planes = 1, factor, checks = checksOf(response) } = level;
  const decoder = createDecoder({ ...level, checks });
  await pour(response, decoder);
  return { values: decoder.finish(), columns, rows, planes, factor };
}

/** Of what is made at the moment it is asked for. */
function checksOf(response) {
  return (response.headers.get("X-Level-Checks") ?? "").split(" ").map(Number);
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

/** Decode while it arrives: the whole answer is never in memory beside the picture. */
async function pour(response, decoder) {
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await next(reader);
      if (done) return;
      decoder.push(value);
    }
  } catch (error) {
    // What has turned out to be no picture need not go on arriving.
    reader.cancel().catch(() => {});
    throw error;
  }
}

async function next(reader) {
  try {
    return await reader.read();
  } catch {
    throw new FetchError("level_no_connection");
  }
}
