"""Plan documents with implants, and where their points lie, for make_implants.py."""

from __future__ import annotations

from decimal import Decimal

from make_poses import moved, pose

D = Decimal
VIEW, FILM, VARIANT, OTHER = (f"00000000-0000-4000-8000-0000000001{n}0" for n in range(4))
BODY = {
    kind: f"00000000-0000-4000-8000-00000000020{n}"
    for n, kind in enumerate(("cup", "head", "stem"))
}
ITEM = {
    kind: f"00000000-0000-4000-8000-00000000030{n}"
    for n, kind in enumerate(("cup", "head", "stem"))
}
NEW = {
    "body": "00000000-0000-4000-8000-000000000401",
    "implant": "00000000-0000-4000-8000-000000000402",
    "variant": "00000000-0000-4000-8000-000000000403",
}


def scale(row: str, column: str, templating: str = "yes") -> dict:
    return {
        "unit": "mm",
        "row_mm": D(row),
        "column_mm": D(column),
        "aspect": D(row) / D(column),
        "method": "ball",
        "label": "mm by ball",
        "confidence": "high",
        "templating": templating,
        "relative_sigma": None,
        "magnification": None,
        "calibrated": templating != "no",
        "reason": None,
    }


SQUARE, OBLONG, AGAIN = scale("0.125", "0.125"), scale("0.15", "0.12"), scale("0.13", "0.13")
NO_SCALE = {
    "unit": "px",
    "row_mm": None,
    "column_mm": None,
    "aspect": 1,
    "method": None,
    "label": "px",
    "confidence": "none",
    "templating": "no",
    "relative_sigma": None,
    "magnification": None,
    "calibrated": False,
    "reason": "no_spacing",
}


def about_origin(origin: list, by: dict, turn: str, mirrored: bool, shift: list) -> dict:
    return pose([origin[0], D(origin[1]) * by["aspect"]], turn, mirrored, shift)


def item(kind: str, size: str, options: dict, origin: list) -> dict:
    return {
        "id": ITEM[kind],
        "body_id": BODY[kind],
        "family": f"plain_{kind}",
        "family_version": 1,
        "size": size,
        "options": options,
        "origin_px": origin,
    }


def document(items: list[dict], poses: dict, variants: list | None = None) -> dict:
    bodies = [{"id": FILM, "kind": "film", "view_id": VIEW}]
    bodies += [{"id": one["body_id"], "kind": "implant", "view_id": VIEW} for one in items]
    made = [{"id": VARIANT, "name": "A", "poses": poses}] if variants is None else variants
    view = {
        "id": VIEW,
        "sop_instance_uid": "1.2.3",
        "frame": 1,
        "pixel_sha256": "0" * 64,
        "calibration_id": None,
        "side": "B",
    }
    return {
        "schema": 3,
        "procedures": [],
        "views": [view],
        "bodies": bodies,
        "landmarks": [],
        "measurements": [],
        "implants": items,
        "variants": made,
    }


def on_film(p: dict, origin: list, point: list, by: dict) -> list:
    """Millimetres about the origin, over the pixel's width, moved, and back to image pixels."""
    sq = [
        D(origin[0]) + point[0] / by["column_mm"],
        D(origin[1]) * by["aspect"] + point[1] / by["column_mm"],
    ]
    x, y = moved(p, sq)
    return [x, y / by["aspect"]]


CUP_AT, STEM_AT, HEAD_AT = [D("812.5"), D("640.25")], [D(700), D(900)], [D(100), D(200)]
