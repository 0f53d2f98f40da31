import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { greyTable, modalityValues } from "../../../static/js/view/window.js";

const golden = JSON.parse(readFileSync(new URL("../../golden/display.json", import.meta.url)));

for (const { title, film, window, samples } of golden.cases) {
  test(`the browser shows the greys that the server's pictures show: ${title}`, () => {
    const greys = greyTable(film, modalityValues(film), window);
    const tolerance = window.function === "SIGMOID" ? 1 : 0;
    for (const [value, grey] of samples) {
      assert.ok(Math.abs(greys[value] - grey) <= tolerance, `${value}: ${greys[value]}, not ${grey}`);
    }
  });
}
