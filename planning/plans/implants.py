"""PURE. Where an implant of a plan lies on the film, in image pixels.

An implant is drawn in millimetres about its origin, which is its anchor: the centre of a cup or
head, and of a stem where the neck cut meets its axis. The plan keeps the origin in image pixels
and a pose; size, options and scale only say how large and what. So whatever changes the size,
a calibration included, leaves the anchor where the surgeon saw it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from planning.geometry import transforms
from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_square
from planning.measuring.film_points import no_scale_reason
from planning.measuring.scale import NoScale, Scale, Templating
from planning.plans.poses import Pose

Json = Mapping[str, Any]

_REFUSALS = {
    Templating.CONFIRM: "scale_to_confirm",
    Templating.ACKNOWLEDGE: "scale_to_acknowledge",
    Templating.NO: "scale_not_of_patient",
}


class Matrix(NamedTuple):
    """From millimetres of the implant to image pixels, in the order of SVG's ``matrix()``."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def apply(self, p_mm: Point) -> Point:
        """Return image pixels."""
        return Point(
            self.a * p_mm.x + self.c * p_mm.y + self.e,
            self.b * p_mm.x + self.d * p_mm.y + self.f,
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """An implant on the film.

    Attributes
    ----------
    implant, family, size, variant : mapping
        The plan's item, and what of the library it is.
    pose : Pose
        Where it is drawn; of a head that a stem carries, where the stem holds it.
    matrix : Matrix
    points : mapping of str to Point
        Named points in image pixels.
    axis : pair of Point
        Image pixels, from proximal to distal, or from deep to open.
    carried_by : str or None
        The stem's item that carries this head.
    bone : Pose or None
        Of the piece of bone that holds it, where that has moved.
    """

    implant: Json
    family: Json
    size: Json
    variant: Json
    pose: Pose
    matrix: Matrix
    points: Mapping[str, Point]
    axis: tuple[Point, Point]
    carried_by: str | None = None
    bone: Pose | None = None

    @property
    def kind(self) -> str:
        """``cup``, ``head`` or ``stem``."""
        return self.family["kind"]

    @property
    def bone_id(self) -> str | None:
        """The piece of bone that its own item names as holding it."""
        return self.implant.get("bone_id")

    @property
    def mirrored(self) -> bool:
        """Whether it is drawn as on the other side of the body."""
        return self.pose.mirrored


def templating_reason(scale: Scale | NoScale) -> Reason | None:
    """Say why no implant can be drawn with this scale; None where one can.

    Returns
    -------
    Reason or None
        ``no_scale``, ``scale_not_of_patient`` (millimetres of the detector or of the film),
        or ``scale_to_confirm`` and ``scale_to_acknowledge`` until a person has done so.
    """
    if isinstance(scale, NoScale):
        return no_scale_reason(scale)
    code = _REFUSALS.get(scale.templating)
    return None if code is None else Reason(code, {"label": scale.label})


def family_of(families: Sequence[Json], implant: Json) -> Json | Reason:
    """Find the family of an implant item, else ``unknown_family``."""
    key, version = implant["family"], implant["family_version"]
    for family in families:
        if (family["key"], family["version"]) == (key, version):
            return family
    return Reason("unknown_family", {"family": key, "version": version})


def size_of(family: Json, size: str) -> Json | Reason:
    """Find a size of a family, else ``unknown_size``."""
    for one in family["sizes"]:
        if one["size"] == size:
            return one
    return Reason("unknown_size", {"family": family["name"], "size": size})


def variant_of(family: Json, size: Json, options: Json) -> Json | Reason:
    """Find what a size is with a choice of options.

    Returns
    -------
    mapping, or Reason
        ``unknown_option`` where the family does not know an option or its value, or not every
        option is chosen; ``not_in_this_size`` where this size does not come so.
    """
    unknown = _unknown_option(family, options)
    if unknown is not None:
        return unknown
    for variant in size["variants"]:
        if variant["options"] == options:
            return variant
    said = ", ".join(
        family["options"][name]["values"][value]["name"] for name, value in options.items()
    )
    return Reason("not_in_this_size", {"size": size["name"], "options": said})


def _unknown_option(family: Json, options: Json) -> Reason | None:
    for name in [*family["options"], *options]:
        values = family["options"].get(name, {"values": {}})["values"]
        if options.get(name) not in values:
            return Reason("unknown_option", {"family": family["name"], "option": name})
    return None


def default_options(family: Json, size: Json) -> dict[str, str]:
    """Return the options of a new implant of a size.

    Those that the family prefers; where the size does not come so, the last choice among those
    that agree most: the largest head that fits the shell.
    """
    preferred = {name: option["default"] for name, option in family["options"].items()}
    best, most = size["variants"][0], -1
    for variant in size["variants"]:
        agreeing = sum(variant["options"][name] == value for name, value in preferred.items())
        if agreeing >= most:
            best, most = variant, agreeing
    return dict(best["options"])


def matrix_of(origin_px: Point, pose: Pose, scale: Scale) -> Matrix:
    """Return the transform that draws an implant.

    Parameters
    ----------
    origin_px : Point
        The item's origin in image pixels.
    pose : Pose
        Of its body, in square film pixels.
    scale : Scale
    """
    rigid = pose.rigid
    right = transforms.apply_to_vector(rigid, Point(1.0, 0.0))
    down = transforms.apply_to_vector(rigid, Point(0.0, 1.0))
    origin = transforms.apply(rigid, image_to_square(origin_px, scale.aspect))
    return Matrix(
        right.x / scale.column_mm,
        right.y / scale.row_mm,
        down.x / scale.column_mm,
        down.y / scale.row_mm,
        origin.x,
        origin.y / scale.aspect,
    )


def place(implant: Json, pose: Pose, family: Json, scale: Scale | NoScale) -> Placed | Reason:
    """Place an implant on the film.

    Parameters
    ----------
    implant : mapping
        The plan's item.
    pose : Pose
        Of its body.
    family : mapping
        Its family's geometry, in mm.
    scale : Scale or NoScale
        Of the film.

    Returns
    -------
    Placed, or Reason
        Of :func:`templating_reason`, :func:`size_of` or :func:`variant_of`.
    """
    refused = templating_reason(scale)
    if refused is not None:
        return refused
    size = size_of(family, implant["size"])
    if isinstance(size, Reason):
        return size
    variant = variant_of(family, size, implant["options"])
    if isinstance(variant, Reason):
        return variant
    assert isinstance(scale, Scale)
    matrix = matrix_of(Point(*implant["origin_px"]), pose, scale)
    points = {name: matrix.apply(Point(*p)) for name, p in variant["points"].items()}
    start, end = (matrix.apply(Point(*p)) for p in variant["axis"])
    return Placed(implant, family, size, variant, pose, matrix, points, (start, end))


def outline_px(placed: Placed) -> list[dict[str, Any]]:
    """Return the flattened drawing in image pixels.

    Returns
    -------
    list of dict
        ``role``, ``closed`` and ``points`` of every path, in the family's order.
    """
    return [
        {
            "role": path["role"],
            "closed": path["closed"],
            "points": [placed.matrix.apply(Point(*p)) for p in path["polyline"]],
        }
        for path in placed.variant["outline"]
    ]
