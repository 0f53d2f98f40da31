import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

globalThis.document = { querySelector: () => ({ content: "token" }), cookie: "" };
const { Delivery } = await import("../../../static/js/panels/uploads/delivery.js");

const PIECE = 4;

/** A server that keeps what it gets, and breaks as it is told: a function per request. */
function createServer() {
  const server = { files: [], kept: [], asked: [], breaks: [], cancelled: false };
  const json = (status, body) => new Response(JSON.stringify(body), { status });
  server.fetch = async (url, { method, body, headers }) => {
    server.asked.push(`${method} ${url}`);
    const breaking = server.breaks.shift();
    if (breaking === "lost") throw new TypeError("network");
    if (typeof breaking === "number") return json(breaking, {});
    const answer = server.answer(method, url, body, headers);
    if (breaking === "answer lost") throw new TypeError("network");
    return answer;
  };
  server.answer = (method, url, body, headers) => {
    if (method === "DELETE") { server.cancelled = true; return json(200, {}); }
    if (url.endsWith("/uploads")) {
      server.files = JSON.parse(body).files;
      server.kept = server.files.map(() => Buffer.alloc(0));
      return json(201, { id: "u", piece_bytes: PIECE });
    }
    if (url.endsWith("/finish")) return json(202, { page: "/uploads/u/" });
    const number = Number(url.split("/").at(-1));
    const here = server.kept[number].length;
    if (Number(headers["Upload-Offset"]) !== here) {
      return json(409, { error: { code: "upload_offset", params: { received_bytes: here } } });
    }
    server.kept[number] = Buffer.concat([server.kept[number], Buffer.from(body)]);
    return json(200, { received_bytes: server.kept[number].length });
  };
  return server;
}

let server;
beforeEach(() => {
  server = createServer();
  globalThis.fetch = server.fetch;
});

const named = (name, text) => ({ name, file: new Blob([text]) });

function delivery(files) {
  const states = [];
  const options = { onProgress: (state) => states.push(state), firstPause_ms: 1 };
  return { delivery: new Delivery(files, options), states };
}

const texts = () => server.kept.map((each) => each.toString());

test("files arrive whole, in pieces, empty ones too", async () => {
  const { delivery: mine, states } = delivery([named("a", "0123456789"), named("e", "")]);
  assert.equal((await mine.run()).page, "/uploads/u/");
  assert.deepEqual(texts(), ["0123456789", ""]);
  assert.deepEqual(server.files, [{ name: "a", size_bytes: 10 }, { name: "e", size_bytes: 0 }]);
  const { bytes, bytesTotal, files, filesTotal, lost } = states.at(-1);
  assert.deepEqual([bytes, bytesTotal, files, filesTotal, lost], [10, 10, 2, 2, false]);
});

test("a lost connection is waited for, said, and costs nothing that has come", async () => {
  server.breaks = ["lost", 503, null, null, "lost", 502];
  const { delivery: mine, states } = delivery([named("a", "0123456789")]);
  await mine.run();
  assert.deepEqual(texts(), ["0123456789"]);
  assert.ok(states.some(({ lost }) => lost));
  assert.equal(states.at(-1).lost, false);
});

test("what the server refuses does not go on filling its disc", async () => {
  server.breaks = [null, null, 507];
  const { delivery: mine } = delivery([named("a", "0123456789")]);
  await assert.rejects(mine.run(), (error) => error.status === 507);
  assert.ok(server.cancelled);
});

test("a lost answer does not send a piece twice into the file", async () => {
  server.breaks = [null, "answer lost", null, null, "answer lost"];
  const { delivery: mine } = delivery([named("a", "0123456789")]);
  await mine.run();
  assert.deepEqual(texts(), ["0123456789"]);
});

test("a refusal ends the delivery with its sentence", async () => {
  server.answer = () => new Response(JSON.stringify({
    error: { code: "upload_no_room", sentence: "Not enough room." },
  }), { status: 507 });
  const { delivery: mine } = delivery([named("a", "0123")]);
  await assert.rejects(mine.run(), (error) => error.sentence === "Not enough room.");
});

test("a file that cannot be read any more leaves the others to arrive", async () => {
  const gone = named("gone", "0123");
  gone.file.slice = () => ({ arrayBuffer: () => Promise.reject(new Error("NotReadable")) });
  const { delivery: mine } = delivery([gone, named("b", "4567")]);
  await mine.run();
  assert.deepEqual(texts(), ["", "4567"]);
});

test("stopping while the connection is lost ends at once and removes what came", async () => {
  server.breaks = [null, null, "lost", ...Array(50).fill(503)];
  const { delivery: mine, states } = delivery([named("a", "0123456789")]);
  const ended = assert.rejects(mine.run(), { name: "AbortError" });
  while (!states.some(({ lost }) => lost)) await new Promise((resolve) => { setTimeout(resolve, 1); });
  server.breaks = [];
  mine.cancel();
  await ended;
  assert.equal(server.cancelled, true);
});
