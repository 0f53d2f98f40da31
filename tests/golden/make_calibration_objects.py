"""Write calibration_objects.json: heads, two markers, distances, other films, in 50 digits.

Two markers stand on the central ray at known depths, so that their shadows are circles of
radius SID R / sqrt(SOD^2 - R^2); what comes out is the pixel at the share of the way.
"""

from __future__ import annotations

from decimal import Decimal

from exact import FOLDER, as_json
from make_calibration import (
    KNOWN,
    NO_DETECTOR,
    PIXEL,
    circle_px,
    on_film,
    shadow_mm,
    true_magnification,
)

D = Decimal
Z = D("1.96")
CLICK = D("0.3")
TOLERANCE = D("0.003")


def fit_sigma(radius_px: Decimal, count: int) -> Decimal:
    """Of a circle through evenly spread points with the least scatter that is believed."""
    return CLICK / D(count).sqrt() / radius_px


def heads() -> list[dict]:
    m = true_magnification()
    radius = D(105)
    sigma = (fit_sigma(radius, 12) ** 2 + D("0.001") ** 2 + (D("0.01") / Z) ** 2).sqrt()

    def case(title: str, points: list, mm: str, film: dict, **outcome: object) -> dict:
        return {"title": title, "rim_points_px": points, "head_diameter_mm": D(mm), "film": film,
                "tolerance": D("1e-9"), **outcome}  # fmt: skip

    return [
        case("a head of 25 mm off the central ray", on_film(shadow_mm("-120", "40", 10)), "25",
             KNOWN, expected={"magnification": m, "plausibility": "plausible"}) |
        {"tolerance": D("1e-5")},
        case("its error bar is that of an object at the joint", circle_px(radius, 12), "25", KNOWN,
             expected={"magnification": 2 * radius * PIXEL / 25, "relative_sigma": sigma,
                       "residual_px": 0}),
        case("a ball of 8 mm is no head", circle_px(radius, 12), "8", KNOWN,
             refused="head_diameter_out_of_range"),
        case("two points", circle_px(radius, 12)[:2], "28", KNOWN, refused="too_few_points"),
    ]  # fmt: skip


def two_markers() -> list[dict]:
    behind_px, front_px = D(100), D(118)
    behind_mm, front_mm = D(25) / (2 * behind_px), D(25) / (2 * front_px)

    def case(title: str, share: str, behind: Decimal, front: Decimal, **more: object) -> dict:
        return {"title": title, "depth_share": D(share), "film": more.pop("film", KNOWN),
                "behind": {"rim_points_px": circle_px(behind, 12), "diameter_mm": 25},
                "front": {"rim_points_px": circle_px(front, 12), "diameter_mm": 25},
                "tolerance": D("1e-9"), **more}  # fmt: skip

    def between(share: str) -> Decimal:
        return (1 - D(share)) * behind_mm + D(share) * front_mm

    def sigma(share: str) -> Decimal:
        r, width = D(share), between(share)
        one = (1 - r) * behind_mm / width * (fit_sigma(behind_px, 12) ** 2 + TOLERANCE**2).sqrt()
        two = r * front_mm / width * (fit_sigma(front_px, 12) ** 2 + TOLERANCE**2).sqrt()
        depth = max(D("0.05") * (behind_mm - front_mm) / width, D("0.02") / Z)
        return (one**2 + two**2 + depth**2).sqrt()

    close = D("100.5")
    return [
        case("at 45 % of the way", "0.45", behind_px, front_px,
             expected={"column_mm": between("0.45"), "relative_sigma": sigma("0.45"),
                       "magnification": PIXEL / between("0.45"), "residual_px": 0}),
        case("at the marker behind", "0", behind_px, front_px,
             expected={"column_mm": behind_mm, "relative_sigma": sigma("0")}),
        case("at the marker in front", "1", behind_px, front_px,
             expected={"column_mm": front_mm, "relative_sigma": sigma("1")}),
        case("no detector spacing is needed", "0.45", behind_px, front_px, film=NO_DETECTOR,
             expected={"column_mm": between("0.45"), "magnification": None}),
        case("never better than two per cent", "0.5", behind_px, close,
             expected={"relative_sigma": _floor(behind_px, close)}),
        case("exchanged", "0.45", front_px, behind_px, refused="markers_in_wrong_order"),
        case("equally large", "0.45", behind_px, behind_px, refused="markers_in_wrong_order"),
        case("far too different", "0.45", behind_px, D(180), refused="markers_disagree"),
        case("outside of both", "1.2", behind_px, front_px, refused="depth_share_out_of_range"),
    ]  # fmt: skip


def _floor(behind_px: Decimal, front_px: Decimal) -> Decimal:
    behind_mm, front_mm = D(25) / (2 * behind_px), D(25) / (2 * front_px)
    width = (behind_mm + front_mm) / 2
    one = behind_mm / 2 / width * (fit_sigma(behind_px, 12) ** 2 + TOLERANCE**2).sqrt()
    two = front_mm / 2 / width * (fit_sigma(front_px, 12) ** 2 + TOLERANCE**2).sqrt()
    return (one**2 + two**2 + (D("0.02") / Z) ** 2).sqrt()


def distances() -> list[dict]:
    def case(title: str, sid: str, away: str, film: dict, **outcome: object) -> dict:
        return {"title": title, "sid_mm": D(sid), "object_distance_mm": D(away), "film": film,
                "tolerance": D("1e-9"), **outcome}  # fmt: skip

    sod = D(1150) - 150
    sigma = ((D(10) / sod) ** 2 + (D(10) * 150 / (D(1150) * sod)) ** 2).sqrt()
    return [
        case("1150 and 150 mm", "1150", "150", KNOWN,
             expected={"magnification": D("1.15"), "column_mm": PIXEL / D("1.15"),
                       "relative_sigma": sigma, "plausibility": "plausible",
                       "residual_px": None}),
        case("the bucky taken for the bone is not plausible", "1150", "50", KNOWN,
             expected={"magnification": D(1150) / 1100, "plausibility": "needs_reason",
                       "may_be_saved": False}),
        case("on the detector", "1150", "0", KNOWN, expected={"magnification": 1}),
        case("no detector spacing", "1150", "150", NO_DETECTOR, refused="no_detector_spacing"),
        case("in centimetres", "115", "15", KNOWN, refused="sid_out_of_range"),
        case("behind the source", "1150", "700", KNOWN, refused="object_distance_out_of_range"),
        case("behind the detector", "1150", "-5", KNOWN, refused="object_distance_out_of_range"),
    ]  # fmt: skip


def other_films() -> list[dict]:
    width = D(60) / 500
    own = (D("0.5") * D(2).sqrt() / 60) ** 2 + (D("0.025") / Z) ** 2

    def case(title: str, sigma: str | None, mm: str, **outcome: object) -> dict:
        return {"title": title, "a_px": [100, 200], "b_px": [400, 600], "length_mm": D(mm),
                "other_sigma": None if sigma is None else D(sigma), "film": KNOWN,
                "tolerance": D("1e-9"), **outcome}  # fmt: skip

    return [
        case("an object of 60 mm, the other film's doubt comes with it", "0.0125", "60",
             expected={"column_mm": width, "magnification": PIXEL / width,
                       "relative_sigma": (own + D("0.0125") ** 2).sqrt()}),
        case("the other film has no scale", None, "60", refused="other_film_not_calibrated"),
        case("no length", "0.01", "0", refused="length_out_of_range"),
    ]  # fmt: skip


def files() -> dict[str, str]:
    about = "Calibrations by known objects and distances, written by make_calibration_objects.py."
    text = as_json(
        about, heads=heads(), two_markers=two_markers(), distances=distances(),
        other_films=other_films(),
    )  # fmt: skip
    return {"calibration_objects.json": text}


if __name__ == "__main__":
    for name, written in files().items():
        (FOLDER / name).write_text(written, encoding="utf-8")
