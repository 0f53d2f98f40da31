"""`manage.py phantom` writes films and says so in JSON lines."""

from __future__ import annotations

import json
from io import StringIO

import pydicom
import pytest
from django.core.management import CommandError, call_command


def run(*arguments: str) -> list[dict]:
    out = StringIO()
    call_command("phantom", *arguments, stdout=out, stderr=StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_film_has_a_line_a_file_and_its_truth(tmp_path):
    lines = run(str(tmp_path), "--kind", "ap_pelvis", "--seed", "7", "--count", "2",
                "--pixel-mm", "1.6")  # fmt: skip
    assert [line["seed"] for line in lines] == [7, 8]
    for line in lines:
        ds = pydicom.dcmread(line["path"])
        with open(line["truth"], encoding="utf-8") as file:
            truth = json.load(file)
        assert truth["sop_instance_uid"] == ds.SOPInstanceUID
        assert (ds.Rows, ds.Columns) == (line["rows"], line["columns"]) == (220, 268)
        assert truth["view"]["columns"] == ds.Columns


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(CommandError, match="cannot write to"):
        run(str(blocked), "--pixel-mm", "3.2")


@pytest.mark.parametrize("bad", [("--count", "0"), ("--pixel-mm", "-1"), ("--kind", "skull")])
def test_arguments_that_make_no_sense_are_refused(tmp_path, bad):
    with pytest.raises(CommandError):
        run(str(tmp_path), *bad)
