"""The catalogue is complete, and a definition that is not is refused with what to change."""

from __future__ import annotations

import copy
import json
import re

import pytest
from jsonschema import Draft202012Validator

from planning.measuring.construction_inputs import DefinitionError
from planning.measuring.definition import definition_from_data
from planning.measuring.definition_files import FOLDER, catalogue, read_folder
from planning.measuring.definition_form import REGIONS
from planning.measuring.evaluate import evaluate
from planning.measuring.primitives import PRIMITIVES
from planning.measuring.scale import NoScale
from planning.measuring.words import class_key

ALL = list(catalogue().by_key.values())
SCHEMA = json.loads((FOLDER / "schema" / "definition.json").read_text(encoding="utf-8"))
OFFSET = copy.deepcopy(dict(catalogue().by_key["femoral_offset"].data))


def changed(*path: str | int, to: object) -> dict:
    """Return the offset's definition with one value changed."""
    data = copy.deepcopy(OFFSET)
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return data


BROKEN = {
    "no primitive is called 'guess'": changed("construction", 0, "do", to="guess"),
    "'distance_to_line' knows no 'past'": changed("construction", 1, "past", to="shaft_axis"),
    "nothing before this step is called 'shaft'": changed("construction", 0, "from", to="shaft"),
    "'shaft_axis' is a line, but a circle": changed("construction", 1, to={
        "name": "offset", "do": "outside_circle", "of": "shaft_prox", "circle": "shaft_axis"}),
    "two things are called 'shaft_prox'": changed("construction", 0, "name", to="shaft_prox"),
    "the definition knows no field 'colour'": changed("colour", to="red"),
    "role 'shaft_prox' knows no field 'where'": changed("roles", 1, "where", to="femur"),
    "'side' cannot be 'left half'": changed("roles", 1, "side", to="left half"),
    "the result 'shaft_axis' is not a number": changed("result", "value", to="shaft_axis"),
    "'unit' cannot be 'cm'": changed("result", "unit", to="cm"),
    "has a sign, so it needs words": changed("result", "sign", to="positive outwards"),
    "no shape is called 'blob'": changed("drawing", 0, "draw", to="blob"),
    "nothing is called 'hip'": changed("drawing", 2, "at", to="hip"),
    "a drawing has one label": changed("drawing", 2, to=OFFSET["drawing"][1]),
    "millimetres need a scale": changed("needs", to="nothing"),
    "'version' cannot be 0": changed("version", to=0),
    "'region' cannot be 'heart'": changed("region", to="heart"),
    "a class has classes": changed("result", "unit", to="class"),
    "lacks the field 'source'": {k: v for k, v in OFFSET.items() if k != "source"},
    "what is entered has no roles": changed("kind", to="entered"),
    "needs 'to'": changed("construction", 0, to={
        "name": "shaft_axis", "do": "line", "from": "shaft_prox"}),
}  # fmt: skip


@pytest.mark.parametrize("message", BROKEN, ids=str)
def test_a_definition_that_cannot_be_used_says_why(message):
    with pytest.raises(DefinitionError, match=re.escape(message)) as refused:
        definition_from_data(BROKEN[message])
    assert "definition 'femoral_offset'" in str(refused.value)


def test_the_unchanged_definition_is_taken():
    assert definition_from_data(OFFSET).key == "femoral_offset"


def test_every_file_is_of_the_published_schema():
    validator = Draft202012Validator(SCHEMA)
    files = [path for path in FOLDER.glob("*.json") if path.name != "landmarks.json"]
    assert len(files) > 10
    for path in files:
        found = list(validator.iter_errors(json.loads(path.read_text(encoding="utf-8"))))
        assert found == [], path.name


@pytest.mark.parametrize("message", [
    "no primitive is called 'guess'", "'distance_to_line' knows no 'past'",
    "the definition knows no field 'colour'", "'unit' cannot be 'cm'", "no shape is called 'blob'",
    "lacks the field 'source'",
])  # fmt: skip
def test_the_published_schema_refuses_wrong_forms_too(message):
    file = {"schema": 1, "definitions": [BROKEN[message]]}
    assert not Draft202012Validator(SCHEMA).is_valid(file)


def test_the_published_schema_knows_every_primitive():
    names = [step["properties"]["do"]["const"] for step in SCHEMA["$defs"]["step"]["oneOf"]]
    assert names == list(PRIMITIVES)


def test_the_catalogue_has_every_region_and_more_than_a_hundred_measurements():
    assert len(ALL) >= 104
    assert {each.data["region"] for each in ALL} == set(REGIONS)


def test_every_primitive_serves_some_measurement():
    used = {step.do for each in ALL for step in each.construction.steps}
    assert used == set(PRIMITIVES)


def test_codes_fit_into_dicom_and_local_ones_are_unique():
    local = []
    for each in ALL:
        code = each.data["code"]
        # PS3.5 table 6.2-1: a short string has at most 16 characters, a long one 64.
        assert len(code["value"]) <= 16
        assert len(code["scheme"]) <= 16
        assert len(code["meaning"]) <= 64
        if code["scheme"] == "99PLUMBLINE":
            local.append(code["value"])
    assert len(local) == len(set(local))


def test_every_role_of_one_landmark_means_the_same_thing():
    sets: dict[str, set] = {}
    for each in ALL:
        for role in each.roles:
            sets.setdefault(role.key, set()).add(role.most > 1)
    assert [key for key, both in sets.items() if len(both) > 1] == []


def test_nothing_is_listed_asked_for_or_computed_in_vain():
    listed = json.loads((FOLDER / "landmarks.json").read_text(encoding="utf-8"))["landmarks"]
    assert set(listed) == {role.key for each in ALL for role in each.roles}
    idle = []
    for each in ALL:
        inputs = [{**step, "name": None} for step in each.data["construction"]]
        text = json.dumps([inputs, each.data["drawing"], each.result])
        names = [named.name for named in (*each.roles, *each.params, *each.construction.steps)]
        idle += [f"{each.key}.{name}" for name in names if f'"{name}"' not in text]
    assert idle == []


def test_what_is_handed_out_is_complete_and_has_a_digest_of_its_own():
    handed = catalogue().to_json()
    assert len(handed["digest"]) == 64
    for data in handed["definitions"]:
        for role in data["roles"]:
            assert role["prompt"].endswith(".")
            assert role["name"]


def test_a_file_with_a_mistake_is_named(tmp_path):
    (tmp_path / "landmarks.json").write_text('{"landmarks": {}}')
    file = tmp_path / "mine.json"
    for text, message in (
        ("{", "mine.json: "),
        ("[]", "mine.json: an object belongs here"),
        ('{"definitions": []}', "mine.json: a file is"),
        ('{"schema": 1, "definitions": [{"key": "x"}]}', "definition 'x': the definition lacks"),
        (json.dumps({"schema": 1, "definitions": [OFFSET]}), "no landmark 'head_rim'"),
    ):
        file.write_text(text)
        with pytest.raises(DefinitionError, match=re.escape(message)):
            read_folder(tmp_path)


def test_one_key_has_one_definition(tmp_path):
    landmarks = {role["key"]: {"name": "x", "prompt": "x"} for role in OFFSET["roles"]}
    (tmp_path / "landmarks.json").write_text(json.dumps({"landmarks": landmarks}))
    for name in ("one.json", "two.json"):
        (tmp_path / name).write_text(json.dumps({"schema": 1, "definitions": [OFFSET]}))
    with pytest.raises(DefinitionError, match=re.escape("two.json: 'femoral_offset' is defined")):
        read_folder(tmp_path)


def test_points_of_implants_are_points_that_families_have():
    families = (FOLDER.parents[1] / "library" / "families").glob("*.json")
    known = set()
    for path in families:
        family = json.loads(path.read_text(encoding="utf-8"))
        known |= {f"{family['kind']}.{name}" for name in family["points"]}
    wanted = {role["implant_point"] for each in ALL for role in each.data["roles"]
              if "implant_point" in role}  # fmt: skip
    assert len(wanted) > 5
    assert wanted - known == set()


def test_no_measurement_mixes_the_rim_of_a_template_with_that_of_the_old_cup():
    of_the_rim = {"rim_short_a", "rim_short_b", "rim_at_fifth", "rim_at_m", "cup_dome"}
    mixed = [
        each.key
        for each in ALL
        if any("implant_point" in role for role in each.data["roles"])
        and of_the_rim & {role.key for role in each.roles}
    ]
    assert mixed == []


def test_a_grade_is_what_the_reader_gave_and_nothing_is_computed():
    grades = [each for each in ALL if each.data.get("kind") == "entered"]
    assert {"Kellgren_Lawrence_hip", "Dorr_by_eye"} <= {each.key for each in grades}
    for each in grades:
        (param,) = each.params
        found = [
            class_key(each, evaluate(each, {}, NoScale("no_spacing"), params={"grade": choice}))
            for choice in param.choices
        ]
        assert found == list(param.choices)
        missing = evaluate(each, {}, NoScale("no_spacing"))
        assert missing.code == "grade_not_given"
