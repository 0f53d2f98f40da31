import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { SENTENCES, reasonWords } from "../../../static/js/text/hip-reasons.js";
import { doubtWords, limitWords, proposalWords } from "../../../static/js/text/hip-why.js";
import { figures, proposals } from "../../../static/js/text/hip.js";

const source = readFileSync(
  new URL("../../../planning/wording/hip.py", import.meta.url), "utf8",
).replaceAll(/"\s+"/g, "");

test("the page says what the server says", () => {
  for (const [code, sentence] of Object.entries(SENTENCES)) {
    const said = new RegExp(`"${code}": said\\(\\s*"([^"]+)"`).exec(source)?.[1];
    assert.equal(sentence, said, code);
  }
});

test("a side is a word, and what is not of hips is said by others", () => {
  assert.match(reasonWords({ code: "already_cut", params: { side: "R" } }), /The right femur/);
  assert.match(reasonWords({ code: "unknown_size", params: { family: "F", size: "9" } }), /size 9/);
});

test("a proposal says what is left of both aims, in words and not in signs", () => {
  const said = proposalWords({
    code: "head_zero", params: { increment: "0", length_error_mm: 1.4, offset_error_mm: -2.2 },
  });
  assert.equal(said, "Head 0 leaves 1 mm too long and 2 mm too little offset.");
  assert.equal(proposalWords({
    code: "head_zero", params: { increment: "0", length_error_mm: 0.3, offset_error_mm: 0 },
  }), "Head 0 meets the target.");
  assert.match(proposalWords({
    code: "shorter_head", params: { increment: "-4", length_error_mm: 1, skirted: 1 },
  }), /^Head −4 leaves 1 mm too long\. .*skirt\.$/);
  assert.match(proposalWords({ code: "seat_deeper", params: { mm: 6.4 } }), /6 mm too long: seat or cut lower/);
});

test("the level that keeps the next size out is named, and a doubt says what to check", () => {
  assert.equal(limitWords({ code: "limited_at", params: { level: "below_30", by_mm: 0.44 } }),
    "The next size crosses the canal's wall 30 mm below the lesser trochanter by 0.4 mm.");
  assert.match(doubtWords("beyond_head_plus_8"), /8 mm larger/);
  assert.equal(proposals.range("50", "52", "54"), "52 (50 to 54)");
  assert.equal(proposals.range("52", "52", "52"), "52");
});

test("what is aimed at is said in words, and that a person typed it", () => {
  const said = (of, valueMm, source = "typed") => figures.target({ of, valueMm, source });
  assert.equal(said("length_difference", 0, "equal_lengths"), "0");
  assert.equal(said("length_difference", -4.2), "4 mm short (typed)");
  assert.equal(said("length_change", 3.6), "4 mm longer (typed)");
  assert.match(said("global_offset", 77.3, "current"), /^77 mm \(as it is/);
});
