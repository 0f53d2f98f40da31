import assert from "node:assert/strict";
import { test } from "node:test";

import { followFilms } from "../../../static/js/pages/planner/strip-news.js";

const study = (...states) => ({
  id: "s", series: [{ films: states.map((state) => ({ state })) }],
});

async function followed(first, answers) {
  const shown = [];
  const asked = [];
  await followFilms(first, { update: (one) => shown.push(one) }, {
    ask(path) {
      asked.push(path);
      const answer = answers.shift();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    wait: () => Promise.resolve(),
  });
  return { shown, asked };
}

test("a film that is being prepared appears once it is ready, and nothing more is asked", async () => {
  const ready = study("ready", "ready");
  const { shown, asked } = await followed(study("ready", "rendering"), [
    study("ready", "rendering"), ready,
  ]);
  assert.deepEqual(asked, ["studies/s", "studies/s"]);
  assert.equal(shown.at(-1), ready);
});

test("a study whose films are all there is not asked for", async () => {
  assert.deepEqual((await followed(study("ready", "undecodable"), [])).asked, []);
});

test("a lost answer is asked for again", async () => {
  const ready = study("ready");
  const { shown } = await followed(study("rendering"), [new Error("lost"), ready]);
  assert.deepEqual(shown, [ready]);
});
