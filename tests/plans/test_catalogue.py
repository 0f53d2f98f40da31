"""What plans may name fits together: definitions read points that implants have."""

from __future__ import annotations

import pytest

from planning.library import selectors as library
from planning.plans import catalogue

READ = [
    pytest.param(role["implant_point"], id=f"{definition.key}-{role['role']}")
    for definition in catalogue.definitions().values()
    for role in definition.data["roles"]
    if "implant_point" in role
]


@pytest.fixture(scope="module")
def points() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, version in library.families():
        family = library.geometry(key, version)
        found.setdefault(family["kind"], set()).update(family["points"])
    return found


@pytest.mark.parametrize("named", READ)
def test_every_implant_point_that_a_definition_reads_is_one_of_its_kind(points, named):
    kind, name = named.split(".", 1)
    assert name in points[kind]


def test_families_of_a_plan_are_each_given_once():
    item = {"family": "press_fit_cup", "family_version": 1}
    unknown = {"family": "of_tomorrow", "family_version": 1}
    found = catalogue.families_of({"implants": [item, dict(item), unknown]})
    assert [family["key"] for family in found] == ["press_fit_cup"]
