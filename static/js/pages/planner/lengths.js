/**
 * Lengths on the film: the tool that draws them, their marks, their cards.
 *
 * The smallest feature of the planner, and the example for others: it takes the `context` of
 * `context.js`, keeps everything that lasts in `context.store`, and gives back its tools, its
 * layer of handles and what else `features.js` lists.
 */

import { Reason } from "../../geometry/reasons.js";
import { formatLabelled } from "../../measuring/formatting.js";
import { createHistory } from "../../plan/history.js";
import { createRulersPanel } from "../../panels/rulers-panel.js";
import { lengthTool, words } from "../../text/planner.js";
import { createPointsTool } from "../../tools/points-tool.js";
import { createRulers, decimalsOf } from "../../tools/rulers.js";

/**
 * @param {object} context See `context.js`.
 * @returns {object} A feature, see `features.js`.
 */
export function createLengths({ film, filmView, toolbox, store, scale, onScale, section, say }) {
  let before = scale();

  // The loupe is there while a point is placed or dragged, once it has the full resolution.
  const rulers = createRulers({ store, placed: () => (filmView.complete ? "loupe" : "free") });
  const panel = createRulersPanel(section("results").body.querySelector(".panel-lengths"), {
    rulers, onSelect: show,
  });

  const tool = createPointsTool({
    name: "length", most: 2, role: "native", history: createHistory(), words: lengthTool,
    nameOf: lengthTool.end,
    marksOf: (points) => (points.length === 2
      ? [{ key: "length:line", kind: "line", role: "native", pointsPx: points }] : []),
    onChange: () => {},
    onComplete(points) {
      const ruler = rulers.add(points);
      if (ruler instanceof Reason) return;
      toolbox().select(`ruler:${ruler.id}:1`);
      sayLength(ruler);
    },
    draw: (marks) => filmView.setMarks("length", marks),
  });

  function draw() {
    filmView.setMarks("rulers", rulers.marks(scale(), film));
    panel.update(scale());
  }

  function show(id) {
    toolbox().select(`ruler:${id}:0`);
    requestAnimationFrame(() => filmView.elementOf(`ruler:${id}:0`)?.focus());
  }

  function sayLength(ruler) {
    const result = rulers.lengthOf(ruler, scale());
    say(words.measured(ruler.number, result instanceof Reason
      ? words.noLength : formatLabelled(result, decimalsOf(result))));
  }

  store.subscribe(draw);
  onScale(() => {
    panel.remember(before);
    before = scale();
    draw();
  });
  draw();

  return {
    tools: [Object.assign(tool, { edits: true, prompt: lengthTool.prompt })],
    layer: {
      handles: rulers.handles,
      select(key) {
        rulers.select(key);
        draw();
      },
    },
    sayMoved(handle) {
      const ruler = rulers.all.find(({ id }) => id === handle.ruler);
      if (ruler) sayLength(ruler);
    },
    setFrame: draw,
    describe: { words: rulers.nameOf, marks: rulers.compared },
  };
}
