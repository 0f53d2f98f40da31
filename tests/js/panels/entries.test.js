import assert from "node:assert/strict";
import { test } from "node:test";

import { chosen, dropped } from "../../../static/js/panels/uploads/entries.js";

const file = (name, path) => ({
  isFile: true, name, fullPath: path,
  file: (done, failed) => (name === "unreadable" ? failed() : done({ name })),
});

/** A folder whose reader gives two entries at a time, as browsers give a hundred. */
function folder(name, entries) {
  return {
    isFile: false, name,
    createReader() {
      const left = [...entries];
      return { readEntries: (done) => done(left.splice(0, 2)) };
    },
  };
}

const item = (entry) => ({ kind: "file", webkitGetAsEntry: () => entry });

test("a dropped folder is walked to its end, and names keep their folders", async () => {
  const inner = folder("DICOM", [1, 2, 3, 4, 5].map((n) => file(`IM${n}`, `/CD/DICOM/IM${n}`)));
  const disc = folder("CD", [inner, file("DICOMDIR", "/CD/DICOMDIR")]);
  const items = [item(disc), { kind: "string" }, item(file("a.dcm", "/a.dcm"))];
  const found = await dropped({ items, files: [] });
  assert.deepEqual(found.map(({ name }) => name), [
    "CD/DICOM/IM1", "CD/DICOM/IM2", "CD/DICOM/IM3", "CD/DICOM/IM4", "CD/DICOM/IM5",
    "CD/DICOMDIR", "a.dcm",
  ]);
});

test("a file that cannot be read is announced, empty", async () => {
  const [lost] = await dropped({ items: [item(file("unreadable", "/unreadable"))], files: [] });
  assert.deepEqual([lost.name, lost.file.size], ["unreadable", 0]);
});

test("without entries the plain files are taken", async () => {
  const files = [{ name: "a.dcm" }];
  const found = await dropped({ items: [{ kind: "file" }], files });
  assert.deepEqual(found.map(({ name }) => name), ["a.dcm"]);
});

test("a chosen folder's files keep their folders, chosen files their names", () => {
  const files = [{ name: "IM1", webkitRelativePath: "CD/IM1" }, { name: "b", webkitRelativePath: "" }];
  assert.deepEqual(chosen({ files }).map(({ name }) => name), ["CD/IM1", "b"]);
});
