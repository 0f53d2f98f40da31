/** What is known of an implant: its dimensions, what it goes with, where it comes from. */

import * as say from "../../text/library.js";
import { h } from "../dom.js";

const { words } = say;

/**
 * @param {{listed: object, family: object, size: object, variant: object, exact: boolean}} shown
 * @returns {HTMLElement[]}
 */
export function factsOf({ listed, family, size, variant, exact }) {
  return [
    h("h2", { data: { testid: "variant-name" } }, variant.name),
    h("p.badges", {},
      listed.status !== "current" && h("span.badge", { data: { tone: say.tone(listed.status) } },
        say.status(listed.status)),
      listed.generic && h("span.badge", { data: { tone: "amber" } }, words.generic)),
    listed.status_reason && h("p", {}, listed.status_reason),
    !exact && h("p.notice", { data: { tone: "amber" } }, words.notInThisSize(size.size)),
    ...variant.flags.map((flag) => h("p.notice", { data: { tone: "amber" } }, say.flag(flag))),
    h("h3", {}, words.dimensions),
    pairs(Object.entries({ ...size.dimensions, ...variant.dimensions })
      .map(([name, value]) => say.dimension(name, value))),
    ...compatibility(family),
    h("h3", {}, words.origin),
    pairs([
      [words.maker, listed.manufacturer],
      [words.licenceOf, listed.licence],
      [words.versionOf, String(listed.version)],
      [words.broughtBy, listed.site],
    ].filter(([, value]) => value)),
    h("p.secondary", {}, family.provenance.made_by),
    h("ul.sources", {}, ...family.provenance.sources.map(({ what, from }) => (
      h("li", {}, `${what} `, h("span.secondary", {}, `(${from})`))))),
  ].filter(Boolean);
}

/** From which size on a choice exists, read from what there is. */
function compatibility({ options, sizes }) {
  const rows = Object.entries(options).flatMap(([name, option]) => (
    Object.entries(option.values).flatMap(([value, { name: said }]) => {
      const first = sizes.findIndex(({ variants }) => (
        variants.some((one) => one.options[name] === value)));
      return first > 0
        ? [words.smallest(`${option.name} ${said}`, sizes[first].size)] : [];
    })));
  if (!rows.length) return [];
  return [
    h("h3", {}, words.fitsTogether),
    h("ul.fits", {}, ...rows.map((row) => h("li", {}, row))),
  ];
}

function pairs(rows) {
  return h("dl", {}, ...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}
