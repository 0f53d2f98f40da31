/** Signing: what is left, the dialog, the signed version, reopening. */

import { ApiError, get, post } from "../../api.js";
import { askToReopen } from "../../panels/reopen-dialog.js";
import { createSignDialog } from "../../panels/sign-dialog.js";
import { createSignPanel } from "../../panels/sign-panel.js";
import { summaryOf } from "../../panels/sign-summary.js";
import { dialog as dialogWords, signed as signedWords, words } from "../../text/signing.js";
import { createCase } from "./case.js";
import { createGoing } from "./going.js";
import { planCase } from "./plan-case.js";
import { createReadiness } from "./readiness.js";
import { createSending } from "./sending.js";
import { createSignature } from "./signature.js";
import { createSigned } from "./signed.js";

/**
 * @param {object} context Of the planner.
 * @returns {object} A feature of the planner; nothing of it is on the film.
 */
export function createSigning(context) {
  const { autosave, store, user, say } = context;
  const plan = planCase(context);
  const state = { missing: null, trouble: "", mayAsk: false, busy: false };

  const theCase = createCase(context, { plan, onChanged: () => readiness.askSoon() });
  const panel = createSignPanel(context.section("sign"), {
    onSign: begin, onReopen: reopen, onAsk: () => readiness.ask(),
    onGo: createGoing(context, { openCase: theCase.open }),
  });
  const dialog = createSignDialog({
    onSign: createSignature({
      plan, summary,
      onSigned(version) {
        signed.take(version);
        say(dialogWords.signed(version.number));
        requestAnimationFrame(panel.focusReopen);
      },
      onMissing({ body, sentence }) {
        draw({ missing: body.missing });
        say(sentence);
        requestAnimationFrame(panel.focusList);
      },
    }),
  });
  const readiness = createReadiness({
    planId: () => (plan.exists && plan.state === "draft" ? plan.id : null),
    onAnswer(answer, error) {
      draw({
        missing: answer?.missing ?? null, mayAsk: Boolean(error),
        trouble: error ? words.notChecked : "",
      });
    },
  });
  const sending = createSending({
    element: panel.report, plan, siteId: context.film.site.id, follow: context.follow, say,
    maySend: () => user.may.sign,
    fail: (sentence) => complain(sentence),
  });
  const signed = createSigned({ plan, onVersion: hold });

  function draw(changes = {}) {
    Object.assign(state, changes);
    const { trouble, mayAsk, busy, missing } = state;
    const shared = { version: signed.version, trouble, mayAsk, busy, mayReopen: user.may.edit };
    panel.show({ ...shared, ...kindOf(missing) });
  }

  function kindOf(missing) {
    if (plan.state === "signed") return { kind: "signed" };
    if (!user.may.sign) return { kind: "refused", sentence: words.mayNot };
    if (!plan.exists) return { kind: "none", sentence: words.nothingYet };
    if (missing === null) return { kind: "draft", sentence: state.trouble ? "" : words.checking };
    return { kind: "draft", missing, sentence: missing.length ? "" : words.ready };
  }

  function complain(sentence) {
    draw({ trouble: sentence, mayAsk: false });
    context.openSection("sign");
    say(sentence);
  }

  async function begin() {
    if (state.busy) return;
    draw({ busy: true, trouble: "" });
    try {
      await begun();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      complain(error.status === 0 ? words.notChecked : error.sentence);
    } finally {
      draw({ busy: false });
    }
  }

  /** Everything drawn is with the server first; then what is left, or the dialog. */
  async function begun() {
    if (!(await autosave.flush())) {
      return complain(autosave.state.conflict ? words.inConflict : words.notSaved);
    }
    if (!plan.exists) return say(words.nothingYet);
    const answer = await readiness.ask();
    if (!answer) return say(words.notChecked);
    if (answer.ready) return dialog.open(await summary(answer.warnings));
    say(`${words.notReady} ${answer.missing.map(({ sentence }) => sentence).join(" ")}`);
    return panel.focusList();
  }

  /**
   * Of the server's document and the server's numbers. `seen` is asked for first: whatever
   * changes after it no longer agrees with it, and is not signed.
   */
  async function summary(warnings = []) {
    const { version, results, seen } = await get(`plans/${plan.id}/results`);
    const [current, notes, families] = await Promise.all([
      get(`plans/${plan.id}`), get(`studies/${context.study.id}/notes`),
      context.families().catch(() => []),
    ]);
    if (current.version !== version) return summary(warnings);
    return summaryOf({
      plan: current, results, seen, film: context.film, notes, families, warnings,
      badge: document.querySelector(".scale-badge")?.textContent ?? "",
    });
  }

  function hold(version) {
    draw({ missing: null, trouble: "" });
    sending.show(version);
  }

  async function reopen() {
    if (!(await askToReopen(signed.version.number))) return;
    try {
      plan.take(await post(`plans/${plan.id}/reopening`, {}));
      say(signedWords.reopened);
      await readiness.ask();
      panel.focusSign();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      complain(error.sentence);
    }
  }

  context.follow({
    hello: readiness.askSoon,
    note: ({ study_id: study }) => { if (study === context.study.id) readiness.askSoon(); },
  });
  plan.onChange(() => { draw(); readiness.askSoon(); });
  let seen = store.committedVersion;
  autosave.subscribe(() => {
    if (seen === store.committedVersion) return;
    seen = store.committedVersion;
    readiness.askSoon();
  });
  context.onScale(readiness.askSoon);
  draw();
  readiness.askSoon();

  return {};
}
