"""The browser's ball fit and the server's agree on clicks that no closed form describes."""

from __future__ import annotations

import json
import math
import random
import subprocess
from pathlib import Path

import pytest

from planning.calibration.film_geometry import FilmGeometry
from planning.calibration.from_marker import from_ball
from planning.calibration.header_evidence import Spacing
from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from tests.peers.programs import node

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import { readFileSync } from "node:fs";
import { fromBall } from "./static/js/plan/calibrate.js";
const asked = JSON.parse(readFileSync(0, "utf8"));
const found = asked.map(({ points, film }) => {
  const got = fromBall(points, 25.4, film);
  return got.code ? [got.code] : [
    got.rim.shape, got.rim.used, got.magnification, got.columnMm, got.relativeSigma,
    got.residualPx, got.rim.outline.centre[0], got.rim.outline.semiMajor];
});
console.log(JSON.stringify(found));
"""


def clicks(rng: random.Random) -> dict:
    """A few to many clicks on something round, some of them slips, on some film."""
    count = rng.randint(3, 16)
    radius, noise = rng.uniform(40, 140), rng.choice([0.2, 0.6, 2.5])
    centre = (rng.uniform(0, 3000), rng.uniform(0, 2400))
    aspect = rng.choice([1.0, 1.25])
    points = []
    for k in range(count):
        t = 2 * math.pi * (k + rng.uniform(-0.3, 0.3)) / count
        slip = rng.choice([0] * 12 + [30])
        reach = radius * (1 + 0.012 * math.cos(2 * t)) + rng.gauss(0, noise) + slip
        y = (centre[1] + reach * math.sin(t)) / aspect
        points.append([centre[0] + reach * math.cos(t), y])
    known = rng.random() < 0.6
    return {
        "points": points,
        "film": {
            "aspect": aspect,
            "detectorMm": [0.15 * aspect, 0.15],
            "sidMm": 1150.0 if known else None,
            "centralRayPx": [1500.0, 1200.0] if known else None,
        },
    }


def in_python(asked: dict) -> list:
    film, ray = asked["film"], asked["film"]["centralRayPx"]
    geometry = FilmGeometry(
        film["aspect"], Spacing(*film["detectorMm"]), film["sidMm"], Point(*ray) if ray else None
    )
    got = from_ball([Point(*p) for p in asked["points"]], 25.4, geometry)
    if isinstance(got, Reason):
        return [got.code]
    outline = got.rim.outline
    return [
        got.rim.shape.value, got.rim.used, got.magnification, got.scale.column_mm,
        got.relative_sigma, got.residual_px, outline.centre.x, outline.semi_major,
    ]  # fmt: skip


@pytest.mark.peer("node")
def test_both_languages_choose_the_same_shape_and_size():
    rng = random.Random(99)
    asked = [clicks(rng) for _ in range(45)]
    answer = subprocess.run(
        [node(), "--input-type=module", "-e", PROGRAM],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    ours, theirs = [in_python(one) for one in asked], json.loads(answer.stdout)
    assert {one[0] for one in ours} >= {"circle", "ellipse", "expected_ellipse", "points_disagree"}
    for mine, browser in zip(ours, theirs, strict=True):
        assert mine[:2] == browser[:2]
        assert mine[2:] == pytest.approx(browser[2:], rel=1e-9, abs=1e-9)
