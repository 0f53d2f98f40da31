import assert from "node:assert/strict";
import { test } from "node:test";

import { createNewCase } from "../../../static/js/panels/new-case.js";

/** Plans by key, as the server keeps them: the same key again gives what is there. */
function createServer() {
  const server = {
    plans: new Map(), asked: [], fails: null,
    async post(path, { id, study_id: study, ...values }) {
      server.answer(`post ${path}`);
      if (!server.plans.has(id)) server.plans.set(id, { id, study, ...values });
      return { ...server.plans.get(id) };
    },
    async patch(path, values) {
      server.answer(`patch ${path}`);
      return { ...Object.assign(server.plans.get(path.slice("plans/".length)), values) };
    },
    answer(asked) {
      server.asked.push(asked);
      if (server.fails && asked.startsWith(server.fails)) throw new Error("no connection");
    },
    get only() {
      assert.equal(server.plans.size, 1);
      return [...server.plans.values()][0];
    },
  };
  return server;
}

test("a case is begun, and given the rest only where there is some", async () => {
  const server = createServer();
  await createNewCase(server, "s", "p")({ operation: "Hip", side: "R" });
  assert.deepEqual(server.asked, ["post plans"]);
  assert.deepEqual(server.only, { id: "p", study: "s", operation: "Hip", side: "R", planned_on: null });
  await createNewCase(server, "s", "p")({ operation: "Hip", side: "R", team: "t" });
  assert.deepEqual(server.asked.slice(1), ["post plans", "patch plans/p"]);
  assert.equal(server.only.team, "t");
});

test("saved again after a half failure it is one case, as the form says it then", async () => {
  const server = createServer();
  const save = createNewCase(server, "s");
  server.fails = "patch";
  await assert.rejects(save({ operation: "Hip", side: "R", planned_order: 2 }));
  server.fails = null;
  const plan = await save({ operation: "Knee", planned_order: 3 });
  const { id, operation, side, planned_order: order } = server.only;
  assert.deepEqual([id, operation, side, order], [plan.id, "Knee", "", 3]);
});

test("without an answer to the beginning it is begun again under the same key", async () => {
  const server = createServer();
  const save = createNewCase(server, "s");
  server.fails = "post";
  await assert.rejects(save({ operation: "Hip" }));
  server.fails = null;
  await save({ operation: "Hip" });
  await createNewCase(server, "s", server.only.id)({ operation: "Knee" });
  assert.equal(server.only.operation, "Knee");
});
