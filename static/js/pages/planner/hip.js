/**
 * Planning a hip, as far as every planner page knows of it: whether this plan is of a hip. The rest
 * comes when it is; until then its keys do nothing.
 */

import { words } from "../../text/hip-first.js";

/**
 * @param {object} context See `context.js`.
 * @returns {object} A feature, see `features.js`.
 */
export function createHip(context) {
  const { store, plan, onPlan, user, api, say } = context;
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

  function consider() {
    // Who may only look is led through nothing.
    const isWanted = store.document.procedures?.length || (user.may.edit && plan()?.operation);
    if (hip || coming || !isWanted) return;
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
