/** A film without the code for its shutter is never shown as if it had none. */

import assert from "node:assert/strict";
import { register } from "node:module";
import { test } from "node:test";

import { words } from "../../../static/js/text/viewer.js";
import { loadingPage, shuttered, until } from "./loading_page.js";

const lost = `export async function resolve(specifier, context, next) {
  if (specifier.endsWith("view/coverings.js")) throw new Error("lost on its way");
  return next(specifier, context);
}`;

test("when the code for shutter and overlays does not come, the film says what it lacks", async () => {
  register(`data:text/javascript,${encodeURIComponent(lost)}`);
  const { loading, note, filmView, workers } = loadingPage();
  const reported = [];
  globalThis.fetch = async (path, { body }) => {
    reported.push(JSON.parse(body));
    return new Response("{}");
  };
  loading.show(shuttered(1), filmView);
  await until(() => reported.length > 0);
  workers[0].give();
  assert.deepEqual([note.hidden, note.textContent], [false, words.lacksDrawing]);
  assert.deepEqual(reported.map(({ where }) => where), ["overlays"]);
});
