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


TARGET = {"definition": "HTO_miniaci_opening_angle", "landmarks": {}}
ENTERED = [
    ({"target_WBL_pct": 55}, None),
    ({"target_WBL_pct": 100}, None),
    ({"target_WBL_pct": 100.1}, "param_out_of_range"),
    ({"target_WBL_pct": "55"}, "param_out_of_range"),
    ({"target_WBL_pct": True}, "param_out_of_range"),
    ({"target": 55}, "unknown_param"),
]


@pytest.mark.parametrize(("params", "code"), ENTERED)
def test_a_plan_keeps_only_values_that_its_definition_takes(params, code):
    problem = catalogue.definition_problem(TARGET | {"params": params})
    assert (problem and problem.code) == code


def test_choices_are_chosen_and_how_a_film_hangs_is_not_entered():
    tilt = {"definition": "pelvic_tilt", "landmarks": {}}
    assert catalogue.definition_problem(tilt | {"params": {"anterior": "left"}}) is None
    for value in ("front", 1):
        refused = catalogue.definition_problem(tilt | {"params": {"anterior": value}})
        assert refused.code == "param_not_a_choice"
    hallux = {"definition": "hallux_valgus_angle", "landmarks": {}, "params": {"hanging": "AP"}}
    assert catalogue.definition_problem(hallux).code == "unknown_param"
