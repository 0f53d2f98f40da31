"""Python and JavaScript do the same to implants of the library, through drawn sequences."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.library import selectors
from planning.measuring.scale import Confidence, Scale, ScaleMethod, Templating
from planning.plans import changes, document
from planning.plans.implant_bench import Bench
from planning.plans.implant_sets import (
    implant_points,
    implant_sets,
    placed_implants,
    set_problems,
)
from tests.peers.programs import node
from tests.plans.implant_runner import DO, added, assert_close

pytestmark = pytest.mark.peer("node")

PROGRAM = Path(__file__).resolve().parents[1] / "js" / "plan" / "compute_implants.js"
VIEW = "00000000-0000-4000-8000-000000000100"
KINDS = ("press_fit_cup", "modular_head", "tapered_wedge_stem")
SEQUENCES, STEPS = 60, 14


def item_of(n: int) -> str:
    return f"00000000-0000-4000-8000-00000000030{n}"


def drawn_scale(draw: random.Random) -> Scale:
    column_mm, aspect = draw.uniform(0.08, 0.3), draw.choice([1.0, 0.9138941805856442, 1.25])
    templating = Templating.NO if draw.random() < 0.05 else Templating.YES
    return Scale(
        column_mm * aspect, column_mm, ScaleMethod.BALL, "mm by ball", Confidence.HIGH, templating
    )


def drawn_adding(draw: random.Random, n: int) -> dict:
    family = draw.choice(KINDS)
    size = draw.choice(selectors.family(family, 1).sizes).size
    return {
        "family": family,
        "ids": {"body": item_of(n + 4), "implant": item_of(n), "variant": VIEW},
        "atPx": [draw.uniform(200, 3000), draw.uniform(200, 3000)],
        "mirrored": draw.random() < 0.3,
        "size": draw.choice([None, size]),
        "rotationDeg": draw.choice([None, draw.uniform(-60, 60)]),
        "point": draw.choice([None, "centre", "stem_tip"]),
    }


def drawn_step(draw: random.Random) -> list:
    return [
        item_of(draw.randint(0, 4)),
        *draw.choice(
            [
                ("move", draw.uniform(-300, 300), draw.uniform(-300, 300)),
                ("nudge", draw.uniform(-20, 20), draw.uniform(-20, 20)),
                ("rotate", draw.uniform(-40, 40)),
                ("rotate", draw.uniform(-40, 40), draw.choice(["head_centre", "rim_med", "base"])),
                ("mirror",),
                ("bring", draw.choice(["centre", "head_centre"]), draw.uniform(0, 3000), 1234.5),
                ("step", draw.randint(-3, 3)),
                ("option", "head", draw.choice(["22", "28", "36", "44", "50"])),
                ("option", "liner", draw.choice(["neutral", "lateralised"])),
                ("option", "increment", draw.choice(["-4", "0", "+4", "+8"])),
                ("option", "offset", draw.choice(["standard", "high"])),
                ("option", "ccd", draw.choice(["125", "131", "135"])),
                ("remove",),
            ]
        ),
    ]


def drawn_job(draw: random.Random) -> dict:
    view = {
        "id": VIEW, "sop_instance_uid": "1.2.3", "frame": 1, "pixel_sha256": "0" * 64,
        "calibration_id": None, "side": "B",
    }  # fmt: skip
    return {
        "document": {**document.empty(), "views": [view]},
        "viewId": VIEW,
        "scale": drawn_scale(draw),
        "added": [drawn_adding(draw, n) for n in range(4)],
        "done": [drawn_step(draw) for _ in range(STEPS)],
    }


def ours(job: dict, families: list[dict]) -> dict:
    made, codes, scale = job["document"], [], job["scale"]

    def apply(changed):
        nonlocal made
        refused = isinstance(changed, Reason)
        codes.append(changed.to_json() if refused else None)
        made = made if refused else changes.apply(made, changed)

    for one in job["added"]:
        kind = next(family for family in families if family["key"] == one["family"])
        more = {name: one[name] for name in ("ids", "mirrored", "size", "point")}
        apply(
            added(
                Bench(made, families, scale), kind=kind, view_id=VIEW,
                at_px=Point(*one["atPx"]), rotation_deg=one["rotationDeg"], **more,
            )
        )  # fmt: skip
    for item, name, *given in job["done"]:
        apply(DO[name](Bench(made, families, scale), item, *given))
    variant = made["variants"][0]["id"] if made["variants"] else None
    placed = placed_implants(made, view_id=VIEW, variant_id=variant, families=families, scale=scale)
    sets = [
        {
            "points": implant_points(one),
            "problems": [problem.to_json() for problem in set_problems(one)],
        }
        for one in implant_sets(placed)
    ]
    return {"document": made, "codes": codes, "sets": sets}


def test_drawn_sequences_end_alike():
    draw = random.Random(23)
    families = [selectors.geometry(key, 1) for key in KINDS]
    jobs = [drawn_job(draw) for _ in range(SEQUENCES)]
    sent = [{**job, "scale": job["scale"].to_json()} for job in jobs]
    done = subprocess.run(
        [node(), PROGRAM],
        input=json.dumps({"families": families, "jobs": sent}),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    refusals = carried = 0
    for job, theirs in zip(jobs, json.loads(done.stdout), strict=True):
        mine = ours(job, families)
        assert_close(mine, theirs)
        refusals += sum(code is not None for code in mine["codes"])
        carried += any(
            "head.centre" in s["points"] and "stem.stem_tip" in s["points"] for s in mine["sets"]
        )
    # Else the sequences would prove little.
    assert 50 < refusals < SEQUENCES * STEPS
    assert carried > 5
