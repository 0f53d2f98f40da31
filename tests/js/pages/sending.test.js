import assert from "node:assert/strict";
import { test } from "node:test";

import { offered } from "../../../static/js/pages/planner/sending.js";

const HERE = "11111111-1111-4111-8111-111111111111";
const THERE = "22222222-2222-4222-8222-222222222222";

test("a report is offered the archives of its own site that are switched on", () => {
  const nodes = [
    { id: "a", site_id: HERE, enabled: true },
    { id: "b", site_id: THERE, enabled: true },
    { id: "c", site_id: HERE, enabled: false },
  ];
  assert.deepEqual(offered(nodes, HERE).map(({ id }) => id), ["a"]);
});
