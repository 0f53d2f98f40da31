/**
 * Send files in pieces. A lost connection is waited for; what has arrived is never sent again.
 */

import { address, ApiError, csrfToken, post, send } from "../../api.js";

const AT_ONCE = 3;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** Answers of a server or a front that will be there again: busy, starting, restarting. */
const PASSING = new Set([0, 429, 502, 503, 504]);

const pause = (ms, signal) => new Promise((resolve, reject) => {
  const done = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => { clearTimeout(done); reject(signal.reason); },
    { once: true });
});

/** Add a piece to a file. @returns {Promise<number>} How much of the file is there. */
async function putPiece(upload, number, piece, offset, signal) {
  let response;
  try {
    response = await fetch(address(`uploads/${upload}/files/${number}`), {
      method: "PUT",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/octet-stream",
        "Upload-Offset": String(offset),
        "X-CSRFToken": csrfToken(),
      },
      body: piece,
      signal,
      credentials: "same-origin",
    });
  } catch (error) {
    throw error.name === "AbortError" ? error : new ApiError(0);
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, body);
  return body.received_bytes;
}

/** One delivery: announced, sent, handed over to be looked into. */
export class Delivery {
  #abort = new AbortController();
  #files;
  #site;
  #on;
  #upload = null;
  #sent;
  #lost = 0;
  #firstPause_ms;

  /**
   * @param {{file: File, name: string}[]} files
   * @param {{site?: string, onProgress: (state: object) => void, firstPause_ms?: number}}
   *   options `onProgress` is told bytes and files that have arrived, and whether the
   *   connection is waited for; the pauses between tries double from the first.
   */
  constructor(files, { site = null, onProgress, firstPause_ms = FIRST_PAUSE_MS }) {
    this.#firstPause_ms = firstPause_ms;
    this.#files = files;
    this.#site = site;
    this.#on = onProgress;
    this.#sent = files.map(() => 0);
  }

  /**
   * Send everything.
   *
   * @returns {Promise<object>} The upload, whose `page` says what becomes of each file.
   * @throws {ApiError} If the server refuses. An abort throws an AbortError.
   */
  async run() {
    const files = this.#files.map(({ file, name }) => ({ name, size_bytes: file.size }));
    this.#upload = await this.#insist(() => post("uploads", { site: this.#site, files },
      { signal: this.#abort.signal }));
    const waiting = this.#files.map((_, number) => number);
    const worker = async () => {
      while (waiting.length) await this.#sendFile(waiting.shift());
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    } catch (error) {
      // One worker's refusal ends the others as well.
      if (!this.#abort.signal.aborted) {
        this.#abort.abort(error);
        this.#giveUp();
      }
      throw error;
    }
    return this.#insist(() => post(`uploads/${this.#upload.id}/finish`, undefined,
      { signal: this.#abort.signal }));
  }

  /** Stop; the server removes what has come. */
  cancel() {
    this.#abort.abort(new DOMException("cancelled", "AbortError"));
    this.#giveUp();
  }

  /** Nobody goes on with it: what has come takes up room, and counts, for nothing. */
  #giveUp() {
    if (this.#upload) send("DELETE", `uploads/${this.#upload.id}`).catch(() => {});
  }

  async #sendFile(number) {
    const { file } = this.#files[number];
    const size = this.#upload.piece_bytes;
    let offset = 0;
    while (offset < file.size) {
      const piece = await this.#piece(file.slice(offset, offset + size));
      if (piece === null) return;
      offset = await this.#insist(() => this.#put(number, piece, offset));
      this.#sent[number] = offset;
      this.#tell();
    }
  }

  /** A file that cannot be read any more is left out; its outcome says that it is not whole. */
  async #piece(blob) {
    try {
      return await blob.arrayBuffer();
    } catch {
      return null;
    }
  }

  async #put(number, piece, offset) {
    try {
      return await putPiece(this.#upload.id, number, piece, offset, this.#abort.signal);
    } catch (error) {
      // The answer to an earlier try was lost, not the piece.
      if (error.code === "upload_offset") return error.params.received_bytes;
      throw error;
    }
  }

  /** Try until there is an answer; the pauses grow. */
  async #insist(act) {
    for (let tries = 0; ; tries += 1) {
      try {
        this.#abort.signal.throwIfAborted();
        const answer = await act();
        if (tries) { this.#lost -= 1; this.#tell(); }
        return answer;
      } catch (error) {
        if (!(error instanceof ApiError) || !PASSING.has(error.status)) throw error;
        if (tries === 0) this.#lost += 1;
        this.#tell();
        await pause(Math.min(LONGEST_PAUSE_MS, this.#firstPause_ms * 2 ** tries),
          this.#abort.signal);
      }
    }
  }

  #tell() {
    const sizes = this.#files.map(({ file }) => file.size);
    this.#on({
      bytes: this.#sent.reduce((sum, each) => sum + each, 0),
      bytesTotal: sizes.reduce((sum, each) => sum + each, 0),
      files: this.#sent.filter((each, number) => each >= sizes[number]).length,
      filesTotal: sizes.length,
      lost: this.#lost > 0,
    });
  }
}
