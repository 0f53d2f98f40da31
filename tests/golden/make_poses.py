"""Write poses.json, from 2x2 matrices in 50 digits, independent of the code under test."""

from __future__ import annotations

from decimal import Decimal

from exact import FOLDER, PI, as_json, cos, sin

D = Decimal
Pair = tuple[Decimal, Decimal]

FILM, FEMUR, STEM = (f"00000000-0000-4000-8000-00000000000{n}" for n in "123")
VIEW, VARIANT = (f"00000000-0000-4000-8000-0000000000{n}" for n in ("10", "20"))
MARKS = [f"00000000-0000-4000-8000-00000000003{n}" for n in "012"]


def pose(anchor: list, turn_deg: str, mirrored: bool, shift: list) -> dict:
    return {
        "type": "rigid2d",
        "anchor_px": [D(v) for v in anchor],
        "rotation_rad": D(turn_deg) * PI / 180,
        "mirrored": mirrored,
        "translation_px": [D(v) for v in shift],
    }


def matrix(p: dict) -> tuple[Pair, Pair]:
    c, s = cos(p["rotation_rad"]), sin(p["rotation_rad"])
    return ((-c, -s), (-s, c)) if p["mirrored"] else ((c, -s), (s, c))


def times(m: tuple[Pair, Pair], v: list) -> list:
    return [m[0][0] * v[0] + m[0][1] * v[1], m[1][0] * v[0] + m[1][1] * v[1]]


def moved(p: dict, point_sq: list) -> list:
    turned = times(matrix(p), [a - b for a, b in zip(point_sq, p["anchor_px"], strict=True)])
    return [a + b + c for a, b, c in zip(turned, p["anchor_px"], p["translation_px"], strict=True)]


def on_film(p: dict, point_px: list, aspect: Decimal) -> list:
    x, y = moved(p, [point_px[0], point_px[1] * aspect])
    return [x, y / aspect]


STAY = pose([0, 0], "0", False, [0, 0])
SHIFT = pose([1200, 900], "0", False, [12, "-7.5"])
QUARTER = pose([100, 200], "90", False, [0, 0])
TURN = pose([1503, 811], "7.25", False, [-14, "33.5"])
MIRROR = pose([640, 480], "0", True, [0, 0])
MIRROR_TURN = pose(["1500.5", "812.25"], "-31", True, [220, "-3.125"])
WHOLE = pose([10, 20], "180", False, [1, 2])
FAR = pose([4000, 9000], "-0.4", False, ["0.25", "0.5"])
CASES = [
    ("nobody has moved it", STAY), ("a shift", SHIFT), ("a quarter turn", QUARTER),
    ("a small turn with a shift", TURN), ("mirrored about its anchor", MIRROR),
    ("mirrored, then turned", MIRROR_TURN), ("half a turn", WHOLE), ("a long-leg film", FAR),
]  # fmt: skip
FILMS = [("square pixels", D(1)), ("pixels higher than wide", D("1.25")),
         ("the CT scout's pixels", D("0.545455") / D("0.596847"))]  # fmt: skip
POINTS = [[D("1234.5"), D("678.25")], [D(0), D(0)]]


def applied() -> list[dict]:
    return [
        {"title": f"{title}, {film}", "pose": p, "aspect": aspect, "point_px": point,
         "expected": on_film(p, point, aspect)}
        for title, p in CASES for film, aspect in FILMS for point in POINTS
    ]  # fmt: skip


def inverted() -> list[dict]:
    """The inverse of an orthogonal matrix is its transpose; a mirror undoes itself."""
    cases = []
    for title, p in CASES:
        (a, b), (c, d) = matrix(p)
        back = times(((a, c), (b, d)), [-v for v in p["translation_px"]])
        turn = p["rotation_rad"] if p["mirrored"] else -p["rotation_rad"]
        half = abs(p["rotation_rad"] - PI) < D("1e-40")
        inverse = {**p, "rotation_rad": PI if half else turn, "translation_px": back}
        cases.append({"title": title, "pose": p, "expected": inverse})
    return cases


def composed() -> list[dict]:
    pairs = [(TURN, SHIFT), (SHIFT, TURN), (MIRROR, TURN), (TURN, MIRROR_TURN),
             (MIRROR_TURN, MIRROR), (QUARTER, WHOLE), (MIRROR_TURN, MIRROR_TURN)]  # fmt: skip
    return [
        {"title": f"pair {n}", "outer": outer, "inner": inner,
         "anchor_px": inner["anchor_px"], "mirrored": outer["mirrored"] != inner["mirrored"],
         "points": [{"from": p, "to": moved(outer, moved(inner, p))} for p in POINTS]}
        for n, (outer, inner) in enumerate(pairs, start=1)
    ]  # fmt: skip


def reanchored() -> list[dict]:
    hinge = [D(900), D("1350.5")]
    return [
        {"title": title, "pose": p, "anchor_px": hinge,
         "translation_px": [a - b for a, b in zip(moved(p, hinge), hinge, strict=True)],
         "points": [{"from": q, "to": moved(p, q)} for q in POINTS]}
        for title, p in CASES
    ]  # fmt: skip


def implants() -> list[dict]:
    """One stem before and after the film is recalibrated by 4 %, and on uneven pixels."""
    origin, tip = [D("812.5"), D("640.25")], [D("3.5"), D(148)]
    films = [("as calibrated first", D("0.125"), D(1)), ("recalibrated", D("0.13"), D(1)),
             ("uneven pixels", D("0.15"), D("1.2")),
             ("uneven pixels, recalibrated", D("0.156"), D("1.2"))]  # fmt: skip
    cases = []
    for title, column, aspect in films:
        for part, mm in (("origin", [D(0), D(0)]), ("tip", tip)):
            native = [origin[0] + mm[0] / column, origin[1] + mm[1] / (column * aspect)]
            cases.append(
                {"title": f"{part}, {title}", "origin_px": origin, "point_mm": mm,
                 "column_mm": column, "aspect": aspect, "native_px": native, "pose": TURN,
                 "planned_px": on_film(TURN, native, aspect)}
            )  # fmt: skip
    return cases


def readings() -> list[dict]:
    aspect = D("1.25")
    native = [[D(700), D(500)], [D(700), D(500)], [D("1810.5"), D(2222)]]
    of_body = [FILM, FEMUR, FEMUR]
    document = {
        "schema": 3,
        "procedures": [],
        "views": [{"id": VIEW, "sop_instance_uid": "1.2.3", "frame": 1, "pixel_sha256": "0" * 64,
                   "calibration_id": None, "side": "R"}],
        "bodies": [{"id": FILM, "kind": "film", "view_id": VIEW},
                   {"id": FEMUR, "kind": "fragment", "view_id": VIEW, "name": "right femur",
                    "polygon_px": [[600, 400], [2000, 400], [1900, 2400]]}],
        "landmarks": [
            {"id": mark, "body_id": body, "key": "mark", "side": "R", "point_px": point,
             "placed": "loupe"}
            for mark, body, point in zip(MARKS, of_body, native, strict=True)
        ],
        "measurements": [], "implants": [],
        "variants": [{"id": VARIANT, "name": "A", "poses": {FEMUR: MIRROR_TURN}}],
    }  # fmt: skip
    planned = [native[0], *(on_film(MIRROR_TURN, p, aspect) for p in native[1:])]
    common = {"document": document, "aspects": {VIEW: aspect}}
    return [
        {"title": "native", **common, "variant_id": None,
         "expected": dict(zip(MARKS, native, strict=True))},
        {"title": "planned", **common, "variant_id": VARIANT,
         "expected": dict(zip(MARKS, planned, strict=True))},
        {"title": "no such variant", **common, "variant_id": FILM, "refused": "unknown_variant"},
    ]  # fmt: skip


def files() -> dict[str, str]:
    text = as_json(
        "Poses in square film pixels, written by make_poses.py.",
        apply=applied(), invert=inverted(), compose=composed(), reanchor=reanchored(),
        implants=implants(), readings=readings(),
    )  # fmt: skip
    return {"poses.json": text}


if __name__ == "__main__":
    for name, written in files().items():
        (FOLDER / name).write_text(written, encoding="utf-8")
