/**
 * The server as this browser sees it: JSON in, JSON out, one kind of error.
 */

const BASE = globalThis.document?.body?.dataset.api ?? "/api/v1/";

/** A request that failed: refused by the server (status > 0) or never answered (status 0). */
export class ApiError extends Error {
  /**
   * @param {number} status HTTP status, 0 without an answer.
   * @param {object} body The whole answer; `body.error` holds code, params, sentence, fields.
   */
  constructor(status, body = {}) {
    const error = body.error ?? {};
    super(error.sentence || sentenceOfStatus(status));
    this.name = "ApiError";
    this.status = status;
    this.code = error.code ?? (status ? "unexpected_answer" : "no_connection");
    this.params = error.params ?? {};
    this.fields = error.fields ?? {};
    this.body = body;
  }

  /** What to tell the person. */
  get sentence() {
    return this.message;
  }
}

function sentenceOfStatus(status) {
  if (status === 0) return "No connection to the server. Check the network and try again.";
  if (status === 401) return "You are signed out. Reload the page and sign in to go on.";
  if (status === 413) return "This is larger than the server accepts.";
  return `The server could not do this (answer ${status}). Try again.`;
}

/** @returns {string} The token that proves that a write comes from our own page. */
export function csrfToken() {
  const meta = document.querySelector('meta[name="csrf-token"]');
  if (meta?.content) return meta.content;
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
}

/**
 * Send one request and return the response, whatever its type.
 *
 * @param {string} method GET, POST, PATCH, PUT or DELETE.
 * @param {string} path Below `/api/v1/` ("films/…") or from the root ("/api/…").
 * @param {{body?: object|FormData, signal?: AbortSignal, keepalive?: boolean}} [options]
 * @returns {Promise<Response>}
 * @throws {ApiError} If there is no answer or a refusal. An abort stays an AbortError.
 */
export async function send(method, path, { body, signal, keepalive = false } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  const isForm = globalThis.FormData && body instanceof FormData;
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  const payload = body === undefined || isForm ? body : JSON.stringify(body);
  let response;
  try {
    response = await fetch(address(path), {
      method, headers, body: payload, signal, keepalive, credentials: "same-origin",
    });
  } catch (error) {
    throw noAnswer(error);
  }
  if (!response.ok) throw new ApiError(response.status, await jsonOrNothing(response));
  return response;
}

/** @param {string} path As for {@link send}. @returns {string} For links that the browser follows. */
export function address(path) {
  return path.startsWith("/") ? path : BASE + path;
}

async function jsonOrNothing(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}

/** An abort is the page's own doing; everything else on the way is a missing answer. */
const noAnswer = (error) => (error.name === "AbortError" ? error : new ApiError(0));

async function sendForJson(method, path, options) {
  const response = await send(method, path, options);
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch (error) {
    // Half an answer, or the page of a proxy in place of ours.
    throw noAnswer(error);
  }
}

/** @returns {Promise<object>} The JSON answer. Throws {@link ApiError}. */
export const get = (path, options) => sendForJson("GET", path, options);

/** @returns {Promise<object|null>} The JSON answer, null for an empty one. */
export const post = (path, body, options) => sendForJson("POST", path, { ...options, body });

/** @returns {Promise<object|null>} The JSON answer, null for an empty one. */
export const patch = (path, body, options) => sendForJson("PATCH", path, { ...options, body });

/**
 * Post a request whose answer is one JSON object per line, and yield each as it arrives.
 *
 * @param {string} path
 * @param {object} body
 * @param {{signal?: AbortSignal}} [options]
 * @yields {object}
 */
export async function* lines(path, body, options = {}) {
  const response = await send("POST", path, { ...options, body });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    for (const part of parts) if (part.trim()) yield JSON.parse(part);
  }
  if (rest.trim()) yield JSON.parse(rest);
}

const STREAM_RETRY_MS = 30_000;

/**
 * Listen to server-sent events; ask in intervals instead while there is no stream.
 *
 * @param {string} path
 * @param {Record<string, (data: object) => void>} handlers By event name.
 * @param {{poll?: () => void, interval_ms?: number}} [options] `poll` is called every
 *   `interval_ms` while the stream is refused or broken.
 * @returns {() => void} Stop listening.
 */
export function listen(path, handlers, { poll, interval_ms = 1000 } = {}) {
  let source = null;
  let polling = null;
  let retry = null;
  const stopPolling = () => { clearInterval(polling); polling = null; };
  const open = () => {
    source = new EventSource(address(path));
    source.onopen = stopPolling;
    source.onerror = () => {
      if (poll && polling === null) polling = setInterval(poll, interval_ms);
      // A dropped stream reconnects by itself; a refused one never does.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, STREAM_RETRY_MS);
    };
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => handle(event.data ? JSON.parse(event.data) : {}));
    }
  };
  open();
  return () => { source?.close(); stopPolling(); clearTimeout(retry); };
}

/**
 * Tell the server that something broke in this browser. Never rejects; no patient data.
 *
 * @param {string} message
 * @param {string} where Module or step.
 */
export function reportFailure(message, where) {
  send("POST", "client-errors", { body: { message: String(message).slice(0, 300), where },
    keepalive: true }).catch(() => {});
}
