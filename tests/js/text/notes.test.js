import assert from "node:assert/strict";
import { test } from "node:test";

import { firstLine, signature, words } from "../../../static/js/text/notes.js";

const author = { name: "Dr Ben Kato", role: "radiologist" };

test("the first line is one line, cut between characters and never within one", () => {
  assert.equal(firstLine("  Loose cup\nsecond line"), "Loose cup");
  assert.equal(firstLine("𠮷".repeat(12), 10), `${"𠮷".repeat(9)}…`);
  assert.equal(firstLine("x".repeat(10), 10), "x".repeat(10));
});

test("the alert says who, what, and what to do", () => {
  const note = { author, text: "Lytic lesion behind the cup.\nSee CT." };
  assert.equal(words.alert(note), "Dr Ben Kato left a note to read before theatre: "
    + "‘Lytic lesion behind the cup’. Open it and acknowledge before signing.");
});

test("the heading names what is open before what is new", () => {
  assert.equal(words.heading(5, 2, 1), "1 must read · 2 new · 5");
  assert.equal(words.heading(3, 0, 0), "3");
  assert.equal(words.heading(0, 0, 0), "");
});

test("a note is spoken of with who wrote it and whether it must be read", () => {
  assert.equal(signature(author), "Dr Ben Kato, radiologist");
  assert.equal(signature({ name: "gone", role: "" }), "gone");
  const note = { author, text: "Loose cup", open: true, reply_to: null };
  assert.equal(words.arrived(note),
    "New note by Dr Ben Kato, radiologist, to read before theatre: Loose cup");
  assert.equal(words.pinName(2, note), "Note 2, must read, Dr Ben Kato, radiologist: Loose cup");
});

test("what is waiting says why and what becomes of it", () => {
  assert.equal(words.waitingHow("No connection to the server."), "No connection to the server. "
    + "It is kept in this browser and will be sent when the server answers.");
  assert.equal(words.waitingHow(null),
    "It is kept in this browser and will be sent when the server answers.");
});
