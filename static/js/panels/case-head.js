/** The line that says what the plan is for. */

import { dayWords, orderWords, words } from "../text/case.js";
import { SIDES } from "../text/signing.js";
import { h } from "./dom.js";

/**
 * @param {{mayEdit: boolean, userId: string, onEdit: () => void}} options
 * @returns {{element: HTMLElement, show: (summary: object|null) => void}} `summary` of the API;
 *   null while there is no plan.
 */
export function caseHead({ mayEdit, userId, onEdit }) {
  const said = h("div.case-says");
  const edit = h("button", { onclick: onEdit, hidden: !mayEdit, data: { testid: "case-edit" } });
  const element = h("section.case-head", { "aria-label": words.heading,
    data: { testid: "case-head" } }, said, edit);

  function parts(summary) {
    if (!summary) return [h("p.secondary", {}, words.none)];
    const when = [
      summary.planned_on ? dayWords(summary.planned_on) : words.noDate,
      summary.planned_order && orderWords(summary.planned_order),
      summary.owner?.id !== userId && summary.owner?.name,
    ].filter(Boolean).join(" · ");
    return [
      h("p.operation", {},
        summary.operation ? h("b", {}, summary.operation)
          : h("span.secondary", {}, words.noOperation), " ",
        summary.side ? h("span.chip.side", { data: { testid: "case-side" } }, SIDES[summary.side])
          : h("span.badge", { data: { tone: "amber" } }, words.noSide)),
      h("p.secondary", {}, when),
    ];
  }

  return {
    element,
    show(summary) {
      said.replaceChildren(...parts(summary));
      edit.textContent = summary ? words.editButton : words.createButton;
      edit.setAttribute("aria-label", summary ? words.editLabel : words.createButton);
    },
  };
}
