/** Does to an implant what a vector or a drawn sequence says, under the names Python uses. */

import { removeImplant } from "../../../static/js/plan/implant_adding.js";
import {
  resizeImplant, setImplantOption, stepImplantSize,
} from "../../../static/js/plan/implant_choices.js";
import {
  bringImplant, mirrorImplant, moveImplant, nudgeImplant, rotateImplant,
} from "../../../static/js/plan/implant_moves.js";

export const DO = {
  move: (bench, id, x, y) => moveImplant(bench, id, [x, y]),
  bring: (bench, id, point, x, y) => bringImplant(bench, id, point, [x, y]),
  nudge: nudgeImplant,
  rotate: rotateImplant,
  mirror: mirrorImplant,
  step: stepImplantSize,
  resize: resizeImplant,
  option: setImplantOption,
  remove: removeImplant,
};
