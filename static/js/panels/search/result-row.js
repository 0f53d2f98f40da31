/** One study in the list of results. */

import { h } from "../dom.js";
import { say } from "../say.js";
import { progress } from "../../text/imports.js";
import { whereWords, words } from "../../text/search.js";

/**
 * @param {object} row Of {@link Results}.
 * @param {(row: object) => void} open Called when the person asks for it.
 * @returns {{line: HTMLTableRowElement, show: () => void}} `show` writes the row's state anew.
 */
export function resultRow(row, open) {
  const { study, patient } = row;
  const where = h("span.where-words");
  const trouble = h("p.field-error", { role: "alert", hidden: true });
  const label = words.openLabel(study.description, patient.name || patient.id);
  const button = h("button.open", { "aria-label": label, onclick: () => open(row) }, words.open);
  const line = h("tr", { "data-study-uid": study.study_instance_uid },
    h("td.date", {}, study.date ?? "–"),
    h("td.description", {}, study.description || "–"),
    h("td.kind", {}, study.modalities.join(" ")),
    h("td.number", {}, words.images(study.instance_count)),
    h("td.accession", {}, study.accession_number || "–"),
    h("td.where", {}, where, trouble),
    h("td.act", {}, button));

  function show() {
    const { job } = row;
    line.dataset.where = row.where.state;
    say(where, job && row.where.state === "importing"
      ? progress(job) : whereWords(row.where, row.nodes.map((node) => node.name)));
    where.className = row.where.state === "incomplete" ? "where-words badge" : "where-words";
    where.dataset.tone = row.where.state === "incomplete" ? "amber" : "";
    say(trouble, row.trouble ?? "");
    trouble.hidden = !row.trouble;
    say(button, row.opening ? words.opening : words.open);
    button.setAttribute("aria-busy", String(Boolean(row.opening)));
    button.classList.toggle("primary", row.where.state === "here");
  }

  show();
  return { line, show };
}
