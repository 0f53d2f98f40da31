/** Films that are still being prepared appear in the strip by themselves. */

import { get } from "../../api.js";

const ASK_AGAIN_MS = 2000;
const TIMES_AT_MOST = 60;

/**
 * Ask until every film of the study is ready, or cannot be.
 *
 * @param {object} study As the page got it.
 * @param {{update: (study: object) => void}} strip
 * @param {{ask?: (path: string) => Promise<object>, wait?: (ms: number) => Promise<void>}}
 *   [options] For tests.
 */
export async function followFilms(study, strip, { ask = get, wait = later } = {}) {
  let known = study;
  for (let asked = 0; asked < TIMES_AT_MOST && isUnderWay(known); asked += 1) {
    await wait(ASK_AGAIN_MS);
    try {
      known = await ask(`studies/${study.id}`);
    } catch {
      // The films open all the same; only their small pictures come later.
      continue;
    }
    strip.update(known);
  }
}

const isUnderWay = ({ series }) => series.some(
  ({ films }) => films.some(({ state }) => state === "rendering"),
);

const later = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
