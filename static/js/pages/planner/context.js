/**
 * What every feature of the planner is given.
 *
 * - `film`, `study`, `user` (`{id, name, may: {edit, sign, write_note, acknowledge}, preferences}`,
 *   the last as `plan/preferring.js` takes them)
 * - `filmView`, `toolbox()`, `loupe`: the film, what hands do on it (from the first gesture on)
 * - `store`: the plan document, `plan/store.js`; `history`: what was done, `plan/history.js`
 * - `plan()`: the plan of the API, null before the first edit; its document may be old, the store's
 *   never is; `setPlan(plan)` after a request that changed it; `onPlan(listener)`
 * - `autosave`: `{state, planId, subscribe(listener), flush()}`; `flush()` promises whether everything
 *   done so far is on the server, `planId` is the plan's key also before it is there
 * - `scale()`, `onScale(listener)`: what a millimetre is, and when that has changed
 * - `say(sentence)`: shown in the status line and read out; `notices.fail(sentence)`: the alert bar
 * - `calibrating`: `{open(), acceptHeader(reason)}`, the second promises the sentence why not
 * - `reading`: what the plan's measurements read, `reading.js`
 * - `definitions()`, `measurementSets()`, `families()`, `family(key, version)`: promises, asked for
 *   once
 * - `section(name)`: `{body, note(text), open()}` of the right panel, shown from then on;
 *   `openSection(name)`
 * - `bones`: where cut bone lies now: `poses()` by body, and `homeOf(key, side, pointPx)`, the body
 *   on which a landmark lies and where on it as filmed; set by the guided operation
 * - `guided`: `ask(measurementIds, landmarkKeys)` asks for landmarks on the film; set by the guided
 *   operation: `leads`, the panel follows its steps, and `isIdle(landmark)`, not to be taken hold of,
 *   and `isQuiet(result)`, not to be drawn
 * - `follow(handlers, options)`: live events, `live.js`; `api`: `api.js`
 */

import * as api from "../../api.js";
import { follow } from "../../live.js";
import { asPreferred, inPreferredOrder } from "../../plan/preferring.js";
import { createReading } from "./reading.js";

const NOTHING_MOVED = new Map();
const GONE = ["withdrawn", "recalled"];

/**
 * A geometry is kept for ever; what is withdrawn or recalled by now, the list says.
 *
 * @param {object} geometry Of a family. @param {Promise<object[]>} asked The list of families.
 * @returns {Promise<object>} The geometry with the status of today.
 */
export async function withStanding(geometry, asked) {
  const { key, version } = geometry;
  const listing = await asked.catch(() => []);
  const status = listing.find((one) => one.key === key && one.version === version)?.status;
  return GONE.includes(status) ? { ...geometry, status } : geometry;
}

/**
 * @param {object} parts What the page has put together already; all of it is passed on.
 * @returns {object} The context.
 */
export function createContext(parts) {
  const { sections, user: { preferences } } = parts;
  const answers = new Map();

  /** Asked for once; after a failure again. */
  function once(path, read = (answer) => answer) {
    if (!answers.has(path)) {
      const answer = api.get(path).then(read);
      answer.catch(() => answers.delete(path));
      answers.set(path, answer);
    }
    return answers.get(path);
  }

  const context = {
    ...parts,
    bones: {
      poses: () => NOTHING_MOVED,
      homeOf: (key, side, pointPx) => ({ bodyId: parts.store.filmBodyId, pointPx }),
    },
    guided: {},
    api,
    follow,
    definitions: () => once("definitions").then(({ definitions }) => definitions),
    measurementSets: () => once("definitions").then(({ sets }) => sets ?? []),
    families: () => once("library/families", (all) => inPreferredOrder(all, preferences)),
    family: (key, version) => once(
      `library/families/${encodeURIComponent(key)}/${version}`,
      (geometry) => asPreferred(geometry, preferences),
    ).then((geometry) => withStanding(geometry, context.families())),
    section: sections.take,
    openSection: sections.open,
  };
  return { ...context, reading: createReading(context) };
}
