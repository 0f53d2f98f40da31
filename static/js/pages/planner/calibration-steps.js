/**
 * A calibration as a step of the history. A calibration is a record and is never deleted: taking
 * one back adds another that says what the one before it said.
 */

import { ApiError, post } from "../../api.js";
import { Reason } from "../../geometry/reasons.js";
import { steps as words } from "../../text/calibration.js";

/** @returns {object} What was entered for a calibration, to enter it again. */
const inputOf = ({ method, inputs, reason }) => ({ method, ...inputs, reason });

/**
 * @param {object} options
 * @param {string} options.filmId
 * @param {() => object | null} options.current the calibration that holds
 * @param {(calibration: object) => void} options.accept takes what the server made of it
 * @param {object} options.history
 * @returns {{remember: (before: object | null, after: object) => void}}
 */
export function createCalibrationSteps({ filmId, current, accept, history }) {
  // A record that says again what another said stands for that one.
  const standsFor = new Map();
  const original = (calibration) => standsFor.get(calibration?.id) ?? calibration?.id;

  /** Let a calibration hold again in place of another, unless somebody calibrated since. */
  async function enter(calibration, instead) {
    const holds = current();
    if (original(holds) !== original(instead)) {
      return new Reason("calibrated_since", { author: holds?.created_by ?? "" });
    }
    try {
      const made = await post(`films/${filmId}/calibrations`, {
        ...inputOf(calibration), supersedes: holds.id,
      });
      standsFor.set(made.id, original(calibration));
      accept(made);
      return null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "calibration_superseded") {
        return new Reason("calibrated_since", { author: error.body.current?.created_by ?? "" });
      }
      return new Reason("not_undone", { sentence: error.sentence });
    }
  }

  return {
    remember(before, after) {
      history.push({
        label: words.calibrated,
        revert: () => (before ? enter(before, after) : new Reason("first_calibration")),
        apply: () => enter(after, before),
      });
    },
  };
}
