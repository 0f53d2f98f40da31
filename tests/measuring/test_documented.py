"""docs/measurements.md is true: adding a measurement step by step, the list of primitives."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from planning.geometry.points import Point
from planning.measuring.definition_files import FOLDER, catalogue, read_folder
from planning.measuring.drawing import SHAPES
from planning.measuring.evaluate import evaluate
from planning.measuring.examples import failures, read_examples
from planning.measuring.primitives import PRIMITIVES
from planning.measuring.words import displayed
from tests.measuring.test_invariants import scale
from tests.peers.programs import node

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "measurements.md").read_text(encoding="utf-8")
DEFINITION, EXAMPLES, SET = re.findall(r"^```json\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| ([\w ]+) \| .+ \|$", re.MULTILINE)
NEW = "articulotrochanteric_distance"


@pytest.fixture
def folder(tmp_path) -> Path:
    """The definitions of this installation, and the document's beside them."""
    shutil.copytree(FOLDER, tmp_path / "definitions")
    (tmp_path / "definitions" / "mine.json").write_text(DEFINITION, encoding="utf-8")
    return tmp_path / "definitions"


def test_the_documented_definition_is_taken_as_it_is_written(folder):
    assert catalogue().get(NEW) is None
    known = read_folder(folder)
    assert len(known.by_key) == len(catalogue().by_key) + 1
    assert known.digest != catalogue().digest
    schema = json.loads((FOLDER / "schema" / "definition.json").read_text(encoding="utf-8"))
    assert Draft202012Validator(schema).is_valid(json.loads(DEFINITION))


def test_the_documented_examples_come_out(folder):
    examples = read_examples(json.loads(EXAMPLES))
    assert len(examples) == 2
    assert list(failures(examples, read_folder(folder))) == []
    wrong = json.loads(EXAMPLES.replace('"value": 14', '"value": 15'))
    assert len(list(failures(read_examples(wrong), read_folder(folder)))) == 1


@pytest.mark.peer("node")
def test_the_documented_examples_come_out_in_the_browser(folder, tmp_path):
    file = tmp_path / "examples.json"
    file.write_text(EXAMPLES, encoding="utf-8")
    program = ROOT / "tests" / "js" / "measuring" / "examples.js"
    done = subprocess.run(
        [node(), program, file, f"{folder}/"],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stdout == "2 of 2 within tolerance\n", done.stderr


def test_the_documented_measurement_is_told_in_words_with_an_error_bar(folder):
    definition = read_folder(folder).by_key[NEW]
    landmarks = json.loads(EXAMPLES)["examples"][0]["landmarks"]
    points = {name: [Point(*landmarks[name])] for name in landmarks}
    points["head"] = [Point(*landmarks[f"rim{number}"]) for number in (1, 2, 3)]
    found = evaluate(definition, points, scale(1, 1), side="R")
    assert displayed(definition, found) == "14 mm below"
    assert found.plus_minus_95 > 1


def test_the_documented_set_is_taken_as_it_is_written(folder):
    (folder / "sets" / "mine.json").write_text(SET, encoding="utf-8")
    known = read_folder(folder)
    (added,) = [key for key in known.sets if key not in catalogue().sets]
    assert NEW in known.sets[added].measurements
    assert known.digest != read_folder(FOLDER).digest


def test_the_list_of_sets_is_complete():
    names = {key: each.name for key, each in catalogue().by_key.items()}
    for one in catalogue().sets.values():
        measured = "; ".join(names[key] for key in one.measurements)
        assert f"| {one.data['name']} | {one.sides} | {measured} |" in DOCUMENT


def test_the_list_of_primitives_is_complete():
    listed = {
        name: (re.findall(r"`(\w+)`", takes), gives) for name, takes, gives in ROW.findall(DOCUMENT)
    }
    known = {
        name: (list(each.takes), "as its inputs" if each.gives == "same" else str(each.gives))
        for name, each in PRIMITIVES.items()
    }
    assert listed == known
    assert all(f"`{shape}`" in DOCUMENT for shape in SHAPES)
