"""Every primitive gives the value of the vectors that the browser's tests read too."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest

from .golden_runner import assert_agrees, load_cases, run

CASES = load_cases()

FAMILIES = (
    "points",
    "lines",
    "angles",
    "spaces",
    "transforms",
    "normalization",
    "circles",
    "circle_fit",
    "ellipses",
    "ellipse_fit",
    "projection",
    "polygons",
)

# Pinned through the fits that use them, or by their own test beside this file.
PINNED_ELSEWHERE = {
    "circle_fit.residual_sigma",
    "circle_fit.circle_errors",
    "circle_fit.circle_errors_for",
    "ellipse_fit.ellipse_errors",
    "ellipse_fit.ellipse_errors_for",
    "ellipses.nearest_foot",
    "normalization.denormalize",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_primitive_gives_the_golden_value(case):
    assert_agrees(run(case), case["expected"], case.get("tolerance"), case["function"])


def test_every_public_primitive_has_a_golden_vector():
    public = {
        f"{family}.{name}"
        for family in FAMILIES
        for name, member in vars(import_module(f"planning.geometry.{family}")).items()
        if inspect.isfunction(member)
        and not name.startswith("_")
        and member.__module__ == f"planning.geometry.{family}"
    }
    assert public - {case["function"] for case in CASES} == PINNED_ELSEWHERE
