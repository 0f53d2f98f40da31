import assert from "node:assert/strict";
import { test } from "node:test";

import { monthsBefore, request } from "../../../static/js/panels/search/request.js";

const TODAY = new Date(2026, 10, 22, 14, 30);
const values = (change) => ({
  text: " smith, john ", reading: "", period: "12", date_from: "", date_to: "",
  modalities: ["DX", "CR"], nodes: ["n1"], ...change,
});

test("twelve months before a day is the same day a year earlier", () => {
  assert.equal(monthsBefore(TODAY, 12), "2025-11-22");
});

test("a month before the 31st ends with the shorter month", () => {
  assert.equal(monthsBefore(new Date(2026, 2, 31), 1), "2026-02-28");
  assert.equal(monthsBefore(new Date(2028, 2, 31), 1), "2028-02-29");
});

test("a month before January is December of the year before", () => {
  assert.equal(monthsBefore(new Date(2026, 0, 15), 1), "2025-12-15");
});

test("the text is trimmed, the period becomes a first day, the reading is left to the server", () => {
  assert.deepEqual(request(values(), TODAY), {
    text: "smith, john", as: null, date_from: "2025-11-22", date_to: null,
    modalities: ["DX", "CR"], nodes: ["n1"],
  });
});

test("any date sends no dates, whatever stands in the hidden fields", () => {
  const body = request(values({ period: "any", date_from: "2020-01-01" }), TODAY);
  assert.equal(body.date_from, null);
  assert.equal(body.date_to, null);
});

test("a range sends the ends that are filled in", () => {
  const body = request(values({ period: "range", date_to: "2024-06-30" }), TODAY);
  assert.equal(body.date_from, null);
  assert.equal(body.date_to, "2024-06-30");
});

test("a corrected reading is sent", () => {
  assert.equal(request(values({ reading: "patient_id" }), TODAY).as, "patient_id");
});
