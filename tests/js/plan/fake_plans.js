/** A server of one plan in memory, whose answers can be lost, late or refused. */

import { applyChanges } from "../../../static/js/plan/changes.js";
import { empty } from "../../../static/js/plan/document.js";

const refusal = (status, code, more = {}) => Object.assign(new Error(code), {
  status, code, sentence: code, body: {}, ...more,
});

export function createFakePlans({ document = null, author = "Dr Me" } = {}) {
  const plan = document && { id: "p", version: 0, document, changed_by: author, state: "draft" };
  const server = {
    plan, rows: [], aside: [], log: [], fail: null, held: null, author,

    async post(path, body) {
      server.log.push([path, body]);
      if (server.fail === "offline") throw refusal(0, "no_connection");
      const answer = server.take(path, body);
      if (server.held) await server.held;
      if (server.fail === "lost") throw refusal(0, "no_connection");
      return answer;
    },
    async get(path) {
      if (server.fail === "offline") throw refusal(0, "no_connection");
      if (path.endsWith("/history")) return server.rows.map(({ id, version }) => ({ id, version }));
      const [, earlier] = path.match(/\/history\/(\d+)$/) ?? [];
      if (earlier === undefined) return structuredClone(server.plan);
      const changes = server.rows.filter(({ version }) => version <= earlier)
        .flatMap(({ body }) => body.changes);
      return { version: Number(earlier), document: applyChanges(empty(), changes) };
    },
    take(path, body) {
      if (server.fail instanceof Error) throw server.fail;
      if (path === "plans") {
        server.plan ??= {
          id: body.id, version: 0, document: empty(), changed_by: server.author, state: "draft",
        };
        return structuredClone(server.plan);
      }
      if (path.endsWith("/set-aside")) {
        server.aside.push(body);
        return { version: null };
      }
      return server.save(body, server.author);
    },
    save(body, by) {
      const row = server.rows.find(({ id }) => id === body.id);
      if (row && JSON.stringify(row.body) !== JSON.stringify(body)) {
        throw refusal(409, "change_set_used");
      }
      if (!row) {
        if (body.base_version !== server.plan.version) throw refusal(409, "plan_changed");
        const next = applyChanges(server.plan.document, body.changes);
        const version = server.plan.version + 1;
        Object.assign(server.plan, { document: next, version, changed_by: by, changed_at: "t" });
        server.rows.push({ id: body.id, version, body: structuredClone(body) });
      }
      const { version } = server.rows.find(({ id }) => id === body.id);
      return { version, saved_at: "2026-11-22T08:00:00Z", saved_by: by };
    },
    /** Somebody else saves. */
    other(...changes) {
      const id = `other-${server.rows.length}`;
      server.save({ id, base_version: server.plan.version, changes }, "Dr Other");
    },
    /** Bodies of the change sets that were sent. */
    get sent() {
      return server.log.filter(([path]) => path.endsWith("/changes")).map(([, body]) => body);
    },
    refusal,
  };
  return server;
}
