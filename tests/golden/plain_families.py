"""Implant families for make_implants.py: shapes of a few points, to be followed by hand."""

from __future__ import annotations

from decimal import Decimal

D = Decimal
UP = {"45": [D("0.8"), D("-0.6")], "60": [D("0.6"), D("-0.8")]}


def variant(options: dict, name: str, axis: list, points: dict, mating: dict) -> dict:
    outline = [
        {
            "role": "outline",
            "d": "M 0 0 L 4 0 L 4 3 Z",
            "closed": True,
            "polyline": [[0, 0], [4, 0], [4, 3]],
        }
    ]
    return {
        "options": options,
        "name": name,
        "dimensions": {},
        "outline": outline,
        "axis": axis,
        "points": points,
        "mating": mating,
        "flags": [],
    }


def family(
    kind: str, options: dict, rotation_deg: int, sizes: list, status: str = "current"
) -> dict:
    return {
        "key": f"plain_{kind}",
        "version": 1,
        "name": f"Plain {kind}",
        "kind": kind,
        "generic": True,
        "notice": "drawn for a test",
        "status": status,
        "placement": {
            "anchor": "centre" if kind != "stem" else "resection",
            "size": sizes[0]["size"],
            "rotation_deg": rotation_deg,
        },
        "options": options,
        "sizes": sizes,
    }


def choice(name: str, default: str, *values: str) -> dict:
    return {
        "name": name,
        "default": default,
        "values": {v: {"name": f"{name} {v}"} for v in values},
    }


def cup_size(diameter: int, heads: list[str]) -> dict:
    half = D(diameter) / 2
    points = {"centre": [0, 0], "rim_lat": [-half, 0], "rim_med": [half, 0], "dome": [0, -half]}
    variants = [
        variant(
            {"head": head},
            f"cup {diameter} mm for {head}",
            [[0, -half], [0, 0]],
            points,
            {"head": {"point": [0, 0], "axis": [0, 1], "diameter_mm": int(head)}},
        )
        for head in heads
    ]
    return {"size": str(diameter), "name": f"cup {diameter} mm", "variants": variants}


def head_size(diameter: int) -> dict:
    variants = [
        variant(
            {"increment": text},
            f"head {diameter} mm, {text}",
            [[0, 0], [-3, 4]],
            {"centre": [0, 0], "base": [-6, 8]},
            {
                "taper": {"point": [0, 0], "axis": UP["60"], "type": "plain", "increment_mm": mm},
                "liner": {"point": [0, 0], "axis": UP["60"], "diameter_mm": diameter},
            },
        )
        for text, mm in (("0", 0), ("+4", 4), ("-4", -4))
    ]
    return {"size": str(diameter), "name": f"head {diameter} mm", "variants": variants}


def stem_size(length: int) -> dict:
    variants = []
    for offset, medial in (("standard", 0), ("high", 7)):
        head = [D(length) / 4 + medial, D(-30)]
        points = {
            "resection": [0, 0],
            "stem_prox": [0, 20],
            "stem_tip": [0, length],
            "head_centre": head,
            "head_centre_0": head,
        }
        variants.append(
            variant(
                {"offset": offset},
                f"stem {length} mm, {offset}",
                [[0, 20], [0, length]],
                points,
                {"taper": {"point": head, "axis": UP["45"], "type": "plain"}},
            )
        )
    return {"size": str(length), "name": f"stem {length} mm", "variants": variants}


CUP = family(
    "cup",
    {"head": choice("head", "36", "28", "36")},
    40,
    [cup_size(44, ["28"]), cup_size(50, ["28", "36"]), cup_size(56, ["28", "36"])],
)
HEAD = family(
    "head",
    {"increment": choice("increment", "0", "0", "+4", "-4")},
    0,
    [head_size(28), head_size(36)],
)
STEM = family(
    "stem",
    {"offset": choice("offset", "standard", "standard", "high")},
    0,
    [stem_size(120), stem_size(140), stem_size(160)],
)
FAMILIES = [CUP, HEAD, STEM, {**CUP, "key": "recalled_cup", "status": "recalled"}]
