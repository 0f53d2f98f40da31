"""A plan with nothing left to do: a calibrated film, a length, a cup, a side, an operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planning.calibration.models import Calibration
from planning.measuring.scale import Confidence, Scale, ScaleMethod, Templating
from planning.plans.models import Plan
from planning.studies.models import Instance
from tests.plans import cases
from tests.web.world import NOW, SHA, World

# 0.125 mm is exact in binary: 400 pixels are 50 mm to the last digit.
PIXEL_MM = 0.125
AP_PELVIS = {"PatientOrientation": ["L", "F"], "ViewPosition": ["AP"], "StudyDate": ["20261110"]}


@dataclass
class Ready:
    """The plan and the items that tests spoil."""

    plan: Plan
    calibration: Calibration | None
    view: dict[str, Any]
    landmarks: list[dict[str, Any]]
    measurement: dict[str, Any]
    implant: dict[str, Any]

    def save(self, **fields: Any) -> Plan:
        """Write changed fields and whatever became of the document."""
        for name, value in fields.items():
            setattr(self.plan, name, value)
        self.plan.save()
        return self.plan

    @property
    def pose(self) -> dict[str, Any]:
        """The cup's pose in the working variant."""
        return self.plan.document["variants"][0]["poses"][self.implant["body_id"]]


def calibrate(film: Instance, *, by, supersedes: Calibration | None = None) -> Calibration:
    """Add a calibration by a known length."""
    scale = Scale(
        PIXEL_MM, PIXEL_MM, ScaleMethod.KNOWN_LENGTH, "mm, by a known length", Confidence.HIGH,
        Templating.YES, relative_sigma=0.01,
    )  # fmt: skip
    return Calibration.objects.create(
        instance=film,
        supersedes=supersedes,
        method="known_length",
        inputs={"points_px": [[0, 0], [400, 0]], "length_mm": 50},
        row_mm=PIXEL_MM,
        column_mm=PIXEL_MM,
        relative_sigma=0.01,
        scale=scale.to_json(),
        pixel_sha256=film.pixel_sha256,
        software="test",
        created_by=by,
        created_at=NOW,
    )


def ready_plan(world: World, *, calibrated: bool = True) -> Ready:
    """Make a draft that could be signed as it is, or with a film that nobody calibrated."""
    film = world.film
    film.header, film.pixel_sha256 = dict(AP_PELVIS), SHA
    film.save()
    surgeon = world.people["surgeon"]
    calibration = calibrate(film, by=surgeon) if calibrated else None
    view = cases.view(world, calibration_id=str(calibration.pk) if calibration else None)
    body, cup_body = ({"id": cases.key(), "kind": kind, "view_id": view["id"]}
                      for kind in ("film", "implant"))  # fmt: skip
    landmarks = [
        {
            "id": cases.key(),
            "body_id": body["id"],
            "key": key,
            "side": None,
            "point_px": point,
            "placed": "loupe",
        }
        for key, point in (("length_a", [1000.0, 1000.0]), ("length_b", [1400.0, 1000.0]))
    ]
    measurement = {
        "id": cases.key(),
        "definition": "length",
        "side": None,
        "landmarks": {"a": [landmarks[0]["id"]], "b": [landmarks[1]["id"]]},
    }
    implant = {
        "id": cases.key(),
        "body_id": cup_body["id"],
        "family": "press_fit_cup",
        "family_version": 1,
        "size": "52",
        "options": {"head": "36", "liner": "neutral"},
        "origin_px": [1200.0, 1800.0],
    }
    pose = {
        "type": "rigid2d",
        "anchor_px": [1200.0, 1800.0],
        "rotation_rad": 0.7,
        "mirrored": False,
        "translation_px": [0.0, 0.0],
    }
    document = {
        "schema": 3,
        "procedures": [],
        "views": [view],
        "bodies": [body, cup_body],
        "landmarks": landmarks,
        "measurements": [measurement],
        "implants": [implant],
        "variants": [{"id": cases.key(), "name": "A", "poses": {cup_body["id"]: pose}}],
    }
    plan = cases.plan(world, operation="Total hip", side="R", document=document, version=7)
    return Ready(plan, calibration, view, landmarks, measurement, implant)
