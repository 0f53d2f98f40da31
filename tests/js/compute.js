/**
 * Reads jobs as JSON from standard input and writes what static/js makes of them, so that
 * test_agreement.py can compare it with Python: `{numbers: [[value, decimals]], fits: [points],
 * poses: [[anchor, turn, mirrored, shift, point]]}`.
 */

import { readFileSync } from "node:fs";

import { fitCircle } from "../../static/js/geometry/circle_fit.js";
import { fitEllipse } from "../../static/js/geometry/ellipse_fit.js";
import { Reason } from "../../static/js/geometry/reasons.js";
import { aboutAnchor, apply, invert } from "../../static/js/geometry/transforms.js";
import { formatNumber } from "../../static/js/measuring/formatting.js";

const jobs = JSON.parse(readFileSync(0, "utf8"));

function flat(fit, shape) {
  if (fit instanceof Reason) return fit.code;
  return [...Object.values(shape(fit)).flat(), fit.residualRms, fit.arcDeg,
    ...Object.values(fit.dilution)];
}

const answers = {
  numbers: jobs.numbers.map(([value, decimals]) => formatNumber(value, decimals)),
  circles: jobs.fits.map((points) => flat(fitCircle(points), (fit) => fit.circle)),
  ellipses: jobs.fits.map((points) => flat(fitEllipse(points), (fit) => fit.ellipse)),
  poses: jobs.poses.map(([anchor, turn, mirrored, shift, p]) => {
    const pose = aboutAnchor(anchor, turn, mirrored, shift);
    return [...apply(pose, p), ...apply(invert(pose), p)];
  }),
};

process.stdout.write(JSON.stringify(answers));
