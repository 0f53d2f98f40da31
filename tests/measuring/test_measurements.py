"""Every measurement of the golden films is what the film was drawn with, in words as well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.definition_files import catalogue
from planning.measuring.evaluate import evaluate, sigma_of_placed_mm
from planning.measuring.quantity import result_from_json
from planning.measuring.scale import scale_from_json
from planning.measuring.words import displayed

VECTORS = json.loads(
    (Path(__file__).parents[1] / "golden" / "measurements.json").read_text(encoding="utf-8")
)
CASES = [case for name, cases in VECTORS.items() if name != "about" for case in cases]
AGREEMENT = 1e-9


def measured(case: dict):
    """Evaluate a case."""
    return evaluate(
        catalogue().by_key[case["definition"]],
        {role: [Point(*p) for p in points] for role, points in case["points"].items()},
        scale_from_json(case["scale"]),
        side=case["side"],
        params=case["params"],
        landmark_sigma_mm=case.get("landmark_sigma_mm"),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['definition']}: {case['title']}")
def test_a_film_measures_what_it_was_drawn_with(case: dict):
    found, expected = measured(case), case["expected"]
    if "reason" in expected:
        assert isinstance(found, Reason)
        assert found.code == expected["reason"]
        return
    definition = catalogue().by_key[case["definition"]]
    assert found.value == pytest.approx(expected["value"], rel=AGREEMENT, abs=AGREEMENT)
    assert found.unit == expected["unit"]
    assert displayed(definition, found, case["side"]) == expected["text"]
    if "short" in expected:
        assert displayed(definition, found, case["side"], short=True) == expected["short"]
    if "plus_minus_95" in expected:
        allowed = expected.get("error_bar_tolerance", 1e-7)
        assert found.plus_minus_95 == pytest.approx(expected["plus_minus_95"], rel=allowed)
    if "plus_minus_reason" in expected:
        assert found.plus_minus_reason == expected["plus_minus_reason"]
    assert result_from_json(json.loads(json.dumps(found.to_json()))) == found


def test_the_vectors_are_many_and_refuse_some():
    refused = [case for case in CASES if "reason" in case["expected"]]
    assert len(CASES) > 120
    assert len(refused) > 15


def test_a_reason_names_the_landmark_that_is_missing():
    found = evaluate(
        catalogue().by_key["femoral_offset"], {"head_centre": [Point(1, 2)]},
        scale_from_json(CASES[0]["scale"]), side="R",
    )  # fmt: skip
    assert found.code == "missing_landmark"
    assert found.params["role"] == "shaft_prox"
    assert found.params["name"] == "Shaft axis, upper"


@pytest.mark.parametrize(
    ("placed", "sigma_mm"),
    [("free", 1.0), ("automatic", 1.0), ("loupe", 0.5), ("snap", 0.5), ("confirmed", 0.5)],
)
def test_how_a_landmark_was_placed_decides_its_spread(placed, sigma_mm):
    assert sigma_of_placed_mm(placed) == sigma_mm
