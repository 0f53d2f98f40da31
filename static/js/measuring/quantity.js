/** A measured value that knows its unit, its error bar and where its millimetres come from. */

import { Reason } from "../geometry/reasons.js";
import { jsonNumber, nullableJsonNumber } from "./json_values.js";

/** Units of results; JSON and exports use these spellings. */
export const Unit = Object.freeze({
  MM: "mm",
  PX: "px",
  DEG: "deg",
  RATIO: "ratio",
  PERCENT: "percent",
  /** The value is the number of a class of the definition, from 1. */
  CLASS: "class",
});

/**
 * A finite value with its provenance.
 *
 * `plusMinus95` is the half-width of the 95 % interval of measurement error, or
 * `plusMinusReason` the code that says why there is none: exactly one is given. `label` holds the
 * words of the scale, printed beside a length.
 */
export class Quantity {
  /**
   * @param {{value: number, unit: string, plusMinus95: number | null,
   *   plusMinusReason: string | null, label?: string, method?: string | null,
   *   calibrated?: boolean}} values
   * @throws {RangeError} if one of these promises is broken
   */
  constructor(values) {
    Object.assign(this, { label: "", method: null, calibrated: false }, values);
    if (!Number.isFinite(this.value)) {
      throw new RangeError(`a quantity is finite, not ${this.value}`);
    }
    if ((this.plusMinus95 === null) === (this.plusMinusReason === null)) {
      throw new RangeError("a quantity has an error bar or a reason why not, one of the two");
    }
    if (this.plusMinus95 !== null && !(this.plusMinus95 >= 0 && this.plusMinus95 < Infinity)) {
      throw new RangeError(`an error bar is not negative: ${this.plusMinus95}`);
    }
    Object.freeze(this);
  }

  /** @returns {object} the JSON that the server emits, numbers unrounded */
  toJSON() {
    return {
      kind: "quantity",
      value: this.value,
      unit: this.unit,
      plus_minus_95: this.plusMinus95,
      plus_minus_reason: this.plusMinusReason,
      label: this.label,
      method: this.method,
      calibrated: this.calibrated,
    };
  }
}

/**
 * Rebuild what `toJSON` of a Quantity or a Reason returned, here or on the server.
 * @param {object} data
 * @returns {Quantity | Reason}
 * @throws {TypeError | RangeError} if the kind or the unit is unknown or a promise is broken
 */
export function resultFromJson(data) {
  if (data.kind === "reason") return new Reason(data.code, data.params);
  if (data.kind !== "quantity") {
    throw new RangeError(`a result is a quantity or a reason, not ${data.kind}`);
  }
  if (!Object.values(Unit).includes(data.unit)) throw new RangeError(`unknown unit ${data.unit}`);
  return new Quantity({
    value: jsonNumber(data.value),
    unit: data.unit,
    plusMinus95: nullableJsonNumber(data.plus_minus_95),
    plusMinusReason: data.plus_minus_reason,
    label: data.label,
    method: data.method,
    calibrated: data.calibrated,
  });
}
