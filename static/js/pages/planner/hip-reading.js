/** What a planned hip reads: figures, ladder, rows and steps in words, nothing computed here. */

import { Reason } from "../../geometry/reasons.js";
import { formatPlusMinus } from "../../measuring/formatting.js";
import { displayed } from "../../measuring/words.js";
import { badgeOf } from "../../panels/scale-words.js";
import { COLUMNS, hipOutcomes } from "../../plan/hip/outcomes.js";
import { templatingReason } from "../../plan/implants.js";
import { otherSideTrusted, ownSideTrusted, targetsOf } from "../../plan/procedure.js";
import { proposalWords } from "../../text/hip-why.js";
import { figures as figureWords, words } from "../../text/hip.js";
import { createHipFits } from "./hip-fits.js";
import { ladderOf } from "./hip-ladder.js";

const LENGTH = "LLD_lesser_trochanter";
const OFFSET = "global_offset";
const OBLIQUITY = "pelvic_obliquity";
const INCLINATION = "cup_inclination";
const VARUS = "stem_varus_angle";

const isValue = (one) => Boolean(one) && !(one instanceof Reason);

/**
 * @param {object} context See `context.js`.
 * @param {{hips: object, placing: object, proposals: object, procedure: object}} options
 * @returns {object} `figures()`, `ladder()`, `rows()`, `reduction()`, `stepFacts()`, `marks()`,
 *   `isScaled()`, `outcomes()`
 */
export function createHipReading(context, { hips, placing, proposals, procedure }) {
  const { store, scale, reading, film, plan } = context;
  const fits = createHipFits(context, { hips, canal: proposals.canal });
  const kept = { of: [], outcomes: null };

  /** The same list until something that it depends on has changed. */
  function outcomes() {
    const { viewId, version, variantId } = store;
    const of = [version, viewId, variantId, scale(), reading.definitions, hips.side(),
      reading.families().length, reading.hanging()];
    if (of.some((one, at) => one !== kept.of[at])) {
      kept.of = of;
      kept.outcomes = !reading.definitions.size || !hips.side() ? new Reason("no_definitions")
        : hipOutcomes(hips.bench(), {
          viewId, side: hips.side(), definitions: reading.definitions, hanging: reading.hanging(),
        });
    }
    return kept.outcomes;
  }

  const definition = (key) => reading.definitions.get(key);
  const said = (key, value, short = false) => (isValue(value)
    ? displayed(definition(key), value, hips.side(), { short }) : "");
  const error = (key, plusMinus) => (plusMinus === null || plusMinus === undefined ? null
    : formatPlusMinus(plusMinus, definition(key).result.decimals));
  const currentCell = (found) => found.cells.find(({ current }) => current) ?? null;

  /** Before there is anything planned: what the film shows. */
  function filmed(key, title) {
    const found = reading.results().find((one) => one.key === key
      && (one.side === null || one.side === hips.side()));
    if (!found || !isValue(found.native)) return null;
    return {
      key: `${title.key}-filmed`, title: title.filmed, text: found.nativeText,
      error: error(key, found.native.plusMinus95), was: null, target: null,
      value: found.native.value, targetValue: null, plusMinus: found.native.plusMinus95, why: null,
      isUnsure: false,
    };
  }

  function planned(key, title, { value, before, aim, sign, why = null }) {
    if (!isValue(value)) return null;
    const target = aim?.valueMm ?? null;
    const signed = sign * value.value;
    const distance = target === null ? null : Math.abs(signed - target);
    return {
      key: title.key, title: title.planned, text: said(key, value),
      error: error(key, value.plusMinus95),
      was: ownSideTrusted(store.document) ? said(key, before, true) : "", target: target === null ? figureWords.noTarget
        : figureWords.target(aim),
      value: value.value, targetValue: target === null ? null : sign * target,
      plusMinus: value.plusMinus95, why,
      isUnsure: distance !== null && value.plusMinus95 !== null && value.plusMinus95 > distance,
    };
  }

  function figures() {
    const found = outcomes();
    const { length, offset } = figureWords.titles;
    const cell = found instanceof Reason ? null : currentCell(found);
    if (!cell) return [filmed(LENGTH, length), filmed(OFFSET, offset)].filter(Boolean);
    const { values } = cell;
    const sign = hips.side() === "L" ? -1 : 1;
    const parts = figureWords.parts(
      said(COLUMNS.femoral_offset_change, values.femoral_offset_change),
      said(COLUMNS.acetabular_offset_change, values.acetabular_offset_change),
    );
    const byDifference = found.aims.length.of === "length_difference";
    return [
      byDifference
        ? planned(LENGTH, length, {
          value: values.length_difference, before: found.before.length_difference,
          aim: found.aims.length, sign, why: warningsOf(cell),
        })
        : planned(COLUMNS.length_change, length, {
          value: values.length_change, before: null, aim: found.aims.length, sign: 1,
          why: warningsOf(cell),
        }),
      planned(OFFSET, offset, {
        value: values.global_offset, before: found.before.global_offset, aim: found.aims.offset,
        sign: 1, why: parts,
      }),
    ].filter(Boolean);
  }

  const warningsOf = ({ warnings }) => (
    warnings.map((code) => figureWords.warnings[code]).filter(Boolean).join(" ") || null);

  function ladder() {
    const found = outcomes();
    if (found instanceof Reason) return null;
    const { stem, head } = hips.set();
    return ladderOf(found, {
      stem, head, said,
      error: error(COLUMNS.length_change, Math.max(
        found.common.length_change ?? 0, found.common.global_offset_change ?? 0) || null),
      why: found.proposal instanceof Reason ? proposalWords(found.proposal)
        : [found.proposal.seating, found.proposal.why]
          .filter(Boolean).map((one) => proposalWords(one, { stem, head })).join(" "),
    });
  }

  function resultOf(key) {
    return reading.results().find((one) => one.key === key && one.side === hips.side()) ?? null;
  }

  function row(kind) {
    const placed = hips.set()[kind];
    const proposed = proposals.told(kind);
    // Of the stem the fit says it: in the bone as filmed.
    const angle = kind === "cup" ? resultOf(INCLINATION) : null;
    return {
      kind,
      size: placed?.implant.size ?? null,
      name: placed ? words.mm(placed.implant.size) : "",
      details: placed ? [
        angle && isValue(angle.planned) ? angle.text : "",
        ...fits.told(kind),
      ].filter(Boolean) : [],
      proposed: proposed?.words ?? null,
      isTaken: Boolean(placed) && proposed?.size === placed.implant.size,
      reasons: proposed?.reasons ?? [],
      amber: [...(placed ? fits.amber(kind) : []), ...(proposed?.amber ?? [])],
    };
  }

  function stepFacts() {
    const refused = templatingReason(scale());
    const line = reading.results().find(({ key }) => key === OBLIQUITY);
    const looked = reading.results().filter(isOfFilm);
    const off = looked.filter(isOff);
    const shown = hips.set();
    const placedWords = (kind, key) => (shown[kind]
      ? [shown[kind].implant.size, resultOf(key)?.text ?? ""] : null);
    const [length] = figures();
    const isReduced = hips.isReduced();
    const chosen = plan()?.signed;
    return {
      film: {
        off: off.map(({ name, text }) => `${name.toLowerCase()} ${text}`),
        straight: off.length ? "" : looked.map(shortly).join(", "),
      },
      scale: {
        ok: !refused, text: refused ? "" : `${badgeOf(scale(), film.calibration).text}.`,
        waits: ["scale_to_confirm", "scale_to_acknowledge"].includes(refused?.code),
      },
      missing: Object.fromEntries(procedure.steps.filter(({ landmarks }) => landmarks.length)
        .map((step) => [step.key, placing.missing(step)])),
      line: line && isValue(line.planned) ? line.text : "",
      cup: { placed: placedWords("cup", INCLINATION), proposed: proposals.told("cup")?.words },
      stem: { placed: placedWords("stem", VARUS), proposed: proposals.told("stem")?.words },
      reduction: {
        on: isReduced, text: isReduced && length ? `${length.text}.` : words.reduced,
        lacks: !shown.cup ? "cup" : !shown.stem ? "stem" : null,
      },
      chosen: store.document.variants.find(({ id }) => id === hips.item()?.variant_id)?.name ?? null,
      sign: { by: chosen?.by ?? null, left: null },
    };
  }

  const shortly = ({ definition: of, text }) => `${of.short.toLowerCase()} ${text}`;

  /** Of what the first step looks at. */
  function isOfFilm({ key, planned: value }) {
    const [step] = procedure.steps;
    return step.measurements.some((one) => one.key === key) && isValue(value);
  }

  function isOff({ planned: value, definition: of }) {
    const { low, high } = of?.normal ?? {};
    return (Number.isFinite(low) && value.value < low) || (Number.isFinite(high) && value.value > high);
  }

  return {
    outcomes,
    best() {
      const found = outcomes();
      const { proposal, cells } = found instanceof Reason ? {} : found;
      return !proposal || proposal instanceof Reason ? null : cells[proposal.index];
    },
    figures,
    ladder,
    rows: () => ["cup", "stem"].map(row),
    reduction() {
      const { cup, stem } = hips.set();
      return {
        canReduce: Boolean(cup && stem), isReduced: hips.isReduced(),
        targets: targetsOf(store.document, hips.side()),
        hasOther: otherSideTrusted(store.document, hips.side()),
        straight: fits.straight(),
      };
    },
    stepFacts,
    marks: () => fits.marks(),
    isScaled: () => templatingReason(scale()) === null,
  };
}
