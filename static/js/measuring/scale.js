/**
 * What a millimetre is on this film: a Scale, or NoScale with the reason.
 *
 * The server decides scales; the browser reads its JSON and computes with it. A bare number never
 * stands for a scale, and the label travels with every length that was computed from it.
 */

import { jsonNumber, nullableJsonNumber } from "./json_values.js";

/** Where a scale came from. */
export const ScaleMethod = Object.freeze({
  CROSS_SECTIONAL: "cross_sectional",
  BALL: "ball",
  KNOWN_LENGTH: "known_length",
  IMPLANT_HEAD: "implant_head",
  TWO_MARKERS: "two_markers",
  DISTANCES: "distances",
  OTHER_FILM: "other_film",
  ENTERED_MAGNIFICATION: "entered_magnification",
  HEADER_FIDUCIAL: "header_fiducial",
  HEADER_GEOMETRY: "header_geometry",
  HEADER_CORRECTED: "header_corrected",
  HEADER_DETECTOR: "header_detector",
  HEADER_FILM: "header_film",
  HEADER_UNKNOWN: "header_unknown",
});

/** Whether implant templates may be placed with a scale. */
export const Templating = Object.freeze({
  YES: "yes",
  CONFIRM: "confirm",
  ACKNOWLEDGE: "acknowledge",
  NO: "no",
});

/** How far a scale can be trusted. */
export const Confidence = Object.freeze({
  HIGH: "high",
  MEDIUM: "medium",
  MEDIUM_LOW: "medium_low",
  LOW: "low",
  CONTRADICTORY: "contradictory",
  UNKNOWN: "unknown",
  NONE: "none",
});

/** Millimetres per image pixel, with provenance. DICOM order: row (vertical), column. */
export class Scale {
  /**
   * @param {{rowMm: number, columnMm: number, method: string, label: string, confidence: string,
   *   templating: string, relativeSigma?: number | null, magnification?: number | null}} values
   * @throws {RangeError} if a spacing is not positive
   */
  constructor(values) {
    for (const valueMm of [values.rowMm, values.columnMm]) {
      if (!(Number.isFinite(valueMm) && valueMm > 0)) {
        throw new RangeError(`a scale needs positive millimetres per pixel, not ${valueMm}`);
      }
    }
    Object.assign(this, { relativeSigma: null, magnification: null }, values);
    Object.freeze(this);
  }

  /** Height of a pixel over its width. */
  get aspect() {
    return this.rowMm / this.columnMm;
  }

  /** True where millimetres mean millimetres of the patient, whoever vouches for it. */
  get calibrated() {
    return this.templating !== Templating.NO;
  }

  /** @returns {object} the JSON that the server emits */
  toJSON() {
    return {
      unit: "mm",
      row_mm: this.rowMm,
      column_mm: this.columnMm,
      aspect: this.aspect,
      method: this.method,
      label: this.label,
      confidence: this.confidence,
      templating: this.templating,
      relative_sigma: this.relativeSigma,
      magnification: this.magnification,
      calibrated: this.calibrated,
      reason: null,
    };
  }
}

/** There is no millimetre on this film, and why; angles and ratios still need the aspect. */
export class NoScale {
  /**
   * @param {{reason: string, aspect?: number, label?: string, confidence?: string,
   *   templating?: string}} values
   * @throws {RangeError} if the aspect is not positive
   */
  constructor(values) {
    const defaults = {
      aspect: 1, label: "px", confidence: Confidence.NONE, templating: Templating.NO,
    };
    Object.assign(this, defaults, values);
    if (!(Number.isFinite(this.aspect) && this.aspect > 0)) {
      throw new RangeError(`a film needs a positive pixel aspect, not ${this.aspect}`);
    }
    Object.freeze(this);
  }

  /** False: without a scale nothing is. */
  get calibrated() {
    return false;
  }

  /** @returns {object} the JSON that the server emits */
  toJSON() {
    return {
      unit: "px",
      row_mm: null,
      column_mm: null,
      aspect: this.aspect,
      method: null,
      label: this.label,
      confidence: this.confidence,
      templating: this.templating,
      relative_sigma: null,
      magnification: null,
      calibrated: false,
      reason: this.reason,
    };
  }
}

/**
 * Rebuild what the server's `to_json` returned.
 * @param {object} data
 * @returns {Scale | NoScale}
 * @throws {TypeError | RangeError} if the unit, a number or a code is not one that it writes
 */
export function scaleFromJson(data) {
  const confidence = known(Confidence, data.confidence);
  const templating = known(Templating, data.templating);
  const label = String(data.label);
  if (data.unit === "px") {
    const aspect = jsonNumber(data.aspect);
    return new NoScale({ reason: String(data.reason), aspect, label, confidence, templating });
  }
  if (data.unit !== "mm") throw new RangeError(`a scale is in mm or px, not ${data.unit}`);
  return new Scale({
    rowMm: jsonNumber(data.row_mm),
    columnMm: jsonNumber(data.column_mm),
    method: known(ScaleMethod, data.method),
    label,
    confidence,
    templating,
    relativeSigma: nullableJsonNumber(data.relative_sigma),
    magnification: nullableJsonNumber(data.magnification),
  });
}

function known(codes, code) {
  if (!Object.values(codes).includes(code)) throw new RangeError(`unknown code ${code}`);
  return code;
}
