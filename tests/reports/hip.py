"""A total hip planned on a phantom film whose geometry is known, signed by a surgeon."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import cos, pi, sin
from pathlib import Path
from typing import Any

from planning.accounts.models import IdentityDomain
from planning.calibration import services as calibrations
from planning.imaging.services import render
from planning.notes import services as notes
from planning.pacs.models import PacsNode
from planning.phantom.film import generate
from planning.plans.models import Plan, PlanVersion
from planning.plans.signing import sign
from planning.studies.arrival import Source, receive
from planning.studies.models import Instance
from tests.plans import cases
from tests.web.world import World

PIXEL_MM = 0.6
NOTE = "Bone island in the right acetabular roof <b>& a cyst</b>; see the CT before reaming."


@dataclass(frozen=True, slots=True)
class PhantomFile:
    """A film on disc and its exact geometry."""

    path: Path
    truth: dict[str, Any]

    def landmark(self, name: str) -> list[float]:
        """Return where a landmark truly lies, in image pixels."""
        return self.truth["landmarks"][name]["image_px"]


def write_phantom(folder: Path, *, seed: int = 7) -> PhantomFile:
    """Write the film and its truth."""
    path = generate("ap_pelvis", seed, pixel_mm=PIXEL_MM).write(folder)
    return PhantomFile(path, json.loads(path.with_suffix(".json").read_text()))


def bring_in(file: Path, world: World, node: PacsNode | None) -> Instance:
    """Take a film in as if it had come from an archive, and decode it."""
    domain = node.identity_domain if node else IdentityDomain.objects.get(site=world.site)
    arrival = receive(path=file, source=Source(world.site, domain, node))
    film = Instance.objects.get(pk=arrival.instance_id)
    render(instance=film)
    film.refresh_from_db()
    return film


def calibrate(film: Instance, phantom: PhantomFile, surgeon):
    """Calibrate on the ball, with rim points where its shadow truly ends."""
    outline = phantom.truth["ball"]["outline"]
    x, y = outline["centre_px"]
    turn = pi * outline["angle_deg"] / 180
    rim = []
    for step in range(24):
        angle = 2 * pi * step / 24
        across = outline["semi_major_px"] * cos(angle)
        down = outline["semi_minor_px"] * sin(angle)
        rim.append(
            [
                x + across * cos(turn) - down * sin(turn),
                y + across * sin(turn) + down * cos(turn),
            ]
        )
    inputs = {"rim_points_px": rim, "ball_diameter_mm": phantom.truth["ball"]["diameter_mm"]}
    return calibrations.calibrate(
        actor=surgeon,
        instance=film,
        request=calibrations.Request("ball", inputs, "The ball stood at the hip"),
        supersedes=None,
    )


def planned_hip(world: World, film: Instance, phantom: PhantomFile, **fields: Any) -> Plan:
    """Draft the operation on true landmarks: leg length, offset, inclination, cup and stem."""
    surgeon = world.people["surgeon"]
    calibration = calibrate(film, phantom, surgeon)
    view = cases.view(
        world,
        sop_instance_uid=film.sop_instance_uid,
        pixel_sha256=film.pixel_sha256,
        calibration_id=str(calibration.pk),
        side="B",
    )
    document = _Document(view, phantom)
    document.leg_length()
    document.offset()
    document.inclination()
    document.implant("press_fit_cup", "52", {"head": "36", "liner": "neutral"}, "socket_centre_R")
    document.implant(
        "tapered_wedge_stem", "142", {"offset": "standard", "ccd": "131"}, "neck_mid_R"
    )
    study = film.series.study
    return cases.plan(
        world,
        study=study,
        operation="Total hip arthroplasty",
        side="R",
        document=document.whole(),
        version=11,
        **fields,
    )


def must_read(world: World, film: Instance, phantom: PhantomFile, *, text: str = NOTE):
    """Pin a note that has to be read, and acknowledge it."""
    draft = notes.Draft(cases.key(), text, "must_read", film, 1, phantom.landmark("s1_mid"))
    note, _ = notes.write_note(
        actor=world.people["radiologist"], study=film.series.study, draft=draft
    )
    notes.acknowledge(actor=world.people["surgeon"], note=note)
    return note


def signed_hip(world: World, plan: Plan, meaning: str = "planned") -> PlanVersion:
    """Sign the plan as it is."""
    return sign(actor=world.people["surgeon"], plan=plan, version=plan.version, meaning=meaning)


class _Document:
    """A plan document in the making, on one view."""

    def __init__(self, view: dict, phantom: PhantomFile):
        self._phantom = phantom
        self._view = view
        self._film_body = {"id": cases.key(), "kind": "film", "view_id": view["id"]}
        self._bodies, self._landmarks = [self._film_body], []
        self._measurements, self._implants, self._poses = [], [], {}

    def whole(self) -> dict[str, Any]:
        """Return the document."""
        variants = [{"id": cases.key(), "name": "A", "poses": self._poses}]
        return {
            "schema": 3,
            "procedures": [],
            "views": [self._view],
            "bodies": self._bodies,
            "landmarks": self._landmarks,
            "measurements": self._measurements,
            "implants": self._implants,
            "variants": variants,
        }

    def leg_length(self) -> None:
        """Measure the difference at the lesser trochanters."""
        roles = {
            f"{role}_{side}": [self._landmark(key, side, f"{role}_{side}")]
            for role, key in (("teardrop", "teardrop"), ("lesser_troch", "lesser_troch_apex"))
            for side in ("R", "L")
        }
        self._measure("LLD_lesser_trochanter", "R", roles)

    def offset(self) -> None:
        """Measure the right femoral offset."""
        roles = {
            "head_centre": [self._landmark("head_rim", "R", "head_centre_R")],
            "shaft_prox": [self._landmark("shaft_prox", "R", "shaft_prox_R")],
            "shaft_dist": [self._landmark("shaft_dist", "R", "shaft_dist_R")],
        }
        self._measure("femoral_offset", "R", roles)

    def inclination(self) -> None:
        """Ask for the cup's inclination, which only the plan has."""
        teardrops = [one for one in self._landmarks if one["key"] == "teardrop"]
        roles = {f"teardrop_{one['side']}": [one["id"]] for one in teardrops}
        self._measure("cup_inclination", "R", roles)

    def implant(self, family: str, size: str, options: dict, at: str) -> None:
        """Lay an implant with its origin on a landmark."""
        body = {"id": cases.key(), "kind": "implant", "view_id": self._view["id"]}
        origin = self._phantom.landmark(at)
        self._bodies.append(body)
        self._implants.append(
            {
                "id": cases.key(),
                "body_id": body["id"],
                "family": family,
                "family_version": 1,
                "size": size,
                "options": options,
                "origin_px": origin,
            }
        )
        self._poses[body["id"]] = {
            "type": "rigid2d",
            "anchor_px": origin,
            "rotation_rad": 0.7 if family.endswith("cup") else -0.03,
            "mirrored": False,
            "translation_px": [0.0, 0.0],
        }

    def _landmark(self, key: str, side: str, true_name: str) -> str:
        item = {
            "id": cases.key(),
            "body_id": self._film_body["id"],
            "key": key,
            "side": side,
            "point_px": self._phantom.landmark(true_name),
            "placed": "loupe",
        }
        self._landmarks.append(item)
        return item["id"]

    def _measure(self, definition: str, side: str, roles: dict) -> None:
        self._measurements.append(
            {"id": cases.key(), "definition": definition, "side": side, "landmarks": roles}
        )
