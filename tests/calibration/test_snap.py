"""A rough click moves to the edge, or it is said that there is none; both twins alike."""

from __future__ import annotations

import json
import math
import subprocess
from pathlib import Path

import numpy as np
import pytest

from planning.calibration.snap import SnapLevel, SnappedCircle, SnappedEdge, snap_edge, snap_head
from planning.geometry.reasons import Reason
from tests.calibration import drawn_bones
from tests.peers.programs import node

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = json.loads((ROOT / "tests" / "golden" / "snap.json").read_text())
SIZE, MM = GOLDEN["size"], GOLDEN["mm_per_px"]
SHELL_PX, WITHIN_PX = 0.15 / MM, 0.25 / MM
PROGRAM = """
import { readFileSync } from "node:fs";
import { head, shaft } from "./tests/js/view/drawn-bones.js";
import { snapEdge, snapHead } from "./static/js/view/snap.js";
const { size, mm_per_px: mmPerPx, ...cases } = JSON.parse(
  readFileSync("./tests/golden/snap.json", "utf8"));
const heads = cases.heads.map((film) => snapHead({ ...head(film, size), mmPerPx }, film.click));
const edges = cases.edges.map((film) => snapEdge(
  { ...shaft(film, size), mmPerPx }, film.click, film.direction));
console.log(JSON.stringify([
  ...heads.map((found) => [...found.centre, found.radius, found.agree]),
  ...edges.map((found) => [...found.point, found.agree])]));
"""


def titled(section: str):
    return [pytest.param(case, id=case["title"]) for case in GOLDEN[section]]


def level(film: np.ndarray, case: dict) -> SnapLevel:
    return SnapLevel(film, MM, case.get("inverted", False))


def of_head(case: dict) -> SnappedCircle | Reason:
    return snap_head(level(drawn_bones.head(case, SIZE), case), tuple(case["click"]))


def of_edge(case: dict) -> SnappedEdge | Reason:
    film = level(drawn_bones.shaft(case, SIZE), case)
    return snap_edge(film, tuple(case["click"]), tuple(case["direction"]))


@pytest.mark.parametrize("case", titled("heads"))
def test_a_click_near_a_heads_centre_gives_its_circle(case):
    found = of_head(case)
    assert isinstance(found, SnappedCircle), found
    assert math.dist((found.x, found.y), case["centre"]) < WITHIN_PX
    assert found.radius - SHELL_PX == pytest.approx(case["radius"], abs=WITHIN_PX)
    assert found.agree >= case["least_agree"]


@pytest.mark.parametrize("case", titled("no_heads"))
def test_what_is_no_head_is_refused(case):
    found = of_head(case)
    assert isinstance(found, Reason)
    assert found.code == "no_edge"
    assert found.params["agree"] < 90


@pytest.mark.parametrize("case", titled("edges"))
def test_a_point_moves_onto_the_border_of_a_bone(case):
    found = of_edge(case)
    assert isinstance(found, SnappedEdge), found
    tilt = math.radians(case["tilt_deg"])
    x, y = found.x - case["axis"][0], found.y - case["axis"][1]
    off = abs(x * math.cos(tilt) - y * math.sin(tilt))
    assert off == pytest.approx(case["half_width"], abs=WITHIN_PX)
    assert found.agree >= case["least_agree"]


@pytest.mark.parametrize("case", titled("no_edges"))
def test_where_there_is_no_border_it_says_so(case):
    found = of_edge(case)
    assert isinstance(found, Reason)
    assert found.code == "no_edge"


@pytest.mark.parametrize("click", [(-50.0, 10.0), (1e6, 1e6), (0.0, 0.0), (219.5, 219.5)])
def test_a_click_beside_the_film_finds_nothing(click):
    film = level(drawn_bones.head(GOLDEN["heads"][0], SIZE), {})
    assert isinstance(snap_head(film, click), Reason)
    assert isinstance(snap_edge(film, click, (1.0, 0.0)), Reason)


@pytest.mark.peer("node")
def test_the_browser_snaps_to_the_same_places():
    done = subprocess.run(
        [node(), "--input-type=module", "-e", PROGRAM],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    heads = [of_head(case) for case in GOLDEN["heads"]]
    edges = [of_edge(case) for case in GOLDEN["edges"]]
    ours = [[c.x, c.y, c.radius, c.agree] for c in heads] + [[e.x, e.y, e.agree] for e in edges]
    theirs = json.loads(done.stdout)
    assert len(ours) == len(theirs) == 7
    for here, there in zip(ours, theirs, strict=True):
        assert here == pytest.approx(there, abs=1e-6)
