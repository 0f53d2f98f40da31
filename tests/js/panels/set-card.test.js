/** What is asked once on the card of a set goes to a measurement that is there. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Reason } from "../../../static/js/geometry/reasons.js";
import { createSetCard } from "../../../static/js/panels/set-card.js";
import { fakeDocument } from "../fake_dom.js";
import { readDefinitions } from "../measuring/definitions.js";

const definitions = readDefinitions();
const SET = { key: "mine", name: "Mine", measurements: ["lumbar_lordosis", "Toennis_grade"] };
const asksForFront = [...definitions.values()]
  .filter(({ params }) => params.some(({ param, shared }) => param === "anterior" && shared));

const result = (id, definition, more = {}) => ({
  id, key: definition.key, name: definition.name, definition, side: null, params: {},
  planned: new Reason("missing_landmark"), text: "", ...more,
});
const grade = (id, side) => result(id, definitions.get("Toennis_grade"), { side });

let entered;
let card;
beforeEach(() => {
  fakeDocument();
  entered = [];
  card = createSetCard(SET, {
    onShow() {}, onDeleteSet() {}, onPlaceSet() {},
    onEnter(...all) {
      entered.push(all);
      return null;
    },
  });
});
const show = (...results) => card.show({ results, missing: null });
const fields = () => card.element.querySelectorAll(".entered");
const choose = (value) => card.element.querySelector(`[data-value="${value}"]`).click();

test("what is asked once is entered for a measurement that is still there", () => {
  const [first, second] = asksForFront;
  show(result("a", first), result("b", second));
  choose("left");
  const [field] = fields();
  show(result("b", second));
  assert.deepEqual(fields(), [field], "a field that stays keeps its place and the focus");
  choose("right");
  show(result("other film", first));
  choose("left");
  assert.deepEqual(entered, [
    ["a", "anterior", "left"], ["b", "anterior", "right"], ["other film", "anterior", "left"]]);
});

test("a side that nobody asks about any more has no field", () => {
  show(grade("right", "R"), grade("left", "L"));
  assert.equal(fields().length, 2);
  show(grade("left", "L"));
  assert.deepEqual(fields().map((field) => field.getAttribute("aria-label").endsWith("left")), [true]);
  choose("2");
  show(grade("again", "R"), grade("left", "L"));
  assert.equal(fields().length, 2);
  fields()[1].querySelector('[data-value="1"]').click();
  assert.deepEqual(entered, [["left", "grade", "2"], ["again", "grade", "1"]]);
});
