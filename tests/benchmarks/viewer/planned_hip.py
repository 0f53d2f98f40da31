"""A planned hip on the pelvis: calibrated by its ball, measured, templates on it, over the API."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from tests.browser.plan_steps import outline
from tests.installation import Client

RIM_POINTS = 12
SIDE = "R"
# Kind to family, size and options; where it lies on the phantom, and turned by how much (rad).
TEMPLATES = (
    ("press_fit_cup", "52", {"head": "36", "liner": "neutral"}, "head_centre_R", 0.7),
    ("tapered_wedge_stem", "148", {"offset": "standard", "ccd": "131"}, "shaft_prox_R", 0.0),
    ("modular_head", "36", {"increment": "0"}, "head_centre_R", 0.0),
)
LEG_LENGTHS = {
    "teardrop_R": ("teardrop", "R"),
    "teardrop_L": ("teardrop", "L"),
    "lesser_troch_R": ("lesser_troch_apex", "R"),
    "lesser_troch_L": ("lesser_troch_apex", "L"),
}
# Lengths between two marks each, as a surgeon draws rulers.
LENGTHS = (
    ("teardrop_R", "teardrop_L"),
    ("teardrop_R", "lesser_troch_R"),
    ("teardrop_L", "lesser_troch_L"),
    ("shaft_prox_R", "shaft_dist_R"),
)


@dataclass(frozen=True, slots=True)
class Planned:
    """How much is on the film."""

    measurements: int
    templates: int


class _Plan:
    """The changes that make the plan, in one set."""

    def __init__(self, view: dict[str, Any], truth: dict):
        self.view = view
        self.places = {name: mark["image_px"] for name, mark in truth["landmarks"].items()}
        self.film = {"id": _key(), "kind": "film", "view_id": view["id"]}
        self.changes = [_upsert("views", view), _upsert("bodies", self.film)]
        self.poses: dict[str, dict] = {}

    def measure(self, definition: str, roles: dict[str, tuple[str, str | None, str]]) -> None:
        """Put in a measurement; a role has a landmark's key, its side and its place."""
        landmarks = {}
        for role, (key, side, place) in roles.items():
            mark = {
                "id": _key(),
                "body_id": self.film["id"],
                "key": key,
                "side": side,
                "point_px": self.places[place],
                "placed": "loupe",
            }
            self.changes.append(_upsert("landmarks", mark))
            landmarks[role] = [mark["id"]]
        item = {"id": _key(), "definition": definition, "side": None, "landmarks": landmarks}
        self.changes.append(_upsert("measurements", item))

    def lay(self, family: str, size: str, options: dict, place: str, turn_rad: float) -> None:
        """Put in a template."""
        body = {"id": _key(), "kind": "implant", "view_id": self.view["id"]}
        at = self.places[place]
        item = {
            "id": _key(),
            "body_id": body["id"],
            "family": family,
            "family_version": 1,
            "size": size,
            "options": options,
            "origin_px": at,
        }
        self.poses[body["id"]] = {
            "type": "rigid2d",
            "anchor_px": at,
            "rotation_rad": turn_rad,
            "mirrored": False,
            "translation_px": [0.0, 0.0],
        }
        self.changes += [_upsert("bodies", body), _upsert("implants", item)]

    def change_set(self) -> dict:
        """Return what the browser would post."""
        variant = {"id": _key(), "name": "A", "poses": self.poses}
        changes = [*self.changes, _upsert("variants", variant)]
        return {"id": _key(), "base_version": 0, "changes": changes}


def plan_hip(client: Client, study: str, truth: dict) -> Planned:
    """Calibrate the pelvis of a study and plan a total hip on it.

    Parameters
    ----------
    client : Client
        A surgeon who is signed in.
    study : str
    truth : dict
        Of the phantom.
    """
    film = client.get(f"studies/{study}").json()["first_film_id"]
    ball = truth["ball"]
    calibration = _post(
        client,
        f"films/{film}/calibrations",
        {
            "method": "ball",
            "rim_points_px": outline(ball["outline"], RIM_POINTS),
            "ball_diameter_mm": ball["diameter_mm"],
        },
    )
    shown = client.get(f"films/{film}").json()
    view = {
        "id": _key(),
        "sop_instance_uid": shown["sop_instance_uid"],
        "frame": 1,
        "pixel_sha256": shown["pixel_sha256"],
        "calibration_id": calibration["id"],
        "side": SIDE,
    }
    plan = _Plan(view, truth)
    plan.measure(
        "LLD_lesser_trochanter", {role: (*mark, role) for role, mark in LEG_LENGTHS.items()}
    )
    for first, second in LENGTHS:
        ends = {"a": ("length_a", None, first), "b": ("length_b", None, second)}
        plan.measure("length", ends)
    for template in TEMPLATES:
        plan.lay(*template)
    head = {"id": _key(), "study_id": study, "operation": "Total hip replacement", "side": SIDE}
    made = _post(client, "plans", head)
    _post(client, f"plans/{made['id']}/changes", plan.change_set())
    return Planned(1 + len(LENGTHS), len(TEMPLATES))


def _post(client: Client, path: str, body: dict) -> dict:
    answer = client.post(path, body)
    assert answer.ok, f"{path}: {answer.status_code} {answer.text[:500]}"
    return answer.json()


def _upsert(collection: str, item: dict) -> dict:
    return {"op": "upsert", "collection": collection, "item": item}


def _key() -> str:
    return str(uuid.uuid4())
