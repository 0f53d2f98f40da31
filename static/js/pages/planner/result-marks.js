/** What measurements draw on the film: their construction in native or planned colour, a label. */

import { marks } from "../../measuring/marks.js";
import { Reason } from "../../geometry/reasons.js";
import { paramsOf } from "../../plan/scene.js";

const MOST_LABELS = 6;
const LABEL_OFFSET = [0, -18];

/**
 * @param {object[]} results Of `reading.js`.
 * @param {{film: object, selected: string | null, scale: object, hanging: string | null}} options
 * @returns {object[]} Marks of `view/overlay.js`.
 */
export function resultMarks(results, { film, selected, scale, hanging }) {
  const labelled = new Set(labelledOf(results, selected));
  return results.flatMap((result) => {
    if (!result.definition) return [];
    const quiet = selected !== null && selected !== result.id;
    const drawn = marks(result.definition, result.points, scale, {
      side: result.side, params: paramsOf(result, hanging),
    });
    return drawn.map((mark, index) => toMark(mark, result, {
      key: `result:${result.id}:${index}`, film, quiet, labelled: labelled.has(result.id),
    })).filter(Boolean);
  });
}

/** Six labels are read, more are in each other's way: the selected one, then the newest. */
function labelledOf(results, selected) {
  const known = results.filter(({ planned }) => !(planned instanceof Reason)).map(({ id }) => id);
  const first = known.filter((id) => id === selected);
  return [...first, ...known.filter((id) => id !== selected).reverse()].slice(0, MOST_LABELS);
}

function toMark(mark, result, { key, film, quiet, labelled }) {
  const role = [styleOf(mark.role, result), quiet && "is-quiet"].filter(Boolean).join(" ");
  if (mark.kind === "circle") return { key, kind: "ellipse", role, ellipse: circle(mark, film) };
  if (mark.kind !== "label") return { key, kind: "polyline", role, pointsPx: mark.pointsPx };
  if (!labelled) return null;
  return {
    key, kind: "label", role: styleOf("measure", result), pointPx: mark.atPx, offset: LABEL_OFFSET,
    text: result.short, value: String(result.planned.value),
    testId: `label-${result.key}${result.side ? `-${result.side}` : ""}`,
  };
}

/** What implants or moved bone had a part in is planned, what the film shows is native. */
function styleOf(style, { text, nativeText }) {
  if (style !== "measure") return style ?? "native";
  return text === nativeText ? "native measure" : "planned measure";
}

function circle({ centrePx: [x, y], radiiPx: [radius] }, { aspect }) {
  return { centre: [x, y * aspect], semiMajor: radius, semiMinor: radius, angleRad: 0 };
}
