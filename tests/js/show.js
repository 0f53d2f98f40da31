/**
 * The browser's way from what is delivered to what is seen, without a browser: reads jobs as JSON
 * from standard input, `[{film, level, coded, views: [{window, out}]}]`, decodes each level from
 * the decompressed bytes in the file `coded` and writes its greys, a byte per value, to `out`.
 */

import { readFileSync, writeFileSync } from "node:fs";

import { decodeLevel } from "../../static/js/view/strips.js";
import { greyTable, modalityValues } from "../../static/js/view/window.js";

for (const { film, level, coded, views } of JSON.parse(readFileSync(0, "utf8"))) {
  const values = decodeLevel(new Uint8Array(readFileSync(coded)), level);
  const modality = modalityValues(film);
  for (const { window, out } of views) {
    const greys = greyTable(film, modality, window);
    writeFileSync(out, lookedUp(values, greys));
  }
}

function lookedUp(values, greys) {
  const seen = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i += 1) seen[i] = greys[values[i]];
  return seen;
}
