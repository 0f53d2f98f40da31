"""``manage.py evaluate_measurements`` counts every example and tells each that is off."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import SHARED

ROOT = Path(__file__).resolve().parents[2]
RIGHT = {
    "id": "length#1", "measurement": "length", "view": "any", "side": "NA",
    "landmarks": {"a": [0, 0], "b": [3.0, 4.0]}, "params": {},
    "expected": {"value": 5.0, "unit": "mm"}, "tolerance": 0.05, "formula": "", "source": "",
}  # fmt: skip


def evaluated(file: Path) -> tuple[list[str], int]:
    """Run the command; return its lines and its exit code."""
    out = StringIO()
    try:
        call_command("evaluate_measurements", str(file), stdout=out)
    except SystemExit as left:
        return out.getvalue().splitlines(), int(left.code)
    return out.getvalue().splitlines(), 0


def written(folder: Path, *examples: dict) -> Path:
    """Write a file of examples."""
    path = folder / "examples.json"
    path.write_text(json.dumps({"meta": {}, "examples": examples}), encoding="utf-8")
    return path


def test_examples_that_agree_are_counted(tmp_path):
    assert evaluated(written(tmp_path, RIGHT, RIGHT)) == (["2 of 2 within tolerance"], 0)


WRONG = {
    "off": (RIGHT | {"expected": {"value": 5.06, "unit": "mm"}}, "5 instead of 5.06 ± 0.05"),
    "unknown": (RIGHT | {"measurement": "depth"}, "no measurement is called 'depth'"),
    "missing": (RIGHT | {"landmarks": {"a": [0, 0]}}, "no result (missing_landmark: b)"),
    "coincident": (
        RIGHT | {"landmarks": {"a": [1, 1], "b": [1, 1]}},
        "no result (coincident_points)",
    ),
    "unit": (RIGHT | {"expected": {"value": 5, "unit": "deg"}}, "the unit is mm, not deg"),
    "class": (RIGHT | {"expected": {"value": "I", "unit": "mm"}}, "5.0 instead of I"),
    "param": (
        RIGHT | {"measurement": "PI_minus_LL", "landmarks": {}, "params": {"PI": 50}},
        "no result (missing_param: LL)",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_an_example_that_is_off_has_a_line_and_the_command_fails(tmp_path, kind):
    wrong, words = WRONG[kind]
    lines, code = evaluated(written(tmp_path, RIGHT, wrong | {"id": "mine#7"}))
    assert lines == [f"mine#7: {words}", "1 of 2 within tolerance"]
    assert code == 1


def test_the_tolerance_itself_is_within_it(tmp_path):
    edge = RIGHT | {"expected": {"value": 5.05, "unit": "mm"}}
    assert evaluated(written(tmp_path, edge))[1] == 0


def test_no_examples_are_all_within_tolerance(tmp_path):
    assert evaluated(written(tmp_path)) == (["0 of 0 within tolerance"], 0)


BAD = {
    "{": "is not JSON",
    "[" * 100_000: "is not JSON",
    "[1, 2]": 'no list "examples"',
    '{"examples": 3}': 'no list "examples"',
    '{"examples": [3]}': "example 1 is not an object",
    '{"examples": [{"id": "x"}]}': "example 1 has no 'measurement'",
    json.dumps({"examples": [RIGHT | {"landmarks": {"a": [1]}}]}): "landmark 'a' is not [x, y]",
    json.dumps({"examples": [RIGHT | {"landmarks": {"a": [1, "2"]}}]}): "finite number",
    json.dumps({"examples": [RIGHT | {"landmarks": {"a": [1, float("nan")]}}]}): "finite number",
    json.dumps({"examples": [RIGHT | {"tolerance": None}]}): "finite number",
    json.dumps({"examples": [RIGHT | {"expected": {}}]}): "'value'",
    json.dumps({"examples": [RIGHT | {"params": []}]}): "params is not an object",
    json.dumps({"examples": [RIGHT | {"measurement": []}]}): "the measurement is not a text",
}


@pytest.mark.parametrize("text", BAD, ids=lambda text: text[:60])
def test_a_file_that_holds_no_examples_gets_a_sentence(tmp_path, text):
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(CommandError) as refused:
        call_command("evaluate_measurements", str(path))
    assert BAD[text] in str(refused.value)
    assert "bad.json" in str(refused.value)


def test_a_file_that_is_no_text_or_not_there_gets_a_sentence(tmp_path):
    path = tmp_path / "film.dcm"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="not a text file"):
        call_command("evaluate_measurements", str(path))
    with pytest.raises(CommandError, match="No such file"):
        call_command("evaluate_measurements", str(tmp_path / "none.json"))


def test_it_runs_without_a_database_or_any_service(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "evaluate_measurements", str(written(tmp_path, RIGHT))],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "1 of 1 within tolerance\n"), done.stderr


def test_the_examples_worked_by_hand_come_out():
    file = ROOT / "tests" / "golden" / "examples.json"
    assert evaluated(file) == (["8 of 8 within tolerance"], 0)


def test_all_shared_examples_are_within_their_tolerance():
    file = SHARED / "ortho_examples.json"
    if not file.exists():
        pytest.skip(f"no examples at {file} (set PLUMBLINE_SHARED)")
    assert evaluated(file) == (["404 of 404 within tolerance"], 0)
