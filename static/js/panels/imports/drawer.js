/** The drawer of imports: on every page, over its right edge. */

import { isActive, known, subscribe } from "./feed.js";
import { jobItem } from "./job-item.js";
import { say } from "../say.js";
import { sentence, words } from "../../text/imports.js";

const SHOWN = 30;

/**
 * Bring the drawer and its button to life.
 *
 * @param {Document} page
 */
export function attachDrawer(page) {
  const drawer = page.querySelector("#imports-drawer");
  const button = page.querySelector("[data-imports-open]");
  if (!drawer || !button) return;
  const list = drawer.querySelector("[data-imports-list]");
  const empty = drawer.querySelector("[data-imports-empty]");
  const said = drawer.querySelector("[data-imports-said]");
  const badge = page.querySelector("[data-imports-count]");
  const items = new Map();

  function toggle(open) {
    drawer.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) drawer.focus();
    else button.focus();
  }

  function showCount() {
    const active = known().filter(isActive).length;
    say(badge, String(active));
    badge.hidden = active === 0;
    button.setAttribute("aria-label", active ? words.active(active) : words.idle);
  }

  function place(job) {
    const made = jobItem(job);
    items.set(job.id, made);
    const later = known().map((each) => each.id);
    const next = later.slice(later.indexOf(job.id) + 1).find((id) => items.has(id));
    list.insertBefore(made.item, next ? items.get(next).item : null);
    for (const id of later.slice(SHOWN)) {
      items.get(id)?.item.remove();
      items.delete(id);
    }
    empty.hidden = items.size > 0;
  }

  const states = new Map();
  subscribe((job) => {
    if (items.has(job.id)) items.get(job.id).show(job);
    else place(job);
    showCount();
    const before = states.get(job.id);
    states.set(job.id, job.state);
    if (before && before !== job.state && !isActive(job)) {
      say(said, `${job.title || words.nobody}: ${sentence(job)}`);
    }
  });

  button.hidden = false;
  button.addEventListener("click", () => toggle(drawer.hidden));
  drawer.querySelector("[data-imports-close]").addEventListener("click", () => toggle(false));
  drawer.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    toggle(false);
  });
}
