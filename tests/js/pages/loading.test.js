/** What is on the film's way, and what comes too late. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { words } from "../../../static/js/text/viewer.js";
import { loadingPage, shuttered, until } from "./loading_page.js";

/** Coverings whose drawing fails when a test says so. */
function lateCoverings() {
  const failures = new Map();
  return {
    failures,
    setFilm: ({ frame }) => new Promise((_, reject) => {
      failures.set(frame, () => reject(Object.assign(new Error("late"), { code: "level_checks" })));
    }),
  };
}

test("a drawing that fails late says nothing about the image that is shown by then", async () => {
  const { loading, note, filmView, workers } = loadingPage();
  const reported = [];
  globalThis.fetch = async (...all) => { reported.push(all); return new Response("{}"); };
  const coverings = filmView.coverings = lateCoverings();
  const { failures } = coverings;
  loading.show(shuttered(1), filmView);
  await until(() => failures.has(1));
  loading.show(shuttered(2), filmView);
  await until(() => failures.has(2));
  failures.get(1)();
  await until(() => reported.length === 1);
  workers[1].give();
  assert.equal(note.hidden, true, note.textContent);
  failures.get(2)();
  await until(() => reported.length === 2);
  assert.deepEqual([note.hidden, note.textContent], [false, words.lacksDrawing]);
});

test("an image that was on its way when everything stopped starts no work", async () => {
  const { loading, filmView, workers } = loadingPage();
  let answer;
  globalThis.fetch = () => new Promise((resolve) => { answer = resolve; });
  const shown = loading.showFrame(shuttered(1), 2, filmView);
  loading.stop();
  answer(Response.json({ ...shuttered(2), shutter: null }));
  await shown;
  assert.equal(workers.length, 0);
});

test("of two images asked for, the last one is shown", async () => {
  const { loading, filmView, workers } = loadingPage();
  const answers = [];
  globalThis.fetch = () => new Promise((resolve) => { answers.push(resolve); });
  const both = [2, 3].map((frame) => loading.showFrame(shuttered(1), frame, filmView));
  [3, 2].forEach((frame) => (
    answers[frame - 2](Response.json({ ...shuttered(frame), shutter: null }))));
  await Promise.all(both);
  assert.equal(workers.length, 1);
});
