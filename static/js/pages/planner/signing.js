/** Signing: what is left, the dialog, the signed version, reopening. */

import { ApiError, get, post } from "../../api.js";
import { follow } from "../../live.js";
import { createSignDialog } from "../../panels/sign-dialog.js";
import { createSignPanel } from "../../panels/sign-panel.js";
import { summaryOf } from "../../panels/sign-summary.js";
import { askToReopen } from "../../panels/reopen-dialog.js";
import { dialog as dialogWords, signed as signedWords, words } from "../../text/signing.js";
import { createGoing } from "./going.js";
import { createReadiness } from "./readiness.js";
import { createSending } from "./sending.js";

/**
 * @param {object} context Of the planner.
 * @returns {object} A feature of the planner; nothing of it is on the film.
 */
export function createSigning(context) {
  const element = document.querySelector(".panel-sign");
  let missing = null;
  let trouble = "";
  let mayAsk = false;
  let version = null;
  let busy = false;

  const plan = () => context.plan();
  const panel = createSignPanel(element, { onSign: begin, onGo: createGoing(context), onReopen: reopen,
    onAsk: () => readiness.ask() });
  const dialog = createSignDialog({ onSign: sign });
  const readiness = createReadiness({
    planId: () => (plan()?.state === "draft" ? plan().id : null),
    onAnswer(answer, error) {
      missing = answer?.missing ?? null;
      trouble = error ? words.notChecked : "";
      mayAsk = Boolean(error);
      draw();
    },
  });
  const sending = createSending({
    element: panel.report,
    planId: () => plan()?.id ?? null,
    fromArchive: context.study.from_archive ?? true,
    maySend: () => plan()?.may?.sign ?? false,
    say: context.say,
    fail: (sentence) => context.notices.fail(sentence),
  });

  function draw() {
    const current = plan();
    const shared = { version, trouble, mayAsk, busy, maySign: current?.may?.sign ?? false };
    if (!current) panel.show({ kind: "none", sentence: words.nothingYet, busy });
    else if (current.state === "signed") panel.show({ kind: "signed", ...shared });
    else if (current.read_only) {
      panel.show({ kind: "refused", sentence: current.read_only.sentence || words.newer, ...shared });
    } else if (!current.may.sign) {
      panel.show({ kind: "refused", sentence: words.mayNot, ...shared });
    } else {
      const sentence = missing === null ? words.checking : words.ready;
      panel.show({ kind: "draft", missing: missing ?? [], sentence, ...shared });
    }
  }

  function complain(sentence) {
    trouble = sentence;
    mayAsk = false;
    draw();
    context.say(sentence);
  }

  /** Everything that was drawn is with the server, or a sentence says why not. */
  async function saved() {
    await context.autosave.flush();
    const { pending, offline, conflict } = context.autosave.state;
    if (conflict) return words.inConflict;
    return pending || offline ? words.notSaved : "";
  }

  async function begin() {
    if (busy) return;
    if (!plan()) {
      context.say(words.nothingYet);
      return;
    }
    busy = true;
    trouble = "";
    draw();
    try {
      await begun();
    } finally {
      busy = false;
      draw();
    }
  }

  async function begun() {
    const unsaved = await saved();
    if (unsaved) return complain(unsaved);
    const answer = await readiness.ask();
    if (!answer) return context.say(words.notChecked);
    if (!answer.ready) {
      context.openSection?.("sign");
      context.say(`${words.notReady} ${answer.missing.map(({ sentence }) => sentence).join(" ")}`);
      return panel.focusList();
    }
    try {
      dialog.open(await summary());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      complain(error.sentence);
    }
    return undefined;
  }

  /** Of the server's plan and the server's numbers, both of one version. */
  async function summary() {
    const { id } = plan();
    const [current, results, notes, definitions, families] = await Promise.all([
      get(`plans/${id}`), get(`plans/${id}/results`), get(`studies/${plan().study_id}/notes`),
      context.definitions(), context.families(),
    ]);
    if (current.version !== results.version) return summary();
    context.setPlan(current);
    return summaryOf({
      plan: current, results: results.results, film: context.film, notes, definitions, families,
      badge: document.querySelector(".scale-badge")?.textContent ?? "",
    });
  }

  async function sign({ password, meaning, version: seen }) {
    try {
      const made = await post(`plans/${plan().id}/signature`, {
        password, meaning, version: seen,
      });
      context.setPlan({ ...plan(), state: "signed" });
      context.say(dialogWords.signed(made.number));
      await hold(made);
      return { done: true };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return refused(error);
    }
  }

  async function refused(error) {
    if (error.status === 0) return { sentence: dialogWords.noConnection };
    if (error.code === "plan_changed") {
      const author = error.params.author ?? dialogWords.somebody;
      return { sentence: dialogWords.changed(author), summary: await summary() };
    }
    if (error.body.missing) {
      missing = error.body.missing;
      draw();
      panel.focusList();
      context.say(error.sentence);
      return { done: true };
    }
    const field = error.code === "password_wrong" ? "password" : null;
    return { sentence: error.sentence, field };
  }

  async function hold(signedVersion) {
    version = signedVersion;
    missing = null;
    trouble = "";
    draw();
    await sending.show(signedVersion);
  }

  async function reopen() {
    if (!(await askToReopen(version.number))) return;
    try {
      context.setPlan(await post(`plans/${plan().id}/reopening`, {}));
      context.say(signedWords.reopened);
      readiness.ask();
      draw();
      panel.focusSign();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      complain(error.sentence);
    }
  }

  /** The plan is another one, or in another state: by this page or by somebody else. */
  async function onPlan() {
    const current = plan();
    const number = current?.signed?.number ?? null;
    if (number && version?.number !== number) {
      try {
        await hold(await get(`plans/${current.id}/signed/${number}`));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        version = current.signed;
      }
    }
    draw();
    readiness.askSoon();
  }

  follow({
    note: ({ study_id: study }) => { if (study === plan()?.study_id) readiness.askSoon(); },
    hello: () => readiness.askSoon(),
  });
  context.onPlan(onPlan);
  context.onScale(() => readiness.askSoon());
  onPlan();

  return {
    tools: [],
    layer: { handles: () => [], select() {} },
    commands: { sign: begin },
    /** After a save: what is left may be less. */
    onSaved: readiness.askSoon,
  };
}
