/** One import in the drawer. */

import { isActive } from "./feed.js";
import { cancel, retry } from "./actions.js";
import { planner } from "../addresses.js";
import { h } from "../dom.js";
import { say } from "../say.js";
import { progress, rate, sentence, setAside, words } from "../../text/imports.js";

const TONES = { incomplete: "amber", failed: "warning" };
const RETRYABLE = new Set(["incomplete", "failed", "cancelled"]);

/**
 * Make the item of a job. It keeps its place and its buttons while the job changes, so that
 * nothing moves under the pointer or loses the focus.
 *
 * @param {object} job
 * @returns {{item: HTMLElement, show: (job: object) => void}}
 */
export function jobItem(job) {
  const title = h("b.title");
  const from = h("span.secondary");
  const bar = h("progress", { "aria-label": words.progressOf(job.title || words.nobody) });
  const amounts = h("p.amounts");
  const state = h("p.sentence");
  const trouble = h("p.field-error");
  const open = h("a.button.primary", {}, words.open);
  const stop = button(words.cancel, () => cancel(job.id));
  const again = button(words.retry, () => retry(job.id));
  const item = h("li.job", { "data-job": job.id },
    h("p.head", {}, title, " ", from), bar, amounts, state, trouble,
    h("p.actions", {}, open, again, stop));

  function button(label, act) {
    const made = h("button", { onclick: () => run(made, act) }, label);
    return made;
  }

  async function run(pressed, act) {
    pressed.disabled = true;
    say(trouble, "");
    try {
      await act();
    } catch (error) {
      say(trouble, error.sentence ?? String(error.message));
    }
    pressed.disabled = false;
    trouble.hidden = !trouble.textContent;
  }

  function show(news) {
    const active = isActive(news);
    item.dataset.state = news.state;
    say(title, news.title || words.nobody);
    say(from, news.node?.name ?? "");
    bar.hidden = !active;
    if (news.files_total) {
      bar.max = news.files_total;
      bar.value = news.files_done;
    } else {
      bar.removeAttribute("value");
    }
    say(amounts, [progress(news), rate(news)].filter(Boolean).join(" · "));
    amounts.hidden = news.state !== "running";
    say(state, [sentence(news), setAside(news)].filter(Boolean).join(" "));
    state.className = TONES[news.state] ? "sentence notice" : "sentence secondary";
    state.dataset.tone = TONES[news.state] ?? "";
    trouble.hidden = !trouble.textContent;
    const film = news.first_film;
    open.hidden = !film && !news.study_id;
    if (!open.hidden) open.href = planner(film?.study_id ?? news.study_id, film?.film_id);
    stop.hidden = !active;
    again.hidden = !RETRYABLE.has(news.state);
    say(again, news.state === "incomplete" ? words.retry : words.retryFailed);
  }

  show(job);
  return { item, show };
}
