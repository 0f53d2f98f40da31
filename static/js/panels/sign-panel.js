/**
 * The section that signs: the button always in reach, what is left one click from its place.
 */

import { signed as signedWords, words } from "../text/signing.js";
import { dateAndTime } from "./dates.js";
import { h } from "./dom.js";
import { say } from "./say.js";

/**
 * @param {{body: HTMLElement, note: (text: string, tone?: string) => void, open: () => void}}
 *   section Of the right panel; the bar with the button stays when it is closed.
 * @param {{onSign: () => void, onGo: (missing: object) => void, onReopen: () => void,
 *   onAsk: () => void}} options `onGo` gets one of the missing things.
 * @returns {{show: (state: object) => void, focusList: () => void, focusSign: () => void,
 *   focusReopen: () => void, report: HTMLElement}} `report` is where the report goes.
 */
export function createSignPanel({ body, note, open }, { onSign, onGo, onReopen, onAsk }) {
  let listed = "";
  const chip = h("p.signed-chip", { data: { testid: "signed-chip" } });
  const state = h("p.state", { data: { testid: "sign-state" } });
  const sign = h("button.sign", { onclick: onSign, data: { testid: "sign" } }, words.sign);
  const reopen = h("button.reopen", { onclick: onReopen, data: { testid: "sign-reopen" } },
    signedWords.reopen);
  const list = h("ul", { role: "list", data: { testid: "sign-missing" } });
  const missing = h("div.missing", {}, h("p", {}, words.notReady), list,
    h("p.secondary", {}, words.clickToGo));
  const problem = h("p.notice", { role: "alert", data: { tone: "amber", testid: "sign-trouble" } });
  const again = h("button", { onclick: onAsk }, words.checkAgain);
  const report = h("div.report", { hidden: true, data: { testid: "report" } });
  body.append(missing, problem, again, report);
  body.after(h("div.sign-bar", {}, h("div.sign-says", {}, chip, state), reopen, sign));

  function showMissing(items) {
    missing.hidden = items.length === 0;
    const key = items.map((item) => `${item.code} ${item.sentence}`).join("\n");
    if (key === listed) return;
    listed = key;
    const at = [...list.querySelectorAll("button")].indexOf(document.activeElement);
    list.replaceChildren(...items.map((item) => h("li", {},
      h("button.bare", { onclick: () => onGo(item), data: { code: item.code } }, item.sentence))));
    if (at >= 0) ([...list.querySelectorAll("button")][at] ?? sign).focus();
  }

  function showSigned(version) {
    chip.hidden = !version;
    if (!version) return;
    const by = version.signed_by ?? version.by;
    say(chip, signedWords.chip(version.number, by, dateAndTime(version.signed_at ?? version.at)));
    chip.title = version.digest ? signedWords.digestWhole(version.digest) : "";
  }

  function showHeading(kind, items, version) {
    if (kind === "signed") note(signedWords.short(version?.number ?? ""));
    else if (kind === "draft" && items) note(items.length ? words.left(items.length) : words.isReady);
    else note("");
  }

  return {
    report,
    /**
     * @param {{kind: "none"|"draft"|"signed"|"refused", missing?: object[]|null,
     *   sentence?: string, trouble?: string, mayAsk?: boolean, version?: object|null,
     *   mayReopen?: boolean, busy?: boolean}} shown `refused`: this person may not sign;
     *   `missing` null while nobody knows.
     */
    show({ kind, missing: items = null, sentence = "", trouble = "", mayAsk = false,
      version = null, mayReopen = true, busy = false }) {
      showHeading(kind, items, version);
      showSigned(version);
      showMissing(kind === "draft" ? items ?? [] : []);
      say(state, sentence);
      state.hidden = !sentence;
      sign.hidden = kind === "signed" || kind === "refused";
      sign.classList.toggle("primary", kind === "draft" && items?.length === 0);
      say(sign, busy ? words.looking : words.sign);
      sign.setAttribute("aria-busy", String(busy));
      reopen.hidden = kind !== "signed" || !mayReopen;
      say(problem, trouble);
      problem.hidden = !trouble;
      again.hidden = !mayAsk;
    },
    /** Open the list of what is left, and go into it. */
    focusList() {
      open();
      list.querySelector("button")?.focus();
    },
    focusSign: () => sign.focus({ preventScroll: true }),
    focusReopen: () => reopen.focus({ preventScroll: true }),
  };
}
