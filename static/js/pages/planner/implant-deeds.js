/** What is done to an implant, by key and by button: changes of the plan, named for undo. */

import { Reason } from "../../geometry/reasons.js";
import { removeImplant } from "../../plan/implant_adding.js";
import { resizeImplant, setImplantOption, stepImplantSize } from "../../plan/implant_choices.js";
import { axisShiftSq, carrierOf } from "../../plan/implant_bench.js";
import { mirrorImplant, moveImplant, nudgeImplant, rotateImplant } from "../../plan/implant_moves.js";
import { find } from "../../plan/items.js";
import { reasonWords, sizedName, words } from "../../text/implants.js";
import { optionAfter, valuesOf } from "../../tools/implant-keys.js";
import { stepPx } from "../../tools/implant-shapes.js";

/**
 * @param {object} context See `context.js`.
 * @param {{step: object, benchOf: (document: object) => object, nameOf: (id: string) => string,
 *   kindOf: (id: string) => string | null, memberOf: (id: string, kind: string) => object | null}}
 *   options `memberOf` is the placed implant of a kind in the set of an implant.
 * @returns {object} `size`, `resize`, `option`, `mirror`, `remove`, `asked`.
 */
export function createImplantDeeds({ filmView, store, scale, say, refusesEdits }, options) {
  const { step, benchOf, nameOf, kindOf, memberOf } = options;
  const bench = () => benchOf(store.document);

  /** @returns {boolean} Whether it was done. */
  function commit(label, changes) {
    if (changes instanceof Reason) {
      say(reasonWords(changes));
      return false;
    }
    if (store.commit(label, changes)) return false;
    say(label);
    return true;
  }

  function resized(id, changes) {
    if (changes instanceof Reason) return commit("", changes);
    const item = changes.find(({ collection }) => collection === "implants").item;
    return commit(sizedName(kindOf(id), item.size), changes);
  }

  function size(id, steps) {
    step.end();
    if (!refusesEdits()) resized(id, stepImplantSize(bench(), id, steps));
  }

  function option(id, name, value) {
    step.end();
    if (refusesEdits()) return;
    const { family } = memberOf(id, kindOf(id)) ?? {};
    const known = family?.options[name];
    const label = words.option(
      nameOf(id), known?.name ?? name, known?.values[value]?.name ?? value,
    );
    commit(label, setImplantOption(bench(), id, name, value));
  }

  /** An option of a neighbour: O is the stem's, also while the head is in hand. */
  function optionByKey(id, asked) {
    const member = memberOf(id, asked.kind);
    const values = valuesOf(member?.family.options[asked.option]?.values ?? {});
    if (!values.length) {
      say(words.noneOf(asked.kind));
      return;
    }
    const next = optionAfter(values, member.implant.options[asked.option], asked);
    if (next) option(member.implant.id, asked.option, next);
  }

  /** A direction of the screen as one of the film. */
  function onFilm([dx, dy]) {
    const [x0, y0] = filmView.toImage([0, 0]);
    const [x1, y1] = filmView.toImage([dx, dy]);
    return [x1 - x0, y1 - y0];
  }

  /** Whether the way across the axis runs to the left of the screen. */
  function runsLeft(placed) {
    const [x, y] = axisShiftSq(placed, scale(), 0, 1);
    const [x0] = filmView.toScreen([0, 0]);
    return filmView.toScreen([x, y / scale().aspect])[0] < x0;
  }

  const moves = {
    turn: (id, { deg }) => (one) => rotateImplant(one, id, deg * (filmView.view.flip ? -1 : 1)),
    along: (id, { mm }) => (one) => nudgeImplant(one, id, mm),
    across: (id, { mm }) => (one) => {
      const moved = carrierOf(one, id);
      if (moved instanceof Reason) return moved;
      return nudgeImplant(one, id, 0, runsLeft(moved) ? -mm : mm);
    },
    upright: (id, { mm }) => (one) => moveImplant(one, id, stepPx(onFilm([0, -1]), mm, scale())),
  };

  return {
    size,
    resize: (id, to) => {
      step.end();
      if (!refusesEdits()) resized(id, resizeImplant(bench(), id, to));
    },
    option,
    mirror(id) {
      step.end();
      if (!refusesEdits()) commit(words.mirrored(nameOf(id)), mirrorImplant(bench(), id));
    },
    remove(id) {
      step.end();
      if (!find(store.document, "implants", id) || refusesEdits()) return;
      commit(words.removed(nameOf(id)), removeImplant(bench(), id));
    },
    /** @param {string} id @param {object} asked of `tools/implant-keys.js` */
    asked(id, asked) {
      if (asked.do === "size") size(id, asked.steps);
      else if (asked.do === "option") optionByKey(id, asked);
      else {
        const label = asked.do === "turn" ? words.turned(nameOf(id)) : words.moved(nameOf(id));
        step.add(label, moves[asked.do](id, asked));
      }
    },
  };
}
