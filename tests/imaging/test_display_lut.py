"""Grey of level values: the golden vectors, and pydicom's own pipeline."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.pixels import apply_windowing

from planning.imaging.display_lut import lut
from planning.imaging.windows import evaluate
from tests.imaging import plain_display

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "display.json").read_text())


def test_golden_file_is_what_the_plain_reference_writes():
    assert plain_display.document() == plain_display.GOLDEN.read_text()


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["title"])
def test_table_gives_the_golden_greys(case):
    window = None if case["window"] == "voi_lut" else case["window"]
    table = lut(case["film"], window)
    assert table.shape == (1 << case["film"]["bits"],)
    values, greys = np.array(case["samples"]).T
    # Exact ties of a half are the only room that binary fractions leave.
    difference = np.abs(table[values].astype(int) - greys)
    assert difference.max() <= 1
    assert np.count_nonzero(difference) <= len(values) // 20


@pytest.mark.parametrize("function", ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
@pytest.mark.parametrize(("center", "width"), [(40, 400), (-600, 1500), (2047.5, 4095), (0, 1)])
def test_windows_agree_with_pydicom(function, center, width):
    values = np.arange(-2000, 3000, dtype=np.float64)
    dataset = Dataset()
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.BitsStored = 16
    dataset.PixelRepresentation = 1
    dataset.WindowCenter, dataset.WindowWidth = center, width
    dataset.VOILUTFunction = function
    low, high = -(2**15), 2**15 - 1
    with np.errstate(over="ignore"):
        theirs = (apply_windowing(values, dataset) - low) / (high - low)
    ours = evaluate({"center": center, "width": width, "function": function}, values)
    assert np.abs(ours - theirs).max() < 1e-9


def test_the_first_window_is_the_default_and_a_table_stands_in_for_none():
    film = plain_display._film(
        bits=9, voi_lut={"name": "", "first": 0, "values": [0, 1], "bits": 1}
    )
    assert lut(film)[:3].tolist() == [0, 255, 255]
    film["windows"] = [{"name": "", "center": 256, "width": 512, "function": "LINEAR"}]
    assert lut(film)[255:257].tolist() == [127, 128]
