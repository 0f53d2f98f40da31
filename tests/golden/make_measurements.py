"""Write measurements.json; see README.md beside this file.

Films are drawn with a known answer: bones are laid out by lengths and angles, then turned,
mirrored and put into the pixels of some film. Nothing of the code under test is used.
"""

from __future__ import annotations

from decimal import Decimal

import films
from exact import PI, as_json, cos, sin
from films import BALL, OBLONG, Film

D = Decimal
Z = D("1.96")


def at(start: tuple, length: object, degrees: object) -> tuple:
    """Return the point at a length in a direction; 0 to the right, 90 downwards."""
    turn = D(degrees) * PI / 180
    return (start[0] + D(length) * cos(turn), start[1] + D(length) * sin(turn))


def lengths() -> list[dict]:
    a, b = (D(100), D(200)), (D(130), D(240))
    half = Z * (50 * 50 * D("0.0125") ** 2 + 2).sqrt()
    fine = Z * (50 * 50 * D("0.0125") ** 2 + D("0.25") + 1).sqrt()
    points = {"a": [a], "b": [b]}
    made = [
        Film("a length on square pixels", "length", points).gives(50, "mm", "50 mm", half),
        Film("a length on oblong pixels", "length", points, scale=OBLONG).gives(
            50, "mm", "50 mm", half
        ),
        Film("one end placed with the loupe", "length", points, sigma={"a": "0.5"}).gives(
            50, "mm", "50 mm", fine
        ),
        Film("both ends in one place", "length", {"a": [a], "b": [a]}).refuses("coincident_points"),
        Film("an end that was not placed", "length", {"a": [a]}).refuses("missing_landmark"),
        Film("a place that takes one point", "length", {"a": [a, b], "b": [b]}).refuses(
            "too_many_points"
        ),
        Film("a length without a scale", "length", points, scale=films.NONE).refuses("no_scale"),
        Film("a length at the detector", "length", points, scale=films.DETECTOR).gives(
            50, "mm", "50 mm", reason="not_calibrated"
        ),
        Film("a scale of unknown error", "length", points, scale=films.DOUBTFUL).gives(
            50, "mm", "50 mm", reason="scale_error_unknown"
        ),
    ]
    return made


def angles() -> list[dict]:
    made = []
    vertex = (D(100), D(100))
    for degrees in (1, 90, 91, 150, 179):
        a, b = at(vertex, 40, 20), at(vertex, 60, 20 + degrees)
        # The vertex moves both legs, less what they have in common.
        shared = 2 * cos(D(degrees) * PI / 180) / (40 * 60)
        each = D(1) / (40 * 40) + D(1) / (60 * 60)
        half = Z * 180 / PI * (2 * each - shared).sqrt()
        for scale in (BALL, OBLONG):
            made.append(
                Film(
                    f"an angle of {degrees} degrees on pixels {scale['aspect']} high",
                    "angle",
                    {"a": [a], "vertex": [vertex], "b": [b]},
                    scale=scale,
                ).gives(degrees, "deg", f"{degrees}°", half, tolerance=1e-7)
            )
    right = {"a": [(D(140), D(100))], "vertex": [vertex], "b": [(D(100), D(130))]}
    made += [
        Film("a right angle without a scale", "angle", right, scale=films.NONE).gives(
            90, "deg", "90°", reason="no_scale"
        ),
        Film("a straight angle", "angle", right | {"b": [(D(50), D(100))]}).gives(
            180, "deg", "180°", tolerance=1e-7
        ),
        Film("no angle at all", "angle", right | {"b": [(D(200), D(100))]}).gives(
            0, "deg", "0°", tolerance=1e-7
        ),
        Film("a leg without length", "angle", right | {"b": [vertex]}).refuses("coincident_points"),
    ]
    return made


def circles() -> list[dict]:
    centre = (D(60), D(80))
    rim = [at(centre, 25, degrees) for degrees in (0, 90, 180, 270)]
    # Four points a quarter apart: a radius half as doubtful as a point, a diameter as much.
    half = Z * (1 + 2500 * D("0.0125") ** 2).sqrt()
    row = [(D(10 * k), D(20 * k)) for k in (1, 2, 3)]
    short = [at(centre, 25, degrees) for degrees in (10, 20, 30)]
    made = []
    for key, role in (("circle", "rim"), ("femoral_head_diameter", "rim")):
        for scale in (BALL, OBLONG):
            made.append(
                Film(f"{key} on pixels {scale['aspect']} high", key, {role: rim}, scale=scale)
                .gives(50, "mm", "50 mm", half, tolerance=1e-7)
            )  # fmt: skip
        made += [
            Film(f"{key}, three points in a row", key, {role: row}).refuses("collinear_points"),
            Film(f"{key}, two points", key, {role: rim[:2]}).refuses("too_few_points"),
            Film(f"{key}, one point thrice", key, {role: [rim[0]] * 3}).refuses(
                "coincident_points"
            ),
            Film(f"{key}, too short an arc", key, {role: short}).refuses("arc_too_short"),
        ]
    return made


def files() -> dict[str, str]:
    """Return the file's text by its name."""
    about = "Measurements of films that were drawn with a known answer; image pixels."
    import make_measurements_bones as bones
    import make_measurements_hard as hard

    edges = [
        *hard.corrections(), *hard.load_lines(), *hard.joint_spaces(), *hard.degenerate(),
        *hard.cobbs(), *hard.mismatches(),
    ]  # fmt: skip

    return {
        "measurements.json": as_json(
            about,
            plain=[film.case for film in [*lengths(), *angles(), *circles()]],
            hips=[film.case for film in bones.hips()],
            legs=[film.case for film in bones.legs()],
            spines=[film.case for film in bones.spines()],
            edges=[film.case for film in edges],
        )
    }
