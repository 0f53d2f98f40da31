import assert from "node:assert/strict";
import { test } from "node:test";

import {
  autoWindow, draggedWindow, greyTable, modalityValues, tableOf, tableWindows, windowFunction,
} from "../../../static/js/view/window.js";

const plain = { slope: 1, intercept: 0, value_offset: 0 };

// PS3.3 C.11.2.1.2.1 gives c=2048 w=4096 over 0..4095 as the identity, here to 0..255.
test("LINEAR: the widest window of 12 bits is a ramp from black to white", () => {
  const grey = windowFunction({ center: 2048, width: 4096 });
  assert.equal(grey(0), 0);
  assert.equal(grey(4095), 255);
  assert.ok(Math.abs(grey(2047.5) - 127.5) < 1e-9);
});

test("LINEAR with width 1 is a threshold at centre - 0.5", () => {
  const grey = windowFunction({ center: 100, width: 1, function: "LINEAR" });
  assert.deepEqual([99, 99.5, 99.6, 100].map(grey), [0, 0, 255, 255]);
});

test("LINEAR_EXACT reaches black and white at exactly half a width from the centre", () => {
  const grey = windowFunction({ center: 100, width: 50, function: "LINEAR_EXACT" });
  assert.deepEqual([75, 100, 125, 126].map(grey), [0, 127.5, 255, 255]);
  assert.ok(Math.abs(grey(80) - 25.5) < 1e-9);
});

// 1 / (1 + e^2) = 0.1192: c 2048, w 1000 at 1548.
test("SIGMOID follows the logistic curve and never clips", () => {
  const grey = windowFunction({ center: 2048, width: 1000, function: "SIGMOID" });
  assert.ok(Math.abs(grey(1548) / 255 - 0.11920292) < 1e-8);
  assert.equal(grey(2048), 127.5);
});

test("stored value, then slope and intercept, then the window", () => {
  const film = { value_offset: -1000, slope: 2, intercept: 10 };
  const modality = modalityValues(film);
  assert.equal(modality[0], -1990);
  assert.equal(modality[1000], 10);
  const window = { center: 10, width: 20, function: "LINEAR_EXACT" };
  const greys = greyTable(film, modality, window);
  assert.deepEqual([greys[994], greys[1000], greys[1005]], [0, 128, 255]);
});

test("a modality table holds its ends beyond its entries", () => {
  const modality = modalityValues({ modality_lut: { first: 2, values: [50, 60, 70] } });
  assert.deepEqual([...modality.slice(0, 7)], [50, 50, 50, 60, 70, 70, 70]);
});

test("a VOI table is scaled by its bits and holds its ends", () => {
  const film = { ...plain, voi_lut: { first: 1, values: [0, 512, 1023], bits: 10 } };
  const greys = greyTable(film, modalityValues(film), "voi_lut");
  assert.deepEqual([...greys.slice(0, 6)], [0, 0, 128, 255, 255, 255]);
});

test("inversion happens once, after the window, and the person can undo it", () => {
  const window = { center: 10, width: 20, function: "LINEAR_EXACT" };
  const film = { ...plain, invert: true };
  const modality = modalityValues(film);
  assert.deepEqual([...greyTable(film, modality, window).slice(0, 11)].filter((_, i) => i % 5 === 0),
    [255, 191, 127]);
  assert.equal(greyTable(film, modality, window, true)[0], 0);
});

test("padding is black on a film of either polarity", () => {
  const window = { center: 10, width: 20, function: "LINEAR_EXACT" };
  for (const invert of [false, true]) {
    const film = { ...plain, value_offset: -5, invert, padding: [13, 12] };
    const greys = greyTable(film, modalityValues(film), window);
    assert.deepEqual([greys[17], greys[18]], [0, 0]);
    assert.notEqual(greys[16], 0);
  }
});

test("the automatic window leaves out outliers and padding", () => {
  const values = new Uint16Array(10_000).map((_, i) => 1000 + (i % 1000));
  values.fill(65535, 0, 20);
  values.fill(0, 5000, 9000);
  const film = { ...plain, padding: [0, 0] };
  const { center, width } = autoWindow(values, film, modalityValues(film));
  assert.ok(Math.abs(center - 1500) < 10 && Math.abs(width - 990) < 15, `${center} ${width}`);
});

test("dragging right widens, dragging down raises the centre, and no window collapses", () => {
  const window = { center: 100, width: 50 };
  const dragged = draggedWindow(window, 8, 4, 512);
  assert.deepEqual([dragged.center, dragged.width], [104, 58]);
  assert.equal(draggedWindow(window, -1000, 0, 512).width, 2);
});

test("every table of the header is a window of its own", () => {
  const tables = [10, 20, 30].map((value) => ({ first: 0, values: [value, 1023], bits: 10 }));
  const film = { ...plain, voi_lut: tables[0], more_voi_luts: tables.slice(1) };
  const windows = tableWindows(film);
  assert.equal(new Set(windows).size, 3);
  assert.deepEqual(windows.map((window) => tableOf(film, window)), tables);
  assert.deepEqual(windows.map((window) => greyTable(film, modalityValues(film), window)[0]),
    [2, 5, 7]);
  assert.deepEqual(tableWindows({ voi_lut: null, more_voi_luts: [] }), []);
});
