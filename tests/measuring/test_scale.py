"""A scale exists only if it is valid, and its JSON brings it back."""

from __future__ import annotations

import json
import math

import pytest

from planning.measuring.json_values import json_number, nullable_json_number
from planning.measuring.scale import (
    Confidence,
    NoScale,
    Scale,
    ScaleMethod,
    Templating,
    scale_from_json,
)


@pytest.fixture(scope="module")
def scales(golden) -> list[dict]:
    return json.loads((golden / "scale.json").read_text(encoding="utf-8"))["scales"]


def _scale(**changes) -> Scale:
    values = {
        "row_mm": 0.15,
        "column_mm": 0.1,
        "method": ScaleMethod.HEADER_FILM,
        "label": "mm on film",
        "confidence": Confidence.LOW,
        "templating": Templating.NO,
    }
    return Scale(**{**values, **changes})


def test_golden_scales_come_back_from_json_as_they_were(scales):
    for data in scales:
        again = scale_from_json(data).to_json()
        assert again.pop("aspect") == pytest.approx(data["aspect"], rel=1e-12)
        assert again == {key: data[key] for key in again}
        assert set(data) == {*again, "aspect"}


def test_a_scale_survives_its_json_text():
    scale = _scale(relative_sigma=0.0125, magnification=1.21)
    assert scale_from_json(json.loads(json.dumps(scale.to_json()))) == scale


def test_no_scale_survives_its_json_text():
    film = NoScale(reason="aspect_only", aspect=1.25)
    assert scale_from_json(json.loads(json.dumps(film.to_json()))) == film


def test_aspect_is_height_over_width():
    assert _scale().aspect == pytest.approx(1.5)


@pytest.mark.parametrize("templating", list(Templating))
def test_only_a_scale_that_forbids_templates_is_uncalibrated(templating):
    assert _scale(templating=templating).calibrated == (templating != "no")
    assert not NoScale(reason="no_spacing").calibrated


@pytest.mark.parametrize("value_mm", [0, -0.1, math.nan, math.inf])
def test_a_spacing_that_is_no_length_is_refused(value_mm):
    with pytest.raises(ValueError, match="positive millimetres"):
        _scale(row_mm=value_mm)
    with pytest.raises(ValueError, match="positive millimetres"):
        _scale(column_mm=value_mm)
    with pytest.raises(ValueError, match="positive pixel aspect"):
        NoScale(reason="aspect_only", aspect=value_mm)


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "cm"},
        {"method": "guessed"},
        {"confidence": "sure"},
        {"templating": "maybe"},
        {"row_mm": "0.15"},
        {"row_mm": None},
        {"column_mm": -1},
        {"relative_sigma": math.nan},
        {"magnification": True},
    ],
)
def test_json_that_no_scale_wrote_is_refused(change):
    with pytest.raises(ValueError, match=r".+"):
        scale_from_json({**_scale().to_json(), **change})


def test_json_without_a_key_is_refused():
    data = _scale().to_json()
    del data["label"]
    with pytest.raises(KeyError):
        scale_from_json(data)


def test_numbers_out_of_json():
    assert json_number(3) == 3.0
    assert nullable_json_number(None) is None
    for value in ("3", True, None, math.nan, math.inf, [1]):
        with pytest.raises(ValueError, match="finite number"):
            json_number(value)
