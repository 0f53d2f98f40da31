/** The report of a signed version: to read, to save, and what became of it in the archive. */

import { report as words } from "../text/signing.js";
import { h } from "./dom.js";

const PAPER = "plumbline.paper";
const LETTER_COUNTRIES = /-(US|CA|MX|CL|CO|PH|VE)$/;
const SYMBOLS = { made: "○", queued: "◔", sending: "◑", sent: "✓", refused: "▲", failed: "▲" };
const NOT_CONFIRMED = new Set(["unanswered", "unavailable"]);

/** @returns {"a4"|"letter"} What this person chose last, else what the country uses. */
export function paperOf(language = navigator.language) {
  const stored = localStorage.getItem(PAPER);
  if (stored === "a4" || stored === "letter") return stored;
  return LETTER_COUNTRIES.test(language) ? "letter" : "a4";
}

/**
 * @param {HTMLElement} element
 * @param {{addressOf: (number: number, file: string) => string,
 *   onSend: (number: number, nodeId: string|null) => void, onRetry: (id: string) => void}} options
 * @returns {{show: (signed: object|null, objects: object[], nodes: object[], may: boolean) => void,
 *   hide: () => void}} `nodes` are asked where the films came from no archive.
 */
export function createReportPanel(element, { addressOf, onSend, onRetry }) {
  function paperChoice(number) {
    const link = h("a.button", {
      target: "_blank", rel: "noopener", data: { testid: "report-pdf" },
    }, words.openPdf);
    const point = (paper) => { link.href = addressOf(number, `report.pdf?paper=${paper}`); };
    const choice = h("select", {
      "aria-label": words.paper, data: { testid: "report-paper" },
      onchange() {
        localStorage.setItem(PAPER, choice.value);
        point(choice.value);
      },
    }, ...Object.entries(words.papers).map(([value, name]) => h("option", {
      value, selected: value === paperOf(),
    }, name)));
    point(paperOf());
    return h("div.paper", {}, link, choice);
  }

  function pictures(number, count, names) {
    if (!count) return null;
    return h("ul.pictures", { role: "list", "aria-label": words.pictures },
      ...Array.from({ length: count }, (_, index) => {
        const address = addressOf(number, `pictures/${index + 1}.png`);
        const state = h("span.secondary", {}, words.drawing);
        return h("li", {}, h("a", { href: address, target: "_blank", rel: "noopener" }, state,
          h("img", {
            src: address, loading: "lazy", onload: () => state.remove(),
            onerror: () => { state.textContent = words.notDrawn; },
            alt: words.pictureOfFilm(names[index] || words.picture(index + 1)),
          })));
      }));
  }

  function row(object, { may, several }) {
    const what = object.kind === "pdf" ? words.pdf
      : words.picture(several ? object.number : "").trim();
    const node = object.node?.name ?? words.thePacs;
    const state = object.state === "sent" ? words.sentTo(node, object.commitment)
      : words.states[object.state];
    const notConfirmed = object.state === "sent" && NOT_CONFIRMED.has(object.commitment);
    const stuck = object.state === "refused" || object.state === "failed";
    return h("li", { data: { testid: `report-${object.kind}-${object.number}`,
      state: object.state, commitment: object.commitment ?? "none" } },
    h("span.what", {}, what),
    h("span.how", {}, h("span.sign", { "aria-hidden": "true" }, SYMBOLS[object.state]), state),
    stuck && h("div.notice", { data: { tone: object.state === "refused" ? "warning" : "amber" } },
      h("p", {}, words[object.state](node, object.reason?.sentence || words.noReason)),
      may && h("button", { onclick: () => onRetry(object.id) }, words.sendAgain)),
    notConfirmed && h("div.notice", { data: { tone: "amber" } },
      h("p", {}, object.reason?.sentence || words.noReason),
      may && h("button", { onclick: () => onRetry(object.id) }, words.askAgain)));
  }

  function sendForm(number, objects, nodes) {
    if (!objects.some((object) => object.state === "made")) return null;
    const choice = nodes.length > 0 && h("select", { "aria-label": words.send },
      ...nodes.map((node) => h("option", { value: node.id }, node.name)));
    return h("div.send", {},
      nodes.length > 0 && h("p.secondary", {}, words.noArchive),
      h("div.paper", {}, choice,
        h("button.primary", { onclick: () => onSend(number, choice ? choice.value : null),
          data: { testid: "report-send" } }, words.send)));
  }

  let shownPictures = { key: "", element: null };

  /** The same pictures are not fetched again because an object went on its way. */
  function picturesOf(signed, made) {
    const names = (signed.content?.views ?? []).map((view) => (
      [view.view, view.film_date].filter(Boolean).join(" ")));
    const count = made || names.length;
    const key = `${signed.number} ${count} ${names}`;
    if (shownPictures.key !== key) {
      shownPictures = { key, element: pictures(signed.number, count, names) };
    }
    return shownPictures.element;
  }

  return {
    show(signed, objects, nodes, may) {
      const made = objects.filter((object) => object.kind === "picture").length;
      element.hidden = false;
      const several = made > 1;
      keepFocus(element, () => element.replaceChildren(...[
        h("h3", {}, `${words.title} · ${words.version(signed.number)}`),
        paperChoice(signed.number),
        picturesOf(signed, made),
        objects.length
          ? h("ul.objects", { role: "list", data: { testid: "report-objects" } },
            ...objects.map((object) => row(object, { may, several })))
          : h("p.secondary", {}, words.none),
        may && sendForm(signed.number, objects, nodes),
      ].filter(Boolean)));
    },
    hide() {
      element.hidden = true;
      element.replaceChildren();
    },
  };
}

/** What is drawn anew while somebody is in it leaves the focus where it was. */
function keepFocus(element, draw) {
  const focusable = () => [...element.querySelectorAll("a, button, select")];
  const at = focusable().indexOf(document.activeElement);
  draw();
  if (at >= 0) (focusable()[at] ?? focusable().at(-1))?.focus({ preventScroll: true });
}
