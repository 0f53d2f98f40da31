"""Write formatting.json and scale.json; see README.md beside this file."""

from __future__ import annotations

import random
from decimal import Decimal

from exact import PI, as_json, atan

D = Decimal
MINUS = "\u2212"


def numbers() -> list[list]:
    """[value, decimals, text]: written out by hand first, then made from whole numbers."""
    by_hand = [
        [0, 0, "0"], [0, 2, "0.00"], [0.5, 0, "1"], [1.5, 0, "2"], [2.5, 0, "3"],
        [-0.5, 0, f"{MINUS}1"], [-2.5, 0, f"{MINUS}3"], [-0.4, 0, "0"], [-0.04, 1, "0.0"],
        [-0.0, 1, "0.0"], [0.05, 1, "0.1"], [0.25, 1, "0.3"], [0.285, 2, "0.29"],
        [1.005, 2, "1.01"], [2.675, 2, "2.68"], [8.345, 2, "8.35"], [1.45, 1, "1.5"],
        [0.1, 0, "0"], [9.5, 0, "10"], [9.995, 2, "10.00"], [99.96, 1, "100.0"],
        [999999.5, 0, "1000000"], [1234567.05, 1, "1234567.1"], [52, 1, "52.0"],
        [0.30000000000000004, 1, "0.3"], [0.30000000000000004, 12, "0.300000000000"],
        [1e-7, 3, "0.000"], [-1e-7, 7, f"{MINUS}0.0000001"], [5e-324, 12, "0.000000000000"],
        [1.5e-7, 7, "0.0000002"], [1e21, 0, "1000000000000000000000"],
        [1.25e21, 1, "1250000000000000000000.0"], [123456789012345680, 0, "123456789012345680"],
        [4503599627370497.5, 0, "4503599627370498"], [2.5000000000000004, 0, "3"],
        [2.4999999999999996, 0, "2"], [-17.05, 1, f"{MINUS}17.1"],
        [1.25e30, 2, "1250000000000000000000000000000.00"],
    ]  # fmt: skip
    return by_hand + _from_whole_numbers()


def _from_whole_numbers() -> list[list]:
    """A decimal of at most 15 digits is its own shortest form: round it in whole numbers."""
    choice = random.Random(20240)
    made = []
    for _ in range(160):
        digits, places, decimals = choice.randint(1, 12), choice.randint(0, 6), choice.randint(0, 4)
        whole = choice.randrange(10**digits)
        if choice.random() < 0.5 and places > decimals:
            whole = whole // 10 ** (places - decimals) * 10 ** (places - decimals)
            whole += 5 * 10 ** (places - decimals - 1)
        negative = choice.random() < 0.4
        value = float(f"{'-' if negative else ''}{whole}e-{places}")
        made.append([value, decimals, _round_whole(whole, places, decimals, negative)])
    return made


def _round_whole(whole: int, places: int, decimals: int, negative: bool) -> str:
    if places > decimals:
        step = 10 ** (places - decimals)
        whole = (whole + step // 2) // step
    else:
        whole *= 10 ** (decimals - places)
    text = str(whole).rjust(decimals + 1, "0")
    if decimals:
        text = f"{text[:-decimals]}.{text[-decimals:]}"
    return MINUS + text if negative and whole else text


ERROR_BARS = [
    [4.2, 0, "± 4"], [0.5, 0, "± 1"], [0.49, 0, "± 0.5"], [0.3, 0, "± 0.3"],
    [0.04, 0, "± 0.04"], [0.0449, 1, "± 0.04"], [2, 1, "± 2.0"], [0, 0, "± 0"],
]  # fmt: skip

VALUES = [
    [51.6, "mm", 0, "52 mm"], [51.64, "mm", 1, "51.6 mm"], [42.5, "deg", 0, "43°"],
    [-2.54, "deg", 1, f"{MINUS}2.5°"], [2.5, "percent", 1, "2.5 %"], [0.975, "ratio", 2, "0.98"],
    [1203.7, "px", 0, "1204 px"],
]  # fmt: skip


def scale(row: str, column: str, label: str, templating: str, **more: object) -> dict:
    values = {"relative_sigma": None, "magnification": None, "method": "header_detector",
              "confidence": "low", **more}  # fmt: skip
    return {
        "unit": "mm", "row_mm": D(row), "column_mm": D(column), "aspect": D(row) / D(column),
        "method": values["method"], "label": label, "confidence": values["confidence"],
        "templating": templating, "relative_sigma": values["relative_sigma"],
        "magnification": values["magnification"], "calibrated": templating != "no", "reason": None,
    }  # fmt: skip


def no_scale(reason: str, aspect: str = "1") -> dict:
    return {
        "unit": "px", "row_mm": None, "column_mm": None, "aspect": D(aspect), "method": None,
        "label": "px", "confidence": "none", "templating": "no", "relative_sigma": None,
        "magnification": None, "calibrated": False, "reason": reason,
    }  # fmt: skip


BALL = scale("0.12", "0.12", "calibrated (user: 25.4 mm ball)", "yes", method="ball",
             confidence="high", relative_sigma=D("0.0125"), magnification=D("1.2"))  # fmt: skip
RECALIBRATED = scale("0.125", "0.125", "calibrated (user: 30 mm ball)", "yes", method="ball",
                     confidence="high", relative_sigma=D("0.0125"))  # fmt: skip
DETECTOR = scale("0.144", "0.144", "mm at detector plane (not calibrated)", "no")
ASSUMED = scale("0.12", "0.12", "mm, assumed magnification M=1.2", "acknowledge",
                method="header_geometry", confidence="medium", magnification=D("1.2"))  # fmt: skip
CLAIMED = scale("0.144", "0.144", "fiducial claimed, equals detector spacing", "no",
                method="header_fiducial", confidence="contradictory",
                relative_sigma=D("0.01"))  # fmt: skip
OBLONG = scale("0.15", "0.1", "mm on film", "no", method="header_film")
SCALES = [BALL, RECALIBRATED, DETECTOR, ASSUMED, CLAIMED, OBLONG,
          no_scale("no_spacing"), no_scale("aspect_only", "1.5")]  # fmt: skip


def lengths() -> list[dict]:
    a, b = [1000, 2000], [1300, 2400]
    mirrored_a, mirrored_b = [3000 - 1000, 2000], [3000 - 1300, 2400]
    return [
        _length("500 px on a calibrated film", a, b, BALL, "60", "60 ± 3 mm",
                "60 ± 3 mm · calibrated (user: 25.4 mm ball)"),
        _length("the same after a loupe", a, b, BALL, "60", "60.0 ± 2.0 mm",
                "60.0 ± 2.0 mm · calibrated (user: 25.4 mm ball)", sigma="0.5", decimals=1),
        _length("recalibrated: the same points, other millimetres", a, b, RECALIBRATED, "62.5",
                "63 ± 3 mm", "63 ± 3 mm · calibrated (user: 30 mm ball)"),
        _length("mirrored film: the same length", mirrored_a, mirrored_b, BALL, "60",
                "60 ± 3 mm", "60 ± 3 mm · calibrated (user: 25.4 mm ball)"),
        _length("from b to a: the same length", b, a, BALL, "60", "60 ± 3 mm",
                "60 ± 3 mm · calibrated (user: 25.4 mm ball)"),
        _length("at the detector: millimetres with their label, no error bar", a, b, DETECTOR,
                "72", "72 mm", "72 mm at detector plane (not calibrated)",
                missing="not_calibrated"),
        _length("scale whose own error is unknown", a, b, ASSUMED, "60", "60 mm",
                "60 mm, assumed magnification M=1.2", missing="scale_error_unknown"),
        _length("a contradictory scale has no error bar, whatever it claims", a, b, CLAIMED,
                "72", "72 mm", "72 mm · fiducial claimed, equals detector spacing",
                missing="not_calibrated"),
        _length("oblong pixels: across", [10, 10], [310, 10], OBLONG, "30", "30 mm",
                "30 mm on film", missing="not_calibrated"),
        _length("oblong pixels: down a vertical line", [10, 10], [10, 310], OBLONG, "45",
                "45 mm", "45 mm on film", missing="not_calibrated"),
        _length("oblong pixels: aslant", [0, 0], [400, 200], OBLONG, "50", "50 mm",
                "50 mm on film", missing="not_calibrated"),
        _length("no scale: pixels", a, b, no_scale("no_spacing"), "500", "500 px", "500 px",
                missing="no_scale"),
        _length("no scale but an aspect: square pixels", [0, 0], [400, 200],
                no_scale("aspect_only", "1.5"), "500", "500 px", "500 px", missing="no_scale"),
        _no_length("coincident points", a, a, BALL),
        _no_length("coincident points without a scale", a, a, no_scale("no_spacing")),
    ]  # fmt: skip


def _length(
    title: str, a: list, b: list, film: dict, value: str, text: str, labelled: str,
    sigma: str | None = None, decimals: int | None = None, missing: str | None = None,
) -> dict:  # fmt: skip
    plus_minus = None
    if missing is None:
        from_scale = D(value) * film["relative_sigma"]
        plus_minus = D("1.96") * (from_scale**2 + 2 * D(sigma or 1) ** 2).sqrt()
    expected = {
        "kind": "quantity", "value": D(value), "unit": film["unit"], "plus_minus_95": plus_minus,
        "plus_minus_reason": missing, "label": film["label"], "method": film["method"],
        "calibrated": film["calibrated"],
    }  # fmt: skip
    case = {"title": title, "a_px": a, "b_px": b, "scale": film, "expected": expected,
            "decimals": decimals, "text": text, "labelled": labelled}  # fmt: skip
    return {**case, "landmark_sigma_mm": D(sigma)} if sigma else case


def _no_length(title: str, a: list, b: list, film: dict) -> dict:
    expected = {"kind": "reason", "code": "coincident_points", "params": {}}
    return {"title": title, "a_px": a, "b_px": b, "scale": film, "expected": expected}


def angles() -> list[dict]:
    """[first, second] directions in image pixels, read on films of several aspects."""
    right, slant = [[0, 0], [100, 0]], [[0, 0], [100, 100]]
    steep = atan(D("1.5")) * 180 / PI
    return [
        _angle("square pixels", right, slant, BALL, D(45)),
        _angle("recalibration leaves angles alone", right, slant, RECALIBRATED, D(45)),
        _angle("oblong pixels, with a scale", right, slant, OBLONG, steep),
        _angle("oblong pixels, without one", right, slant, no_scale("aspect_only", "1.5"), steep),
        _angle("beyond 90 degrees", right, [[50, 70], [-50, 170]], OBLONG, 180 - steep),
        _angle("a vertical line", [[5, 5], [5, 90]], right, OBLONG, D(90)),
    ]


def _angle(title: str, first: list, second: list, film: dict, degrees: Decimal) -> dict:
    return {"title": title, "first_px": first, "second_px": second, "scale": film,
            "expected": degrees}  # fmt: skip


def files() -> dict[str, str]:
    """Return the text of each file."""
    writer = "written by make_measuring.py."
    return {
        "formatting.json": as_json(
            f"[value, decimals, text]; with units [value, unit, decimals, text]; {writer}",
            numbers=numbers(), error_bars=ERROR_BARS, values=VALUES,
        ),
        "scale.json": as_json(
            f"Scales, and what lengths and angles read with them; {writer}",
            scales=SCALES, lengths=lengths(), angles=angles(),
        ),
    }  # fmt: skip
