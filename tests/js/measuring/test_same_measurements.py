"""Python and JavaScript give the same value, error bar, words and drawing for any landmarks."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition
from planning.measuring.definition_files import catalogue
from planning.measuring.evaluate import evaluate
from planning.measuring.marks import marks
from planning.measuring.primitives import PRIMITIVES
from planning.measuring.scale import scale_from_json
from planning.measuring.words import band_name, displayed
from tests.peers.programs import node

pytestmark = pytest.mark.peer("node")

PROGRAM = Path(__file__).with_name("evaluate_jobs.js")
SCALES = json.loads(
    (Path(__file__).parents[2] / "golden" / "scale.json").read_text(encoding="utf-8")
)["scales"]
AGREEMENT = 1e-9
CAMEL = {"pointsPx": "points_px", "centrePx": "centre_px", "radiiPx": "radii_px", "atPx": "at_px"}


def drawn(draw: random.Random, definition: Definition) -> dict:
    """Place landmarks anywhere, now and then one too few or two in one place."""
    points = {}
    for role in definition.roles:
        count = role.least if role.most == 1 else draw.randint(role.least, role.least + 4)
        if role.alone and draw.random() < 0.5:
            count = 1
        if draw.random() < (0.5 if role.optional else 0.02):
            continue
        points[role.name] = [[draw.uniform(0, 2500), draw.uniform(0, 3000)] for _ in range(count)]
    if len(points) > 1 and draw.random() < 0.05:
        first, second = draw.sample(sorted(points), 2)
        points[first] = points[second][:1]
    params = {}
    for param in definition.params:
        known = draw.uniform(0.5, 90) if param.choices is None else draw.choice([*param.choices])
        params[param.name] = known if draw.random() < 0.95 else draw.choice([None, "?", True])
    return {
        "definition": definition.key,
        "points": points,
        "scale": draw.choice(SCALES),
        "side": draw.choice(["R", "L", None] if draw.random() < 0.2 else ["R", "L"]),
        "params": params,
        "landmark_sigma_mm": {name: draw.choice([0, 0.5, 1.0]) for name in points},
    }


def ours(job: dict) -> dict:
    """Evaluate a job here."""
    definition = catalogue().by_key[job["definition"]]
    points = {name: [Point(*p) for p in given] for name, given in job["points"].items()}
    scale, side, params = scale_from_json(job["scale"]), job["side"], job["params"]
    found = evaluate(
        definition,
        points,
        scale,
        side=side,
        params=params,
        landmark_sigma_mm=job["landmark_sigma_mm"],
    )
    answer = {
        "result": found.to_json(),
        "marks": marks(definition, points, scale, side=side, params=params),
    }
    if not isinstance(found, Reason):
        answer["text"] = displayed(definition, found, side)
        answer["short"] = displayed(definition, found, side, short=True)
        answer["band"] = band_name(definition, found.value)
    return answer


def assert_same(here: object, there: object, where: str) -> None:
    """Compare number by number."""
    if isinstance(here, dict):
        there = {CAMEL.get(key, key): value for key, value in there.items()}
        assert sorted(here) == sorted(there), where
        for key, value in here.items():
            assert_same(value, there[key], f"{where}.{key}")
    elif isinstance(here, list | tuple):
        assert len(here) == len(there), where
        for index, (left, right) in enumerate(zip(here, there, strict=True)):
            assert_same(left, right, f"{where}[{index}]")
    elif isinstance(here, float):
        assert there == pytest.approx(here, rel=AGREEMENT, abs=AGREEMENT), where
    else:
        assert here == there, where


@pytest.fixture(scope="module")
def jobs() -> list[dict]:
    draw = random.Random(404)
    return [drawn(draw, each) for each in catalogue().by_key.values() for _ in range(12)]


@pytest.fixture(scope="module")
def told(jobs) -> dict:
    done = subprocess.run(
        [node(), PROGRAM],
        input=json.dumps({"evaluations": jobs}),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_results_words_and_drawings_are_the_same(jobs, told):
    values = reasons = bars = 0
    for job, theirs in zip(jobs, told["answers"], strict=True):
        here = ours(job)
        assert_same(here, theirs, json.dumps(job))
        values += here["result"]["kind"] == "quantity"
        reasons += here["result"]["kind"] == "reason"
        bars += here["result"].get("plus_minus_95") is not None
    assert min(values, reasons, bars) > 150


def test_both_know_the_same_primitives_with_the_same_inputs(told):
    known = {
        name: {"gives": each.gives, "takes": dict(each.takes), "side": each.side}
        for name, each in PRIMITIVES.items()
    }
    assert told["primitives"] == known
    assert [*told["primitives"]] == [*PRIMITIVES]
