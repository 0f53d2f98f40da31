/** Why there is no result: a value that stands where a number would have stood. */

/** Codes of geometry that has no answer. */
export const Degenerate = Object.freeze({
  NOT_FINITE: "not_finite",
  TOO_FEW_POINTS: "too_few_points",
  COINCIDENT_POINTS: "coincident_points",
  COLLINEAR_POINTS: "collinear_points",
  ARC_TOO_SHORT: "arc_too_short",
  PARALLEL_LINES: "parallel_lines",
  NO_INTERSECTION: "no_intersection",
  NOT_AN_ELLIPSE: "not_an_ellipse",
  NO_CONVERGENCE: "no_convergence",
  SINGULAR: "singular",
  IMPOSSIBLE_PROJECTION: "impossible_projection",
});

/** What prevents a result: a short code, and the plain values that its sentence needs. */
export class Reason {
  /**
   * @param {string} code
   * @param {Record<string, string | number>} [params]
   */
  constructor(code, params = {}) {
    this.code = code;
    this.params = Object.freeze({ ...params });
    Object.freeze(this);
  }

  /** @returns {{kind: "reason", code: string, params: object}} */
  toJSON() {
    return { kind: "reason", code: this.code, params: { ...this.params } };
  }
}
