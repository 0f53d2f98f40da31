/** What stands in front of the person who signs. Pure: from the API's answers to plain rows. */

import { implantsIn } from "../plan/joining.js";
import { chosenVariantId } from "../plan/procedure.js";
import { SIDES, dialog as words } from "../text/signing.js";

/**
 * @param {object} parts `plan`, `results` and `seen` of the API, `film` (the film on the screen),
 *   `families` of the API, `badge` (the scale in words), `notes` of the study, `warnings` of what
 *   is no hindrance.
 * @returns {{patient: string, identity: string, operation: string, side: string, date: string,
 *   films: string[], values: object[], implants: object[], notes: string[], warnings: string[],
 *   version: number, seen: string}}
 */
export function summaryOf({ plan, results, seen, film, families, badge, notes, warnings }) {
  const { patient } = plan;
  return {
    patient: [patient.name, patient.ideographic].filter(Boolean).join(" "),
    identity: [patient.birth_date, `ID ${patient.id}`].filter(Boolean).join(" · "),
    operation: plan.operation || words.noOperation,
    side: SIDES[plan.side] ?? "",
    date: plan.planned_on ?? words.noDate,
    films: plan.document.views.map((view) => filmWords(view, film, badge)).filter(Boolean),
    values: results.map(valueOf),
    implants: implantsOf(plan.document).map((implant) => implantOf(implant, families)),
    notes: notes.filter((note) => note.acknowledged.length).map((note) => note.text),
    warnings: warnings.map(({ sentence }) => sentence),
    version: plan.version,
    seen,
  };
}

function filmWords(view, film, badge) {
  const shown = view.sop_instance_uid === film.sop_instance_uid && view.frame === film.frame;
  const side = SIDES[view.side] ?? "";
  if (!shown) return side;
  return [[film.body_part, film.view].filter(Boolean).join(" "), film.film_date, side, badge]
    .filter(Boolean).join(" · ");
}

function valueOf({ name, side, text, planned_text: plannedText, planned }) {
  const sided = side ? `${name}, ${SIDES[side].toLowerCase()}` : name;
  // An empty cell would be read as unchanged.
  const told = planned?.kind === "reason" && text ? words.noPlannedValue : plannedText;
  return { name: sided, native: text, planned: told === text ? "" : told };
}

/** As the way of operating that is signed has them: each may have sizes of its own. */
function implantsOf(document) {
  const signed = document.variants.find(({ id }) => id === chosenVariantId(document));
  return signed ? implantsIn(document, signed) : document.implants;
}

function implantOf(implant, families) {
  const family = families.find(({ key, version }) => (
    key === implant.family && version === implant.family_version));
  const options = Object.entries(implant.options)
    .filter(([, value]) => value !== "standard")
    .map(([name, value]) => `${value} ${name}`);
  const size = family?.sizes?.find((one) => one.size === implant.size)?.name ?? implant.size;
  return {
    name: family?.name ?? implant.family,
    detail: [words.size(size), ...options, family?.generic && words.generic]
      .filter(Boolean).join(" · "),
  };
}
