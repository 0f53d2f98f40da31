import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { ApiError, get as ask } from "../../../static/js/api.js";
import { createSignature } from "../../../static/js/pages/planner/signature.js";

const MADE = { number: 2, digest: "d" };
const LOST = () => { throw new TypeError("network error"); };
const { fetch } = globalThis;
globalThis.document = { querySelector: () => null, cookie: "" };
afterEach(() => { globalThis.fetch = fetch; });

const json = (body, status = 200) => () => new Response(JSON.stringify(body), { status });
const refused = (code, more = {}) => json({
  error: { code, params: { author: "Dr Other" }, sentence: `${code}.` }, ...more,
}, 409);

/** A page that signs; `post` and `get` answer for the server. */
function page({ post, get = LOST, summary = async () => ({ version: 8 }) }) {
  globalThis.fetch = async (address, { method }) => (method === "POST" ? post() : get());
  const told = { signed: [], missing: [] };
  const plan = {
    id: "p", summary: { id: "p", state: "draft", signed: null },
    take(next) { plan.summary = next; },
    async refresh() { plan.take(await ask("plans/p")); },
  };
  const sign = createSignature({
    plan, summary, onSigned: (version) => told.signed.push(version.number),
    onMissing: (error) => told.missing.push(error.sentence),
  });
  return { sign: () => sign({ version: 7, password: "x" }), plan, told };
}

test("what was signed is said to be signed, also when the plan cannot be asked for afterwards", async () => {
  const { sign, plan, told } = page({ post: json(MADE, 201), get: LOST });
  assert.deepEqual(await sign(), { done: true });
  assert.deepEqual([told.signed, plan.summary.state, plan.summary.signed], [[2], "signed", MADE]);
});

test("an answer that was lost after the signature is looked up, not called nothing", async () => {
  const { sign, plan, told } = page({ post: LOST, get: json({ state: "signed", signed: MADE }) });
  assert.deepEqual(await sign(), { done: true });
  assert.deepEqual([told.signed, plan.summary.state], [[2], "signed"]);
});

test("that nothing was signed is said where the server says so; else that it is not known", async () => {
  const known = page({ post: LOST, get: json({ state: "draft", signed: null }) });
  assert.match((await known.sign()).sentence, /Nothing was signed/);
  const { sentence } = await page({ post: LOST, get: LOST }).sign();
  assert.doesNotMatch(sentence, /Nothing was signed/);
  assert.match(sentence, /not known whether/);
});

test("signed again after a lost answer, the signature that is there is shown", async () => {
  const { sign, told } = page({
    post: refused("plan_signed"), get: json({ state: "signed", signed: MADE }),
  });
  assert.deepEqual(await sign(), { done: true });
  assert.deepEqual(told.signed, [2]);
});

test("a plan that has changed brings its new values, or says that they are not here", async () => {
  const { sign } = page({ post: refused("plan_changed") });
  assert.deepEqual((await sign()).summary, { version: 8 });
  for (const code of ["plan_changed", "plan_not_as_seen"]) {
    const without = page({
      post: refused(code), summary: async () => { throw new ApiError(0); },
    });
    const answer = await without.sign();
    assert.equal(answer.summary, undefined);
    assert.match(answer.sentence, /could not be loaded/);
  }
});

test("what is left after all goes to the list, a wrong password to its field", async () => {
  const { sign, told } = page({ post: refused("not_ready", { missing: [{ code: "side" }] }) });
  assert.deepEqual(await sign(), { done: true });
  assert.deepEqual(told.missing, ["not_ready."]);
  const wrong = await page({ post: refused("password_wrong") }).sign();
  assert.deepEqual(wrong, { sentence: "password_wrong.", field: "password" });
});
