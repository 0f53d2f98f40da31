/** Signing: what is signed, what it means, the password again. Pressing a button signs; no key. */

import { MEANINGS, dialog as words } from "../text/signing.js";
import { h } from "./dom.js";
import { say } from "./say.js";

/**
 * @param {{onSign: (answer: {password: string, meaning: string, version: number,
 *   seen: string}) =>
 *   Promise<{done?: boolean, sentence?: string, field?: string, summary?: object}>}} options
 *   The answer closes the dialog, or says what is wrong, or brings newer values to look at.
 * @returns {{open: (summary: object) => void, close: () => void}}
 */
export function createSignDialog({ onSign }) {
  let shown = null;
  let busy = false;
  const body = h("div.sign-summary");
  const problem = h("p.notice", { role: "alert", data: { tone: "warning", testid: "sign-problem" } });
  const passwordError = h("p.field-error", { id: "sign-password-error" });
  const password = h("input", {
    id: "sign-password", type: "password", autocomplete: "current-password", required: true,
    "aria-describedby": "sign-password-error", data: { testid: "sign-password" },
    onkeydown(event) {
      if (event.key !== "Enter") return;
      event.preventDefault();
      sign.focus();
    },
  });
  const meanings = MEANINGS.map(([value, name, detail]) => h("label.meaning", {},
    h("input", { type: "radio", name: "meaning", value }),
    h("span", {}, h("b", {}, name), h("span.secondary", {}, detail))));
  const sign = h("button.primary", { onclick: submit, data: { testid: "sign-confirm" } },
    words.sign);
  const element = h("dialog.sign-dialog", { "aria-labelledby": "sign-title",
    data: { testid: "sign-dialog" } },
  h("h2", { id: "sign-title" }, words.title),
  problem,
  h("div.sign-scroll", { role: "region", tabindex: "0", "aria-label": words.region },
    body, h("p.secondary", {}, words.explain)),
  h("form.sign-form", { onsubmit: (event) => event.preventDefault() },
    h("fieldset", {}, h("legend", {}, words.meaning), ...meanings),
    h("div.field", {},
      h("label", { for: "sign-password" }, words.password), password, passwordError),
    h("div.dialog-actions", {},
      h("button", { onclick: () => element.close(), data: { testid: "sign-cancel" } },
        words.cancel), sign)));
  element.addEventListener("close", () => { password.value = ""; });
  element.addEventListener("cancel", (event) => { if (busy) event.preventDefault(); });
  document.body.append(element);

  const meaning = () => element.querySelector('[name="meaning"]:checked');

  function complain(sentence, field = null) {
    const atPassword = field === "password";
    say(problem, atPassword ? "" : sentence);
    problem.hidden = atPassword || !sentence;
    say(passwordError, atPassword ? sentence : "");
    passwordError.hidden = !passwordError.textContent;
    password.setAttribute("aria-invalid", String(atPassword && Boolean(sentence)));
  }

  function show(summary) {
    shown = { version: summary.version, seen: summary.seen };
    body.replaceChildren(...summaryParts(summary));
  }

  async function submit() {
    if (busy) return;
    if (!meaning()) {
      complain(words.meaningNeeded);
      element.querySelector('[name="meaning"]').focus();
      return;
    }
    if (!password.value) {
      complain(words.passwordNeeded, "password");
      password.focus();
      return;
    }
    complain("");
    busy = true;
    sign.disabled = true;
    let answer;
    try {
      answer = await onSign({ password: password.value, meaning: meaning().value,
        ...shown });
    } finally {
      busy = false;
      sign.disabled = false;
    }
    if (answer.summary) show(answer.summary);
    if (answer.done) element.close();
    else refuse(answer);
  }

  function refuse({ sentence, field }) {
    complain(sentence, field);
    password.value = "";
    password.focus({ preventScroll: field !== "password" });
  }

  return {
    open(summary) {
      show(summary);
      complain("");
      for (const { firstChild } of meanings) firstChild.checked = false;
      element.showModal();
      body.parentElement.scrollTop = 0;
      meanings[0].firstChild.focus({ preventScroll: true });
    },
    close: () => element.close(),
  };
}

function summaryParts(summary) {
  const facts = [
    [words.patient, h("b", {}, summary.patient), ` ${summary.identity}`],
    [words.operation, summary.operation],
    [words.side, summary.side && h("span.chip.side", {}, summary.side)],
    [words.date, summary.date],
    ...summary.films.map((film, index) => [index ? "" : words.films, film]),
  ];
  return [
    ...summary.warnings.map((sentence) => h("p.notice", { data: { tone: "amber" } }, sentence)),
    h("dl.facts", { data: { testid: "sign-facts" } }, ...facts.flatMap(([name, ...parts]) => [
      h("dt", {}, name), h("dd", {}, ...parts)])),
    h("h3", {}, words.values), valueTable(summary.values),
    h("h3", {}, words.implants),
    summary.implants.length
      ? h("ul.signed-implants", { role: "list", data: { testid: "sign-implants" } },
        ...summary.implants.map(({ name, detail }) => h("li", {},
          h("b", {}, name), h("span.secondary", {}, ` ${detail}`))))
      : h("p.secondary", {}, words.noImplants),
    summary.notes.length > 0 && h("h3", {}, words.notes),
    ...summary.notes.map((text) => h("p.signed-note", {}, text)),
  ].filter(Boolean);
}

function valueTable(values) {
  if (!values.length) return h("p.secondary", {}, words.noValues);
  const planned = values.some((value) => value.planned);
  return h("table.signed-values", { data: { testid: "sign-values" } },
    planned && h("thead", {}, h("tr", {}, h("td"), h("th", { scope: "col" }, words.native),
      h("th", { scope: "col" }, words.planned))),
    h("tbody", {}, ...values.map((value) => h("tr", {},
      h("th", { scope: "row" }, value.name), h("td", {}, value.native),
      planned && h("td", {}, value.planned || value.native)))));
}
