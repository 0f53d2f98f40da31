/** Calibrating by another film: what was not heard of that film is not taken for its lack of scale. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { ApiError } from "../../../static/js/api.js";
import { createOtherFilmForm } from "../../../static/js/panels/calibration-object-forms.js";
import { SUPINE_AP_PELVIS } from "../../../static/js/plan/calibrate.js";
import { problem } from "../../../static/js/text/calibration.js";
import { fakeDocument } from "../fake_dom.js";

const GEOMETRY = {
  aspect: 1, detectorMm: [0.143, 0.143], sidMm: 1150, sodMm: null, centralRayPx: null,
  region: "pelvis", expected: SUPINE_AP_PELVIS,
};
const FILMS = [{ id: "a", name: "1 · AP" }, { id: "b", name: "2 · Lateral" }];
// 50 mm on 420 pixels of 0.143 mm: magnified 1.2 times.
const ENDS = [[100, 100], [520, 100]];

beforeEach(fakeDocument);

/** The form, with what the server answers about a film, one answer after the other. */
function opened(...answers) {
  const asked = [];
  const form = createOtherFilmForm({
    geometry: GEOMETRY, films: FILMS,
    async sigmaOf(filmId) {
      asked.push(filmId);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
    onInput: () => form.refresh(ENDS),
  });
  document.body.append(form.element);
  const found = (id) => form.element.querySelector(`[data-testid="${id}"]`);
  found("other-length").value = "50";
  const select = found("other-film");
  return {
    form, asked, select, found,
    async choose(filmId) {
      select.value = filmId;
      select.dispatch("change");
      await new Promise(setImmediate);
    },
    lost: () => form.element.querySelectorAll('[role="alert"]')
      .filter(({ hidden }) => !hidden).map(({ textContent }) => textContent),
  };
}

test("a lost connection is said, and the film is asked about again when it is chosen again", async () => {
  const noAnswer = new ApiError(0);
  const { form, asked, select, choose, lost, found } = opened(noAnswer, 0.01);
  await choose("a");
  assert.deepEqual([lost(), form.input()], [[noAnswer.sentence], null]);
  assert.equal(select.value, "", "nothing is chosen, so that the same film can be");
  assert.notEqual(found("calibration-verdict").textContent, problem("other_film_not_calibrated"));
  await choose("a");
  assert.deepEqual([asked, lost(), form.input()?.source_film_id], [["a", "a"], [], "a"]);
});

test("a film without a scale may get one meanwhile; a scale that is known is asked for once", async () => {
  const { form, asked, choose, found } = opened(null, 0.02, 0.01);
  await choose("a");
  assert.equal(found("calibration-verdict").textContent, problem("other_film_not_calibrated"));
  await choose("b");
  await choose("a");
  assert.equal(form.input()?.source_film_id, "a");
  await choose("b");
  assert.deepEqual([asked, form.input()?.source_film_id], [["a", "b", "a"], "b"]);
});

test("what is lost of a film that is no longer chosen disturbs nobody", async () => {
  let fail;
  const late = { then: (_, reject) => { fail = reject; } };
  const { form, select, choose, lost } = opened(late, 0.01);
  await choose("a");
  await choose("b");
  fail(new ApiError(0));
  await new Promise(setImmediate);
  assert.deepEqual([lost(), select.value, form.input()?.source_film_id], [[], "b", "b"]);
});
