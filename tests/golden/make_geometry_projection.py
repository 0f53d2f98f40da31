"""Write geometry_projection.json; see README.md beside this file."""

from __future__ import annotations

from decimal import Decimal

from exact import PI, as_json, atan

D = Decimal
EXAMPLE = "shared orthopaedic example"


def projection_cases() -> list[dict]:
    return [*_magnifications(), *_published(), *_shadows(), *_inverse_shadows()]


def _case(title: str, function: str, args: list, expected: object, tolerance: str = "") -> dict:
    case = {
        "title": title,
        "function": f"projection.{function}",
        "args": args,
        "expected": expected,
    }
    return {**case, "tolerance": D(tolerance)} if tolerance else case


def _impossible(title: str, function: str, args: list) -> dict:
    return _case(f"refused: {title}", function, args, {"reason": "impossible_projection"})


def _magnifications() -> list[dict]:
    return [
        _case("SID over SOD", "magnification", [1150, 1000], D("1.15")),
        _case("on the detector nothing is magnified", "magnification", [1150, 1150], 1),
        _impossible("behind the detector", "magnification", [1150, 1151]),
        _impossible("at the source", "magnification", [1150, 0]),
        _case("a ball shows its magnification", "ball_magnification", [30, 25], D("1.2")),
        _impossible("a ball without diameter", "ball_magnification", [30, 0]),
        _case("a marker in the plane of the hip makes no error", "off_plane_size_error",
              [1150, 150, 0], 0),
        _case("1 cm nearer the tube reads 1 % too small", "off_plane_size_error",
              [1150, 150, 10], D("-0.01")),
        _case("a ball on the table reads hips too large", "off_plane_size_error",
              [1150, 150, -100], D("0.1")),
        _impossible("a marker behind the tube", "off_plane_size_error", [1150, 150, 1000]),
        _case("half way between two markers is the harmonic mean", "magnification_between",
              [1, D("1.5"), D("0.5")], D("1.2")),
        _case("at the posterior marker", "magnification_between", [D("1.05"), D("1.3"), 0],
              D("1.05")),
        _case("at the anterior marker", "magnification_between", [D("1.05"), D("1.3"), 1],
              D("1.3")),
        _impossible("a depth outside the markers", "magnification_between",
                    [D("1.05"), D("1.3"), D("1.2")]),
        _case("SID from 1.0 and 1.25 at 200 mm", "sid_from_two_depths_mm", [1, D("1.25"), 200],
              1000),
        _impossible("one magnification in two depths", "sid_from_two_depths_mm",
                    [D("1.1"), D("1.1"), 50]),
    ]  # fmt: skip


def _published() -> list[dict]:
    """Values and tolerances as given by the shared set, which rounds to three decimals."""
    return [
        _case(f"{EXAMPLE}: calibration_ball_magnification#1", "ball_magnification",
              [D("29.74"), D("25.4")], D("1.171"), "0.001"),
        _case(f"{EXAMPLE}: calibration_ball_magnification#6", "ball_magnification",
              [D("23.27"), D("20")], D("1.163"), "0.001"),
        _case(f"{EXAMPLE}: calibration_offplane_size_error_pct#1", "off_plane_size_error",
              [1150, 170, 20], D("-0.02041"), "0.0001"),
        _case(f"{EXAMPLE}: calibration_offplane_size_error_pct#2", "off_plane_size_error",
              [1000, 150, -35], D("0.04118"), "0.0001"),
        _case(f"{EXAMPLE}: calibration_double_marker_magnification#1", "magnification_between",
              [D("1.065"), D("1.285"), D("0.45")], D("1.154"), "0.0005"),
        _case(f"{EXAMPLE}: calibration_double_marker_magnification#6", "magnification_between",
              [D("1.0508"), D("1.2425"), D("0.47")], D("1.133"), "0.0005"),
        _case(f"{EXAMPLE}: calibration_SID_from_two_depths#1", "sid_from_two_depths_mm",
              [D("1.09"), D("1.15"), 55], D("1149.042"), "0.5"),
        _case(f"{EXAMPLE}: calibration_SID_from_two_depths#3", "sid_from_two_depths_mm",
              [D("1.05"), D("1.2"), 130], D("1092"), "0.5"),
    ]  # fmt: skip


def _shadows() -> list[dict]:
    """The silhouette in the plane of source, centre and central ray has two tangents.

    They meet the detector at SID tan(alpha +- beta), with alpha = atan(offset / SOD) and
    sin(beta) = R / distance: the ends of the long axis.
    """
    return [
        _shadow("on the central ray the shadow is round", "12.7", "0", "0", "1000", "1150"),
        _shadow("beside the leg: 180 mm to the side", "12.7", "180", "0", "980", "1150"),
        _shadow("on the other side the centre is mirrored", "12.7", "-180", "0", "980", "1150"),
        _shadow("straight below", "12.7", "0", "95", "970", "1150"),
        _shadow("off in both directions", "24", "-120", "160", "921.32", "1139.46"),
        _impossible("a ball around the source", "sphere_shadow", [30, [0, 0], 30, 1150]),
        _impossible("a ball behind the detector", "sphere_shadow", [30, [0, 0], 1200, 1150]),
    ]


def _shadow(title: str, r: str, x: str, y: str, sod: str, sid: str) -> dict:
    radius, sid_mm = D(r), D(sid)
    offset = (D(x) ** 2 + D(y) ** 2).sqrt()
    tan_alpha = offset / D(sod)
    sin_beta = radius / (offset**2 + D(sod) ** 2).sqrt()
    tan_beta = sin_beta / (1 - sin_beta**2).sqrt()
    far = sid_mm * (tan_alpha + tan_beta) / (1 - tan_alpha * tan_beta)
    near = sid_mm * (tan_alpha - tan_beta) / (1 + tan_alpha * tan_beta)
    direction = [D(x) / offset, D(y) / offset] if offset else [D(1), D(0)]
    middle = (far + near) / 2
    upright = PI / 2 if D(y) else D(0)
    angle = atan(D(y) / D(x)) if D(x) else upright
    expected = {
        "centre": [middle * direction[0], middle * direction[1]],
        "semi_major": (far - near) / 2,
        "semi_minor": sid_mm * radius / (D(sod) ** 2 - radius**2).sqrt(),
        "angle_rad": angle,
    }
    return _case(title, "sphere_shadow", [radius, [D(x), D(y)], D(sod), sid_mm], expected)


def _inverse_shadows() -> list[dict]:
    radius, sod, sid = D("12.7"), D("980"), D("1150")
    minor = sid * radius / (sod**2 - radius**2).sqrt()
    major = minor * (1 + D(180) ** 2 / (sod**2 - radius**2)).sqrt()
    return [
        _case("the short axis gives back the depth", "sphere_sod_mm", [radius, minor, sid], sod),
        _impossible("a shadow smaller than its ball", "sphere_sod_mm", [radius, D("12.6"), sid]),
        _case("a circle fitted on the central ray needs no correction", "shadow_semi_minor_mm",
              [minor, 0, sid], minor),
        _case("a circle fitted 180 mm beside it gives the short axis", "shadow_semi_minor_mm",
              [(minor + major) / 2, 180 * sid / sod, sid], minor, "0.0001"),
        _impossible("a circle without radius", "shadow_semi_minor_mm", [0, 10, sid]),
    ]  # fmt: skip


def files() -> dict[str, str]:
    """Return the text of each file."""
    about = "Magnification and shadows of balls, written by make_geometry_projection.py."
    return {"geometry_projection.json": as_json(about, cases=projection_cases())}
