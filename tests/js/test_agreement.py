"""Python and JavaScript agree on thousands of drawn cases, not only on the golden ones."""

from __future__ import annotations

import json
import math
import random
import struct
import subprocess
from dataclasses import astuple
from pathlib import Path

import pytest

from planning.geometry.circle_fit import CircleFit, fit_circle
from planning.geometry.ellipse_fit import EllipseFit, fit_ellipse
from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.geometry.transforms import about_anchor, apply, invert
from planning.measuring.formatting import format_number
from tests.peers.programs import node

pytestmark = pytest.mark.peer("node")

PROGRAM = Path(__file__).with_name("compute.js")
AGREEMENT = 1e-9


def _numbers(draw: random.Random) -> list[list]:
    """Doubles of every size, and decimals that end in a five."""
    made = []
    while len(made) < 1500:
        [value] = struct.unpack("<d", draw.randbytes(8))
        if math.isfinite(value):
            made.append([value, draw.randint(0, 12)])
    for _ in range(1500):
        places = draw.randint(1, 6)
        value = float(f"{draw.randint(-99999, 99999)}5e-{places}")
        made.append([value, draw.randint(0, places)])
    return made


def _clicked(draw: random.Random) -> list[Point]:
    """Points near an arc of some ellipse, now and then on fewer places than clicks."""
    a = 10 ** draw.uniform(0, 3)
    b, turn = a * draw.uniform(0.2, 1), draw.uniform(-1.5, 1.5)
    count, arc, noise = (
        draw.randint(2, 12),
        draw.uniform(0.1, math.tau),
        draw.choice([0, 0.01, 0.1]),
    )
    made = []
    for k in range(count):
        t = arc * k / count
        x, y = (
            a * math.cos(t) + draw.gauss(0, noise * b),
            b * math.sin(t) + draw.gauss(0, noise * b),
        )
        made.append(
            Point(
                1500 + x * math.cos(turn) - y * math.sin(turn),
                4500 + x * math.sin(turn) + y * math.cos(turn),
            )
        )
    return made + made[:1] if draw.random() < 0.1 else made


def _pose(draw: random.Random) -> list:
    anchor, shift, p = ([draw.uniform(-5e3, 5e3), draw.uniform(-5e3, 5e3)] for _ in range(3))
    return [anchor, draw.uniform(-7, 7), draw.random() < 0.5, shift, p]


@pytest.fixture(scope="module")
def jobs() -> dict:
    draw = random.Random(11)
    return {
        "numbers": _numbers(draw),
        "fits": [_clicked(draw) for _ in range(250)],
        "poses": [_pose(draw) for _ in range(200)],
    }


@pytest.fixture(scope="module")
def answers(jobs: dict) -> dict:
    done = subprocess.run(
        [node(), PROGRAM],
        input=json.dumps(jobs),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_numbers_are_written_in_the_same_digits(jobs, answers):
    for (value, decimals), text in zip(jobs["numbers"], answers["numbers"], strict=True):
        assert format_number(value, decimals) == text, (value, decimals)


def _flat(fit: CircleFit | EllipseFit | Reason, shape: str) -> list[float] | str:
    if isinstance(fit, Reason):
        return str(fit.code)
    figure = astuple(getattr(fit, shape))
    return [*figure[0], *figure[1:], fit.residual_rms, fit.arc_deg, *fit.dilution]


@pytest.mark.parametrize(
    ("family", "fit", "shape"),
    [("circles", fit_circle, "circle"), ("ellipses", fit_ellipse, "ellipse")],
)
def test_fits_agree_and_refuse_alike(jobs, answers, family, fit, shape):
    refused = 0
    for points, theirs in zip(jobs["fits"], answers[family], strict=True):
        ours = _flat(fit(points), shape)
        if isinstance(ours, str):
            refused += 1
            assert theirs == ours
        else:
            assert theirs == pytest.approx(ours, rel=AGREEMENT, abs=AGREEMENT)
    assert 0 < refused < len(jobs["fits"])


def test_poses_move_points_alike(jobs, answers):
    for (anchor, turn, mirrored, shift, p), theirs in zip(
        jobs["poses"], answers["poses"], strict=True
    ):
        pose = about_anchor(Point(*anchor), turn, mirrored, Point(*shift))
        ours = [*apply(pose, Point(*p)), *apply(invert(pose), Point(*p))]
        assert theirs == pytest.approx(ours, rel=AGREEMENT, abs=AGREEMENT)
