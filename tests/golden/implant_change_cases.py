"""What a surgeon does to an implant and the changes that it makes, for make_implants.py."""

from __future__ import annotations

from exact import PI, cos, sin
from implant_documents import (
    BODY,
    CUP_AT,
    NEW,
    NO_SCALE,
    OBLONG,
    SQUARE,
    STEM_AT,
    VIEW,
    D,
    about_origin,
    document,
    item,
    scale,
)
from make_poses import matrix, moved, pose, times


def lone(
    kind: str, size: str, options: dict, at: list, by: dict, turn: str, mirrored: bool
) -> tuple:
    p = about_origin(at, by, turn, mirrored, [5, "-2.5"])
    return document([item(kind, size, options, at)], {BODY[kind]: p}), p


def repose(kind: str, p: dict, before: dict) -> list[dict]:
    [made] = before["variants"]
    return [
        {
            "op": "upsert",
            "collection": "variants",
            "item": {**made, "poses": {**made["poses"], BODY[kind]: p}},
        }
    ]


def moves() -> list[dict]:
    cases = []
    for by in (SQUARE, OBLONG):
        for mirrored in (False, True):
            before, p = lone("stem", "120", {"offset": "standard"}, STEM_AT, by, "-12", mirrored)
            where = f"mirrored {mirrored}, {by['row_mm']}"
            base = {"document": before, "scale": by}

            def moved_by(x, y, p=p):
                old = p["translation_px"]
                return {**p, "translation_px": [old[0] + x, old[1] + y]}

            drag = moved_by(D("10.5"), D(-4) * by["aspect"])
            cases.append(
                {
                    "title": f"dragged, {where}",
                    **base,
                    "do": "move",
                    "with": [D("10.5"), -4],
                    "changes": repose("stem", drag, before),
                }
            )
            down, across = times(matrix(p), [0, 1]), times(matrix(p), [1, 0])
            steps = [(3 * a - 2 * b) / by["column_mm"] for a, b in zip(down, across, strict=True)]
            cases.append(
                {
                    "title": f"nudged, {where}",
                    **base,
                    "do": "nudge",
                    "with": [3, -2],
                    "changes": repose("stem", moved_by(*steps), before),
                }
            )
            turned = {**p, "rotation_rad": p["rotation_rad"] + 7 * PI / 180}
            cases.append(
                {
                    "title": f"turned about its anchor, {where}",
                    **base,
                    "do": "rotate",
                    "with": [7, None],
                    "changes": repose("stem", turned, before),
                }
            )
            hinge = moved(
                p,
                [
                    STEM_AT[0] + 30 / by["column_mm"],
                    STEM_AT[1] * by["aspect"] - 30 / by["column_mm"],
                ],
            )
            foot = moved(p, p["anchor_px"])
            a = 7 * PI / 180
            out = times(
                ((cos(a), -sin(a)), (sin(a), cos(a))),
                [f - h for f, h in zip(foot, hinge, strict=True)],
            )
            swung = {
                **turned,
                "translation_px": [
                    h + o - n for h, o, n in zip(hinge, out, p["anchor_px"], strict=True)
                ],
            }
            cases.append(
                {
                    "title": f"turned about the head, {where}",
                    **base,
                    "do": "rotate",
                    "with": [7, "head_centre"],
                    "changes": repose("stem", swung, before),
                }
            )
            flipped = {**p, "rotation_rad": -p["rotation_rad"], "mirrored": not mirrored}
            cases.append(
                {
                    "title": f"mirrored, {where}",
                    **base,
                    "do": "mirror",
                    "with": [],
                    "changes": repose("stem", flipped, before),
                }
            )
    return [{**case, "kind": "stem"} for case in cases]


def choices() -> list[dict]:
    before, _ = lone("cup", "50", {"head": "36"}, CUP_AT, SQUARE, "40", False)
    old = before["implants"][0]

    def put(**over):
        return [{"op": "upsert", "collection": "implants", "item": {**old, **over}}]

    base = {"document": before, "scale": SQUARE, "kind": "cup"}
    return [
        {**base, "title": "a larger size", "do": "step", "with": [1], "changes": put(size="56")},
        {
            **base,
            "title": "the size does not come with this head",
            "do": "step",
            "with": [-1],
            "refused": "not_in_this_size",
        },
        {
            **base,
            "title": "beyond the ladder",
            "do": "step",
            "with": [2],
            "refused": "no_larger_size",
        },
        {
            **base,
            "title": "below the ladder",
            "do": "step",
            "with": [-2],
            "refused": "no_smaller_size",
        },
        {
            **base,
            "title": "a size by name",
            "do": "resize",
            "with": ["56"],
            "changes": put(size="56"),
        },
        {
            **base,
            "title": "an unknown size",
            "do": "resize",
            "with": ["57"],
            "refused": "unknown_size",
        },
        {
            **base,
            "title": "a smaller head",
            "do": "option",
            "with": ["head", "28"],
            "changes": put(options={"head": "28"}),
        },
        {
            **base,
            "title": "an unknown head",
            "do": "option",
            "with": ["head", "30"],
            "refused": "unknown_option",
        },
        {
            **base,
            "title": "an unknown option",
            "do": "option",
            "with": ["colour", "28"],
            "refused": "unknown_option",
        },
        {
            **base,
            "title": "a name that every object has",
            "do": "option",
            "with": ["toString", "28"],
            "refused": "unknown_option",
        },
        {
            **base,
            "title": "no scale",
            "scale": NO_SCALE,
            "do": "step",
            "with": [1],
            "refused": "no_scale",
        },
        {
            **base,
            "title": "a point that it does not have",
            "do": "rotate",
            "with": [1, "stem_tip"],
            "refused": "unknown_point",
        },
    ]


def addings() -> list[dict]:
    cases = []
    for by, mirrored, turn in ((SQUARE, False, "40"), (OBLONG, True, "-40")):
        start = document([], {}, variants=[])
        at = [D(1000), D(800)]
        free = pose([0, 0], turn, mirrored, [0, 0])
        for point, mm in ((None, [0, 0]), ("rim_lat", [D(-22), 0])):
            reach = times(matrix(free), [D(v) / by["column_mm"] for v in mm])
            origin = [at[0] - reach[0], at[1] - reach[1] / by["aspect"]]
            placed = {**free, "anchor_px": [origin[0], origin[1] * by["aspect"]]}
            implant = {
                "id": NEW["implant"],
                "body_id": NEW["body"],
                "family": "plain_cup",
                "family_version": 1,
                "size": "44",
                "options": {"head": "28"},
                "origin_px": origin,
            }
            cases.append(
                {
                    "title": f"by {point or 'its anchor'}, mirrored {mirrored}",
                    "document": start,
                    "scale": by,
                    "family": "plain_cup",
                    "at_px": at,
                    "point": point,
                    "mirrored": mirrored,
                    "changes": [
                        {
                            "op": "upsert",
                            "collection": "bodies",
                            "item": {"id": NEW["body"], "kind": "implant", "view_id": VIEW},
                        },
                        {"op": "upsert", "collection": "implants", "item": implant},
                        {
                            "op": "upsert",
                            "collection": "variants",
                            "item": {
                                "id": NEW["variant"],
                                "name": "A",
                                "poses": {NEW["body"]: placed},
                            },
                        },
                    ],
                }
            )
    base = {
        "document": document([], {}),
        "family": "plain_cup",
        "at_px": [1, 2],
        "point": None,
        "mirrored": False,
    }
    states = (
        ("yes", None),
        ("confirm", "scale_to_confirm"),
        ("acknowledge", "scale_to_acknowledge"),
        ("no", "scale_not_of_patient"),
    )
    cases += [
        {
            **base,
            "title": f"templating {state}",
            "scale": scale("0.14", "0.14", state),
            "refused": code,
        }
        for state, code in states[1:]
    ]
    return [
        *cases,
        {**base, "title": "no scale", "scale": NO_SCALE, "refused": "no_scale"},
        {
            **base,
            "title": "a recalled family",
            "family": "recalled_cup",
            "scale": SQUARE,
            "refused": "family_not_current",
        },
        {
            **base,
            "title": "an unknown point",
            "point": "tip",
            "scale": SQUARE,
            "refused": "unknown_point",
        },
    ]
