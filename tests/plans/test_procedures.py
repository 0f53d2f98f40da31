"""Guided operations are data, complete, and refused with the place where they are not."""

from __future__ import annotations

import copy
import json

import pytest

from planning.measuring.construction_inputs import DefinitionError
from planning.measuring.definition_files import catalogue
from planning.plans.operations import operations
from planning.plans.procedure_files import (
    FOLDER,
    procedure_for,
    procedure_from_data,
    procedures,
    read_folder,
)


@pytest.fixture
def data() -> dict:
    return copy.deepcopy(dict(procedures()["hip_replacement"].data))


def test_the_hip_goes_from_the_film_to_the_signature():
    assert procedures()["hip_replacement"].steps == (
        "film", "scale", "pelvic_line", "landmarks", "cup", "stem", "reduce", "compare", "sign",
    )  # fmt: skip


@pytest.mark.parametrize("key", procedures())
def test_what_a_procedure_names_is_there(key):
    one = procedures()[key]
    asked = {role.key for each in catalogue().by_key.values() for role in each.roles}
    assert one.landmarks <= asked
    assert one.measurements <= set(catalogue().by_key)
    assert set(one.operations) <= {each.name for each in operations()}


def test_an_operation_finds_its_procedure_and_others_have_none():
    assert procedure_for("Revision hip replacement").key == "hip_replacement"
    assert procedure_for("Lumbar fusion") is None


@pytest.mark.parametrize("missing", ["steps", "modes", "hip_states", "operations", "version"])
def test_a_procedure_that_is_not_whole_is_refused(data, missing):
    del data[missing]
    with pytest.raises(DefinitionError, match=rf"hip_replacement.*{missing}"):
        procedure_from_data(data)


def spoiled_state(data):
    data["modes"][0]["states"] = ["asleep"]


def spoiled_kind(data):
    data["steps"][0]["kind"] = "guess"


def twice(data):
    data["steps"].append(data["steps"][0])


def asks_nothing(data):
    data["steps"][2]["landmarks"] = []


def places_nothing(data):
    del data["steps"][4]["implant"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoiled_state, "mode 'primary': state 'asleep'"),
        (spoiled_kind, "step 'film': 'kind' cannot be 'guess'"),
        (twice, "step 'film' is there twice"),
        (asks_nothing, "step 'pelvic_line': landmarks belong"),
        (places_nothing, "step .cup.: .implant. belongs"),
    ],
)
def test_a_slip_is_named_with_its_place(data, spoil, said):
    spoil(data)
    with pytest.raises(DefinitionError, match=said):
        procedure_from_data(data)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    whole = json.loads((FOLDER / "hip_replacement.json").read_text())
    (tmp_path / "a.json").write_text(json.dumps(whole))
    assert set(read_folder(tmp_path)) == {"hip_replacement"}
    (tmp_path / "b.json").write_text(json.dumps(whole))
    with pytest.raises(DefinitionError, match=r"b\.json: 'hip_replacement' is there twice"):
        read_folder(tmp_path)
    (tmp_path / "b.json").write_text("{")
    with pytest.raises(DefinitionError, match=r"b\.json"):
        read_folder(tmp_path)
