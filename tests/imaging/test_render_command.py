"""``manage.py render``: a picture and one JSON line, or a sentence and exit 1."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from tests.imaging.films import film, with_pixels, write

ROOT = Path(__file__).resolve().parents[2]
RAMP = np.tile(np.arange(3000, dtype=np.uint16), (2000, 1))
WINDOW = {"name": "", "center": 1500.0, "width": 3000.0, "function": "LINEAR"}


@pytest.fixture
def ramp(tmp_path) -> Path:
    """A film of 3000 x 2000 pixels from black to white."""
    return write(tmp_path / "ramp.dcm", with_pixels(RAMP, WindowCenter=1500, WindowWidth=3000))


def _check_ramp(path: Path, kind: str) -> None:
    with Image.open(path) as image:
        assert (image.format, image.size) == (kind, (600, 400))
        greys = np.asarray(image, dtype=int)
    assert np.abs(greys.mean(axis=0) - np.linspace(0, 255, 600)).max() < 2


def test_it_runs_without_database_and_service_and_prints_json_alone(ramp, tmp_path):
    out = tmp_path / "film.png"
    environment = os.environ | {
        "PLUMBLINE_HOME": str(tmp_path / "home"),
        # Nothing listens there.
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    }
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "render", ramp, "-o", out, "--size", "600"],
        capture_output=True,
        text=True,
        timeout=90,
        env=environment,
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    line = {"path": str(out), "columns": 600, "rows": 400, "window": WINDOW}
    assert json.loads(done.stdout) == line
    _check_ramp(out, "PNG")


def test_the_suffix_chooses_jpeg(ramp, tmp_path):
    said = io.StringIO()
    call_command("render", ramp, output=tmp_path / "film.jpg", size=600, stdout=said)
    assert json.loads(said.getvalue())["window"] == WINDOW
    _check_ramp(tmp_path / "film.jpg", "JPEG")
    assert not list(tmp_path.glob(".film*"))


def test_what_cannot_be_shown_is_a_sentence_and_leaves_no_picture(tmp_path):
    video = write(
        tmp_path / "video.dcm", film(Rows=4, Columns=4), syntax="4.102", frames=[b"\0" * 8]
    )
    with pytest.raises(CommandError, match=r"video\.dcm: \w+"):
        call_command("render", video, output=tmp_path / "out.png")
    assert [path.name for path in tmp_path.iterdir()] == ["video.dcm"]


def test_what_the_gate_refuses_never_reaches_a_decoder(tmp_path, monkeypatch):
    def never(*_arguments, **_more):
        raise AssertionError("the decoder was asked")

    monkeypatch.setattr("planning.imaging.child_pool.write_picture", never)
    (tmp_path / "page.dcm").write_text("<html>not a film</html>")
    with pytest.raises(CommandError, match=r"page\.dcm: \w+"):
        call_command("render", tmp_path / "page.dcm", output=tmp_path / "out.png")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["missing.dcm", "-o", "a.png"], "missing.dcm"),
        (["ramp.dcm", "-o", "a.gif"], ".png"),
        (["ramp.dcm", "-o", "a.png", "--size", "0"], "whole number"),
        (["ramp.dcm", "-o", "no/such/folder/a.png"], "no/such/folder"),
        (["ramp.dcm", "-o", "a.png", "--frame", "2"], "ramp.dcm"),
    ],
)
def test_bad_arguments_are_named(ramp, tmp_path, monkeypatch, arguments, word):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=word):
        call_command("render", *arguments)
    assert [path.name for path in tmp_path.iterdir()] == ["ramp.dcm"]
