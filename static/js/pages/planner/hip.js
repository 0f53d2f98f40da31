/**
 * Planning a hip, as far as every planner page knows of it: whether this plan is of a hip. The rest
 * comes when it is; until then its keys do nothing.
 */

import { words } from "../../text/hip-first.js";

const LATERAL = /^(LL|RL|LLD|RLD|LATERAL|LAT)$/;

/**
 * @param {object} context See `context.js`.
 * @returns {object} A feature, see `features.js`.
 */
export function createHip(context) {
  const { film, store, plan, onPlan, user, api, say } = context;
  let hip = null;
  let coming = null;
  let procedures = null;

  /** The guide that the plan names, else the one that is offered for its operation. */
  function procedureOf(all) {
    const [item] = store.document.procedures;
    const operation = plan()?.operation;
    return all.find(({ key }) => key === item?.procedure)
      ?? all.find(({ operations }) => operations.includes(operation)) ?? null;
  }

  /** On the film that is planned on, and for those who may: who only looks is led through nothing. */
  function isWanted() {
    const [item] = store.document.procedures ?? [];
    if (item) return item.view_id === null || item.view_id === store.viewId;
    return user.may.edit && Boolean(plan()?.operation) && !LATERAL.test(film.view ?? "");
  }

  function consider() {
    if (hip || coming || !isWanted()) return;
    coming = begin().catch(() => say(words.failed)).finally(() => { coming = null; });
  }

  async function begin() {
    procedures ??= await api.get("procedures");
    const procedure = procedureOf(procedures);
    if (!procedure) return;
    const { createHipWork } = await import("./hip-work.js");
    hip = createHipWork(context, procedure);
  }

  store.subscribe(({ kind }) => { if (kind !== "preview") consider(); });
  onPlan(consider);
  consider();

  const told = (name) => (held) => hip?.commands[name](held);
  return {
    layer: {
      handles: () => hip?.handles() ?? [],
      select: (key) => hip?.select(key),
    },
    commands: {
      reduce: told("reduce"), nextVariant: told("nextVariant"), holdNative: told("holdNative"),
      holdGhost: told("holdGhost"),
    },
    keys: { x: "reduce", j: "nextVariant" },
    holds: { v: "holdNative", g: "holdGhost" },
    onKey: (event) => hip?.onKey(event) ?? false,
    setFrame: () => hip?.draw(),
    sheet: words.sheet,
    describe: {
      words: (collection, item) => (collection === "procedures" ? words.item : null),
      marks: () => null,
    },
  };
}
