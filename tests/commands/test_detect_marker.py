"""``manage.py detect_marker`` finds the ball on a file, whatever its photometric interpretation."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from planning.phantom import generate
from planning.phantom.orders import plain_order


def ask(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("detect_marker", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("inverted", [False, True])
def test_the_ball_of_a_file_is_measured(tmp_path: Path, inverted):
    order = replace(plain_order("ap_pelvis", 5), inverted=inverted)
    film = generate("ap_pelvis", 5, order=order, pixel_mm=0.3, matrix=(1173, 300))
    found = json.loads(ask(film.write(tmp_path), "--diameter", "25.4", "--json"))
    outline = film.truth["ball"]["outline"]
    assert found["found"]
    assert found["diameter_px"] == pytest.approx(2 * outline["semi_minor_px"], rel=0.003)
    assert found["center_px"] == pytest.approx(outline["centre_px"], abs=0.5)
    assert set(found) >= {
        "found", "center_px", "axes_px", "diameter_px", "mm_per_px", "residual_px", "score",
        "reason",
    }  # fmt: skip


def test_a_film_without_a_ball_says_so_in_words(tmp_path: Path):
    order = replace(plain_order("ap_pelvis", 5), ball=False)
    path = generate("ap_pelvis", 5, order=order, pixel_mm=0.5, matrix=(704, 200)).write(tmp_path)
    assert "No ball was found" in ask(path, "--diameter", "25.4")
    assert json.loads(ask(path, "--diameter", "25.4", "--json"))["found"] is False


def test_real_films_without_a_ball_have_none(shared_data: Path):
    path = shared_data / "radiographs" / "hip_frogleg_fuji_RG2_UNC.dcm"
    assert json.loads(ask(path, "--diameter", "25", "--json"))["reason"] == "no_ball"


@pytest.mark.parametrize("diameter", ["0", "-3", "nan", "a ball", "500"])
def test_a_diameter_that_no_ball_has_is_refused(tmp_path: Path, diameter):
    with pytest.raises(CommandError, match="diameter"):
        ask(tmp_path / "film.dcm", f"--diameter={diameter}")


def test_what_is_no_film_gets_a_sentence(tmp_path: Path):
    path = tmp_path / "notes.txt"
    path.write_text("not a film")
    with pytest.raises(CommandError, match="not a DICOM file"):
        ask(path, "--diameter", "25")
    with pytest.raises(CommandError, match="No such file"):
        ask(tmp_path / "nothing.dcm", "--diameter", "25")
