"""Write implants.json in 50 digits, from matrices, independent of the code under test.

What placing promises is in millimetres and degrees on any pixel: millimetres about the origin
are divided by the pixel's width, moved as a pose says, and brought back to image pixels.
"""

from __future__ import annotations

from exact import FOLDER, as_json
from implant_change_cases import addings, choices, moves
from implant_documents import (
    AGAIN,
    BODY,
    CUP_AT,
    HEAD_AT,
    ITEM,
    OBLONG,
    SQUARE,
    STEM_AT,
    D,
    about_origin,
    document,
    item,
    on_film,
)
from make_poses import times
from plain_families import CUP, FAMILIES, UP


def placings() -> list[dict]:
    cases = []
    for name, by in (("square pixels", SQUARE), ("oblong pixels", OBLONG), ("recalibrated", AGAIN)):
        for how, turn, mirrored, shift in (
            ("as drawn", "0", False, [0, 0]),
            ("turned", "40", False, [12, "-7.5"]),
            ("mirrored and turned", "-33.5", True, [3, 4]),
        ):
            p = about_origin(CUP_AT, by, turn, mirrored, shift)
            implant = item("cup", "50", {"head": "36"}, CUP_AT)
            shape = CUP["sizes"][1]["variants"][1]
            cases.append(
                {
                    "title": f"{name}, {how}",
                    "implant": implant,
                    "pose": p,
                    "scale": by,
                    "points": {n: on_film(p, CUP_AT, q, by) for n, q in shape["points"].items()},
                    "axis": [on_film(p, CUP_AT, q, by) for q in shape["axis"]],
                    "outline": [on_film(p, CUP_AT, q, by) for q in shape["outline"][0]["polyline"]],
                }
            )
    return cases


def angle_between(a: list, b: list) -> list:
    """Cosine and sine of the turn from a to b, both unit vectors."""
    return [a[0] * b[0] + a[1] * b[1], a[0] * b[1] - a[1] * b[0]]


def sets() -> list[dict]:
    """A head sits on the taper whatever its own pose says."""
    cases = []
    for by in (SQUARE, OBLONG, AGAIN):
        for mirrored in (False, True):
            for text, mm in (("0", 0), ("+4", 4), ("-4", -4)):
                p = about_origin(STEM_AT, by, "-12", mirrored, [20, "5.5"])
                items = [
                    item("stem", "140", {"offset": "high"}, STEM_AT),
                    item("head", "28", {"increment": text}, HEAD_AT),
                ]
                poses = {
                    BODY["stem"]: p,
                    BODY["head"]: about_origin(HEAD_AT, by, "77", mirrored, [1, 2]),
                }
                head, up = [D(42), D(-30)], UP["45"]
                centre = [head[0] + mm * up[0], head[1] + mm * up[1]]
                c, s = angle_between(UP["60"], up)
                base = times(((c, -s), (s, c)), [D(-6), D(8)])
                cases.append(
                    {
                        "title": f"{text}, mirrored {mirrored}, {by['row_mm']}",
                        "document": document(items, poses),
                        "scale": by,
                        "mirrored": mirrored,
                        "points": {
                            "stem.head_centre": on_film(p, STEM_AT, centre, by),
                            "stem.head_centre_0": on_film(p, STEM_AT, head, by),
                            "stem.stem_tip": on_film(p, STEM_AT, [0, 140], by),
                            "head.centre": on_film(p, STEM_AT, centre, by),
                            "head.base": on_film(
                                p, STEM_AT, [centre[0] + base[0], centre[1] + base[1]], by
                            ),
                        },
                        "carried_by": ITEM["stem"],
                        "problems": [],
                    }
                )
    return cases


def removals() -> list[dict]:
    """The stem goes; its head stays where the stem held it."""
    by = OBLONG
    p = about_origin(STEM_AT, by, "-12", False, [20, "5.5"])
    items = [
        item("stem", "140", {"offset": "standard"}, STEM_AT),
        item("head", "36", {"increment": "+4"}, HEAD_AT),
    ]
    free = about_origin(HEAD_AT, by, "77", False, [1, 2])
    before = document(items, {BODY["stem"]: p, BODY["head"]: free})
    x, y = on_film(p, STEM_AT, [D(35) + 4 * UP["45"][0], D(-30) + 4 * UP["45"][1]], by)
    return [
        {
            "title": "a stem with a head",
            "document": before,
            "scale": by,
            "remove": ITEM["stem"],
            "head_centre": [x, y],
            "head": ITEM["head"],
        }
    ]


def files() -> dict[str, str]:
    text = as_json(
        "Implants placed on films and changed, written by make_implants.py.",
        families=FAMILIES,
        placings=placings(),
        sets=sets(),
        changes=[*moves(), *choices()],
        addings=addings(),
        removals=removals(),
    )
    return {"implants.json": text}


if __name__ == "__main__":
    for name, written in files().items():
        (FOLDER / name).write_text(written, encoding="utf-8")
