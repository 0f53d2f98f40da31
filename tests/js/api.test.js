import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { ApiError, get, patch, post } from "../../static/js/api.js";

const { fetch } = globalThis;
globalThis.document = { querySelector: () => null, cookie: "csrftoken=a%20b" };
afterEach(() => { globalThis.fetch = fetch; });

/** The server answers so, once; what it was asked is returned. */
function answer(make) {
  const asked = [];
  globalThis.fetch = async (address, options) => {
    asked.push({ address, ...options });
    return make();
  };
  return asked;
}

const json = (body, status = 200) => new Response(JSON.stringify(body), { status });

test("an answer is its JSON, an empty one is null", async () => {
  answer(() => json({ id: 1 }));
  assert.deepEqual(await get("plans"), { id: 1 });
  answer(() => new Response(null, { status: 204 }));
  assert.equal(await patch("plans/1", {}), null);
});

test("a write says what it is and that it comes from our own page", async () => {
  const asked = answer(() => json({}));
  await post("plans", { id: 1 });
  assert.deepEqual([asked[0].address, asked[0].method, asked[0].body],
    ["/api/v1/plans", "POST", '{"id":1}']);
  assert.equal(asked[0].headers["X-CSRFToken"], "a b");
});

test("a refusal has the server's code and sentence, or at least its number", async () => {
  answer(() => json({ error: { code: "plan_signed", sentence: "It is signed." } }, 409));
  await assert.rejects(post("plans", {}), { status: 409, code: "plan_signed", sentence: "It is signed." });
  answer(() => new Response("<html>", { status: 502 }));
  await assert.rejects(get("plans"), { status: 502, code: "unexpected_answer" });
});

test("no answer, half an answer and another page's answer are one kind of error: no connection", async () => {
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"version": 1'));
      controller.error(new TypeError("network error"));
    },
  });
  for (const make of [
    () => { throw new TypeError("Failed to fetch"); },
    () => new Response(broken),
    () => new Response('{"version": 1'),
    () => new Response("<html>Sign in to the hotel's network</html>"),
  ]) {
    answer(make);
    const error = await get("plans").catch((thrown) => thrown);
    assert.ok(error instanceof ApiError, String(error));
    assert.deepEqual([error.status, error.code], [0, "no_connection"]);
  }
});

test("an abort stays an abort, also while the answer is read", async () => {
  for (const make of [
    () => { throw new DOMException("aborted", "AbortError"); },
    () => ({ ok: true, status: 200, json() { throw new DOMException("aborted", "AbortError"); } }),
  ]) {
    answer(make);
    await assert.rejects(get("plans"), { name: "AbortError" });
  }
});
