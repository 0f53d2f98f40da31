import assert from "node:assert/strict";
import { test } from "node:test";

import { progress, rate, secondsLeft, sentence, setAside } from "../../../static/js/text/imports.js";

const job = (change) => ({
  state: "running", files_done: 14, files_total: 22, bytes_done: 31_000_000,
  rate_bytes_s: 5_000_000, missing: [], refused: 0, quarantined: 0, ...change,
});

test("progress says images, bytes and the time that is left", () => {
  // 8 of 22 to come at 31/14 MB each and 5 MB/s: 3.54 s.
  assert.equal(progress(job()), "14 of 22 · 31 MB · 4 s");
  assert.ok(Math.abs(secondsLeft(job()) - 3.542857) < 1e-6);
});

test("an import whose size nobody told counts without an end", () => {
  assert.equal(progress(job({ files_total: null })), "14 · 31 MB");
});

test("nothing arrived yet: no bytes, no time", () => {
  assert.equal(progress(job({ files_done: 0, bytes_done: 0, rate_bytes_s: 0 })), "0 of 22");
  assert.equal(progress(job({ state: "queued" })), "Waiting to start");
});

test("the rate shows while something moves", () => {
  assert.equal(rate(job()), "5.0 MB/s");
  assert.equal(rate(job({ state: "done" })), "");
});

test("an incomplete import says how many arrived, what is missing and what to do", () => {
  const missing = [{ number: 1, description: "AP pelvis" }, { number: 2, description: "AP pelvis" }];
  assert.equal(sentence(job({ state: "incomplete", files_done: 20, missing })),
    "20 of 22 images arrived; 2 AP pelvis images are missing. "
    + "You can view what is here. Retry the missing images.");
});

test("one missing image is spoken of as one", () => {
  assert.match(sentence(job({ state: "incomplete", files_done: 21 })), /1 image is missing\./);
});

test("different missing images are all named", () => {
  const missing = [{ description: "AP pelvis" }, { description: "Lateral" }];
  assert.match(sentence(job({ state: "incomplete", files_done: 20, missing })),
    /2 images are missing \(AP pelvis, Lateral\)\./);
});

test("a failure says what the server says of it", () => {
  const error = { sentence: "Main PACS did not answer within 10 seconds." };
  assert.equal(sentence(job({ state: "failed", error })), error.sentence);
});

test("a stopped import says what stays", () => {
  assert.match(sentence(job({ state: "cancelled" })), /14 images arrived and stay/);
  assert.match(sentence(job({ state: "cancelled", files_done: 0 })), /nothing had arrived/);
});

test("what was set aside or refused is counted", () => {
  assert.equal(setAside(job({ quarantined: 1, refused: 2 })),
    "1 image set aside until someone checks them. 2 files refused as damaged or unsafe.");
  assert.equal(setAside(job()), "");
});
