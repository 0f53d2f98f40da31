"""PURE. Where the points of a measurement lie, natively and as planned, for drawing it.

The numbers were frozen when the plan was signed; this only finds again what they were
measured on, by the rules of :mod:`planning.plans.scene`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition
from planning.measuring.scale import NoScale, Scale
from planning.plans.implants import Placed
from planning.plans.scene import Scene

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Places:
    """What lies where on one film of a plan.

    Attributes
    ----------
    scene : Scene
        The points, as they were read.
    native, planned : mapping of str to Point
        Image pixels by landmark.
    implants : mapping of str to Placed
    """

    scene: Scene
    native: Mapping[str, Point]
    planned: Mapping[str, Point]
    implants: Mapping[str, Placed]

    @property
    def here(self) -> Mapping[str, Json]:
        """Landmarks of the view."""
        return self.scene.landmarks

    def params(self, measurement: Json) -> dict[str, Any]:
        """What was entered for a measurement, and how the film hangs."""
        return self.scene.params(measurement)

    def has_moved(self, landmark_id: str) -> bool:
        """Whether the plan puts a landmark somewhere else."""
        return self.planned[landmark_id] != self.native[landmark_id]

    def landmarks_of(self, measurement: Json) -> Iterator[str]:
        """Yield the landmarks of a measurement on this film."""
        return self.scene.landmarks_of(measurement)

    def points(
        self, measurement: Json, definition: Definition, *, as_planned: bool
    ) -> dict[str, list[Point]]:
        """Return the points of each role; natively where they could not be planned."""
        found = self.scene.points(measurement, definition, as_planned=as_planned)
        if isinstance(found, Reason):
            found = self.scene.points(measurement, definition, as_planned=False)
        assert not isinstance(found, Reason)
        return found.px


def places_on(
    document: Json,
    *,
    view_id: str,
    variant_id: str | None,
    scale: Scale | NoScale,
    families: Sequence[Json],
    right_on: str | None,
) -> Places:
    """Find everything on one film of a plan.

    Parameters
    ----------
    document : mapping
        As signed.
    view_id : str
    variant_id : str or None
        The variant that is planned.
    scale : Scale or NoScale
        As frozen.
    families : sequence of mapping
        Geometry of the implant families.
    right_on : str or None
    """
    hanging = {"left": "AP", "right": "PA"}.get(right_on or "")
    scene = Scene(document, view_id, scale, families, variant_id, hanging)
    native, planned = scene.native_px, scene.planned_px
    assert not isinstance(native, Reason)
    return Places(
        scene=scene,
        native=native,
        planned=native if isinstance(planned, Reason) else planned,
        implants={key: one for key, one in scene.implants.items() if isinstance(one, Placed)},
    )


def was_text(result: Json) -> str:
    """Return what a planned value changes: as filmed, in the position that the plan compares in.

    Plans that were signed before this was kept apart have the value of the film.
    """
    return result.get("standing_text", result["text"])
