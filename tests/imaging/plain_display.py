"""Grey by DICOM's formulas with exact fractions, one value at a time.

Writes ``tests/golden/display.json`` for the look-up tables of both languages; imports
nothing of the code under test. PS3.3 C.11.2.1.2 (LINEAR, LINEAR_EXACT), C.11.2.1.3
(SIGMOID), C.11.1.1 and C.11.2.1.1 (tables); inversion after the window, padding black.
"""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "display.json"
_WHITE = 255


def _from_table(table: dict, value: Fraction) -> int:
    index = math.floor(value + Fraction(1, 2)) - table["first"]
    return table["values"][max(0, min(index, len(table["values"]) - 1))]


def _tone(window: dict, x: Fraction) -> Fraction:
    """Return 0 to 1 for a modality value."""
    c, w = Fraction(str(window["center"])), Fraction(str(window["width"]))
    if window["function"] == "SIGMOID":
        return Fraction(1 / (1 + math.exp(float(-4 * (x - c) / w))))
    if window["function"] == "LINEAR":
        half = Fraction(1, 2)
        if x <= c - half - (w - 1) / 2:
            return Fraction(0)
        if x > c - half + (w - 1) / 2:
            return Fraction(1)
        return (x - (c - half)) / (w - 1) + half
    if x <= c - w / 2:
        return Fraction(0)
    if x > c + w / 2:
        return Fraction(1)
    return (x - c) / w + Fraction(1, 2)


def grey(film: dict, window: dict | str, value: int) -> int:
    """Return the grey of one level value."""
    stored = value + film["value_offset"]
    if film["padding"] and film["padding"][0] <= stored <= film["padding"][1]:
        return 0
    if film.get("modality_lut"):
        modality = Fraction(_from_table(film["modality_lut"], Fraction(stored)))
    else:
        slope, intercept = Fraction(str(film["slope"])), Fraction(str(film["intercept"]))
        modality = stored * slope + intercept
    if window == "voi_lut":
        table = film["voi_lut"]
        tone = Fraction(_from_table(table, modality), 2 ** table["bits"] - 1)
    else:
        tone = _tone(window, modality)
    rounded = math.floor(_WHITE * tone + Fraction(1, 2))
    return _WHITE - rounded if film["invert"] else rounded


def _film(**more) -> dict:
    plain = {
        "bits": 12,
        "value_offset": 0,
        "slope": 1,
        "intercept": 0,
        "invert": False,
        "windows": [],
        "voi_lut": None,
        "padding": None,
    }
    return plain | more


def _window(center: float, width: float, function: str = "LINEAR") -> dict:
    return {"name": "", "center": center, "width": width, "function": function}


def _case(title: str, film: dict, window: dict | str) -> dict:
    count = 1 << film["bits"]
    step = max(1, count // 97)
    chosen = sorted({*range(0, count, step), *range(min(count, 6)), count - 1})
    samples = [[value, grey(film, window, value)] for value in chosen]
    return {"title": title, "film": film, "window": window, "samples": samples}


def cases() -> list[dict]:
    """Return every vector."""
    table = {"name": "S", "first": 100, "values": [i * i // 61 for i in range(250)], "bits": 10}
    modality = {"first": -50, "values": [3000 - 11 * i for i in range(200)]}
    return [
        _case("LINEAR over all twelve bits", _film(), _window(2048, 4096)),
        _case("LINEAR of width one is a threshold", _film(), _window(700, 1)),
        _case("LINEAR_EXACT", _film(), _window(1000, 300, "LINEAR_EXACT")),
        _case("SIGMOID", _film(), _window(2048, 1000, "SIGMOID")),
        _case("inverted after the window", _film(invert=True), _window(1500, 900)),
        _case(
            "signed CT in Hounsfield units",
            _film(bits=12, value_offset=-2048, slope=1, intercept=-24),
            _window(40, 400),
        ),
        _case(
            "fractional slope",
            _film(slope=0.684, intercept=200),
            _window(1600, 2800),
        ),
        _case(
            "negative slope turns the film once, inversion turns it back",
            _film(slope=-1, intercept=4095, invert=True),
            _window(2048, 4096),
        ),
        _case(
            "padding is black, inverted or not",
            _film(invert=True, padding=[0, 40]),
            _window(900, 1500),
        ),
        _case(
            "padding of signed pixels",
            _film(bits=10, value_offset=-512, padding=[-512, -500]),
            _window(0, 1024),
        ),
        _case("VOI table, held at both ends", _film(bits=9, voi_lut=table), "voi_lut"),
        _case(
            "modality table before the window",
            _film(bits=8, value_offset=-128, modality_lut=modality),
            _window(2000, 2200),
        ),
        _case(
            "map of small fractions",
            _film(bits=16, slope=0.000015, intercept=0),
            _window(0.5, 0.8, "LINEAR_EXACT"),
        ),
        _case("one bit", _film(bits=1), _window(0.5, 1, "LINEAR_EXACT")),
    ]


def document() -> str:
    """Return the golden file."""
    about = (
        "Grey of level values, written by tests/imaging/plain_display.py: samples are "
        "[level value, grey]; sigmoid greys may differ by one where floating point ties."
    )
    lines = ",\n".join(json.dumps(each) for each in cases())
    return f'{{"about": {json.dumps(about)},\n"cases": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    GOLDEN.write_text(document())
