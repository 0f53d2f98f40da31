/** Lengths on the film: the tool that draws them, their marks, their cards. */

import { Reason } from "../../geometry/reasons.js";
import { formatLabelled } from "../../measuring/formatting.js";
import { createRulersPanel } from "../../panels/rulers-panel.js";
import { lengthTool, words } from "../../text/planner.js";
import { createPointsTool } from "../../tools/points-tool.js";
import { createRulers, decimalsOf } from "../../tools/rulers.js";

const STORED = "plumbline.lengths.";

/**
 * @param {object} parts `element` of the panel, `film`, `filmView`, `toolbox()`, `history`,
 *   `scale`, `say`.
 * @returns {object} `tool`, `layer`, `sayMoved`, `setScale`, `setFrame`.
 */
export function createMeasuring({ element, film, filmView, toolbox, history, scale, say }) {
  let current = scale;

  const rulers = createRulers({ history, frame: film.frame, stored: storedFor(film), onChange });
  const panel = createRulersPanel(element, { rulers, onSelect: show });

  const tool = createPointsTool({
    name: "length", most: 2, role: "native", history, words: lengthTool,
    nameOf: lengthTool.end,
    marksOf: (points) => (points.length === 2
      ? [{ key: "length:line", kind: "line", role: "native", pointsPx: points }] : []),
    onChange: () => {},
    onComplete(points) {
      const ruler = rulers.add(points);
      toolbox().select(`ruler:${ruler.id}:1`);
      sayLength(ruler);
    },
    draw: (marks) => filmView.setMarks("length", marks),
  });

  function onChange({ moving = false } = {}) {
    draw();
    if (!moving) store();
  }

  function draw() {
    filmView.setMarks("rulers", rulers.marks(current, film));
    panel.update(current);
  }

  function store() {
    // Points only, in this tab only: what is on the film stays when another film is looked at.
    sessionStorage.setItem(STORED + film.id, JSON.stringify(rulers.everywhere));
  }

  function show(id) {
    toolbox().select(`ruler:${id}:0`);
    requestAnimationFrame(() => filmView.elementOf(`ruler:${id}:0`)?.focus());
  }

  function sayLength(ruler) {
    const result = rulers.lengthOf(ruler, current);
    say(words.measured(ruler.number, result instanceof Reason
      ? words.noLength : formatLabelled(result, decimalsOf(result))));
  }

  draw();
  return {
    tool,
    layer: {
      handles: rulers.handles,
      select(key) {
        rulers.select(key);
        draw();
      },
    },
    /** After a point was moved by keyboard. @param {{ruler?: string}} handle */
    sayMoved(handle) {
      const ruler = rulers.all.find(({ id }) => id === handle.ruler);
      if (ruler) sayLength(ruler);
    },
    setScale(next) {
      panel.remember(current);
      current = next;
      draw();
    },
    setFrame(frame) {
      rulers.setFrame(frame);
      draw();
    },
  };
}

function storedFor(film) {
  try {
    const stored = JSON.parse(sessionStorage.getItem(STORED + film.id) ?? "[]");
    return stored.filter((ruler) => ruler.id && ruler.pointsPx?.length === 2);
  } catch {
    // What another version left behind is no reason to fail.
    return [];
  }
}
