/** The list of results: a table with one body per patient. */

import { resultRow } from "./result-row.js";
import { h } from "../dom.js";
import { identity, words as common } from "../../text/pages.js";
import { words } from "../../text/search.js";

const COLUMNS = 7;

function patientLine(patient) {
  return h("tr.patient", {},
    h("th", { scope: "rowgroup", colspan: COLUMNS },
      h("span.name", {}, patient.name || common.nameMissing),
      patient.ideographic && h("span.ideographic", {}, patient.ideographic),
      h("span.identity", {}, identity(patient)),
      h("span.badge.namesake", { "data-tone": "amber", hidden: true },
        words.namesake)));
}

/** Keeps the table equal to the results, moving nothing that is there already. */
export class ResultTable {
  /**
   * @param {HTMLTableElement} table
   * @param {(row: object) => void} open
   */
  constructor(table, open) {
    this.table = table;
    this.open = open;
    this.clear();
  }

  /** Begin anew. */
  clear() {
    this.table.querySelectorAll("tbody").forEach((body) => body.remove());
    this.table.hidden = true;
    this.bodies = new Map();
    this.rows = new Map();
  }

  /** Show the results as they are now. @param {import('./results.js').Results} results */
  update(results) {
    const namesakes = results.namesakes();
    let previous = this.table.tHead;
    for (const group of results.ordered()) {
      const body = this.#body(group);
      if (previous.nextElementSibling !== body) previous.after(body);
      body.querySelector(".namesake").hidden = !namesakes.has(group.key);
      previous = body;
      let above = body.rows[0];
      for (const row of group.rows) {
        const { line } = this.#row(row);
        if (above.nextElementSibling !== line) above.after(line);
        above = line;
      }
    }
    this.table.hidden = results.studies === 0;
  }

  /** Write one row's state anew. */
  refresh(row) {
    this.rows.get(row.id)?.show();
  }

  /** Move the focus to a row. */
  focus(row) {
    this.rows.get(row.id)?.line.querySelector("button.open").focus();
  }

  /** Move the focus to the next or previous Open button; from outside, to the first. */
  step(from, by) {
    const buttons = [...this.table.querySelectorAll("button.open")];
    const at = buttons.indexOf(from);
    const next = buttons[at < 0 ? 0 : at + by];
    next?.focus();
    return Boolean(next);
  }

  #body(group) {
    let body = this.bodies.get(group.key);
    if (!body) {
      body = h("tbody", {}, patientLine(group.patient));
      this.bodies.set(group.key, body);
    }
    return body;
  }

  #row(row) {
    let made = this.rows.get(row.id);
    if (!made) {
      made = resultRow(row, this.open);
      this.rows.set(row.id, made);
    }
    return made;
  }
}
