/** Where a version stands at the person's sites; who may, withdraws or recalls it here. */

import * as say from "../../text/library.js";
import { dateAndTime } from "../dates.js";
import { h } from "../dom.js";

const { words } = say;
const CHOICES = ["withdrawn", "recalled", "current"];

/**
 * @param {{get: Function, post: Function}} api
 * @param {{onChanged(sentence: string): void}} heard
 * @returns {{element: HTMLElement, show(listed: object): Promise<void>}}
 */
export function createStanding(api, { onChanged }) {
  const element = h("section.standing", { "aria-label": words.standing });
  let asked = "";

  function draw(answer, path) {
    element.replaceChildren(
      h("h3", {}, words.standing),
      ...answer.sites.flatMap((site) => [
        h("p", {}, h("b", {}, site.name), " ", badge(site.status),
          site.reason && h("span.reason", {}, ` ${site.reason}`),
          site.said_at && h("span.secondary", {},
            ` ${words.saidBy(site.said_by, dateAndTime(site.said_at))}`)),
        site.may_change && form(site, path),
      ]).filter(Boolean),
      ...history(answer.history),
    );
  }

  function form(site, path) {
    const id = `standing-${site.id}`;
    const standing = h("select", { id: `${id}-to`, name: "standing" },
      ...CHOICES.filter((one) => one !== site.status).map((one) => (
        h("option", { value: one }, say.status(one)))));
    const reason = h("textarea", {
      id: `${id}-why`, name: "reason", maxlength: 500, required: true, rows: 2,
    });
    const trouble = h("p.field-error", { role: "alert", hidden: true });
    async function save(event) {
      event.preventDefault();
      try {
        const answer = await api.post(path, {
          site: site.id, standing: standing.value, reason: reason.value,
        });
        draw(answer, path);
        onChanged(words.saved(site.name, say.status(standing.value)));
      } catch (error) {
        trouble.textContent = error.sentence ?? words.failed;
        trouble.hidden = false;
      }
    }
    return h("details.sure", {},
      h("summary", { data: { testid: "change-standing" } }, words.change),
      h("form", { onsubmit: save },
        h("p.hint", {}, words.changeHint),
        h("label", { for: standing.id }, words.newStanding), standing,
        h("label", { for: reason.id }, words.reason), reason,
        trouble,
        h("button.danger", { type: "submit" }, words.save(site.name))));
  }

  return {
    element,
    async show({ key, version }) {
      const path = `library/families/${encodeURIComponent(key)}/${version}/standing`;
      asked = path;
      element.replaceChildren();
      const answer = await api.get(path);
      if (asked === path) draw(answer, path);
    },
  };
}

function badge(status) {
  return h("span.badge", { data: { tone: say.tone(status) } }, say.status(status));
}

function history(rows) {
  if (!rows.length) return [];
  return [
    h("h3", {}, words.history),
    h("ul.said", {}, ...rows.map((row) => h("li", {},
      `${row.site}: ${say.status(row.standing).toLowerCase()}. ${row.reason} `,
      h("span.secondary", {}, words.saidBy(row.said_by, dateAndTime(row.said_at)))))),
  ];
}
