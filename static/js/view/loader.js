/**
 * Brings a film's levels: the quarter on the page, the full and half from the worker.
 */

import { fetchLevel } from "./fetch-level.js";

/**
 * @param {object} film Film of the API, with `levels`.
 * @param {{workerUrl: string, early?: Promise<Response>,
 *   onLevels: (levels: object[], complete: boolean) => void,
 *   onError: (code: string) => void}} options `onLevels` gets all levels there are so far.
 * @returns {() => void} Stop, and give the memory back.
 */
export function loadFilm(film, { workerUrl, early, onLevels, onError }) {
  const quarter = film.levels.find((level) => level.factor > 1);
  const full = film.levels.find((level) => level.factor === 1);
  let have = [];
  let stopped = false;
  const take = (levels) => {
    if (stopped) return;
    have = [...levels, ...have];
    onLevels(have, have.some((level) => level.factor === 1));
  };
  const fail = (code) => {
    if (stopped) return;
    stop();
    onError(code);
  };

  const worker = new Worker(workerUrl, { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.levels) take(data.levels);
    else fail(data.code);
    worker.terminate();
  };
  worker.onerror = () => fail("level_failed");
  worker.postMessage({ level: { ...full, url: new URL(full.url, document.baseURI).href } });

  if (quarter) {
    // A lost quarter is no loss once the full level is there.
    fetchLevel(quarter, early).then((level) => { if (!have.length) take([level]); })
      .catch((error) => { if (!have.length) fail(error.code ?? "level_failed"); });
  }

  function stop() {
    stopped = true;
    worker.terminate();
    have = [];
  }
  return stop;
}
