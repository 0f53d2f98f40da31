"""``manage.py scale`` says what a millimetre is, by the header alone, without a database."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.builders.dicom_files import film

KEYS = {
    "row", "spacing_mm", "unit", "label", "confidence", "templating", "magnification", "reason",
}  # fmt: skip


def scale(path: Path) -> dict:
    out = StringIO()
    call_command("scale", str(path), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_answer_has_the_agreed_keys_and_the_rows_spacing(tmp_path: Path):
    path = tmp_path / "film.dcm"
    path.write_bytes(film())
    found = scale(path)
    assert set(found) == KEYS
    assert (found["row"], found["spacing_mm"], found["unit"]) == (9, [0.139, 0.139], "mm")
    assert found["label"] == "mm at detector plane (not calibrated)"
    assert found["templating"] == "no"


@pytest.mark.parametrize(
    ("name", "row", "spacing_mm", "templating"),
    [
        ("radiographs/hip_frogleg_fuji_RG2_UNC.dcm", 10, [0.2, 0.2], "no"),
        ("radiographs/lowerleg_ankle_fuji_RG3_JPLL.dcm", 14, None, "no"),
        ("radiographs/chest_philips_RG1_J2KI.dcm", 14, None, "no"),
        ("radiographs/ct_scout_ap_spine_pelvis_nonsquare.dcm", 10, [0.545455, 0.596847], "no"),
        ("radiographs/pelvis_infant_ddh_001.dcm", 10, [1.0, 1.0], "no"),
        ("ct/pelvis_visible-human-female/vhf.1000.dcm", 0, [1.0, 1.0], "yes"),
    ],
)
def test_real_films(shared_data: Path, name, row, spacing_mm, templating):
    found = scale(shared_data / name)
    assert (found["row"], found["templating"]) == (row, templating)
    assert found["spacing_mm"] == (spacing_mm and pytest.approx(spacing_mm, abs=1e-6))


def test_what_is_no_film_gets_a_sentence(tmp_path: Path):
    path = tmp_path / "notes.txt"
    path.write_text("not a film")
    with pytest.raises(CommandError, match="not a DICOM file"):
        call_command("scale", str(path), "--json")
