"""Poses: where a body went, and reading points native or planned.

A pose lives in square film pixels (x as in the image, y times pixel height over pixel
width), in which a turn is rigid on any film, with a scale or without one. Points enter and
leave in image pixels. Recalibrating a film therefore moves nothing: anchors and points stay
where the surgeon saw them, only the size of implants in pixels changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planning.geometry import transforms
from planning.geometry.points import Point, add, scaled
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_square, square_to_image
from planning.geometry.transforms import Rigid
from planning.plans.references import Document

POSE_TYPE = "rigid2d"
_ORIGIN = Point(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Pose:
    """Mirror left to right and turn about the anchor, then shift.

    Attributes
    ----------
    anchor_px : Point
        Square film pixels: a hinge, a head's centre, a resection point.
    rotation_rad : float
        Clockwise on the screen.
    mirrored : bool
        Left to right about the anchor, before the turn.
    translation_px : Point
        Square film pixels: how far the anchor itself moves.
    """

    anchor_px: Point = _ORIGIN
    rotation_rad: float = 0.0
    mirrored: bool = False
    translation_px: Point = _ORIGIN

    @property
    def rigid(self) -> Rigid:
        """The transform of square film pixels."""
        return transforms.about_anchor(
            self.anchor_px, self.rotation_rad, self.mirrored, self.translation_px
        )

    def to_json(self) -> dict[str, Any]:
        """Give the tagged value of the plan document."""
        return {
            "type": POSE_TYPE,
            "anchor_px": list(self.anchor_px),
            "rotation_rad": self.rotation_rad,
            "mirrored": self.mirrored,
            "translation_px": list(self.translation_px),
        }


IDENTITY = Pose()


def pose_from_json(value: Mapping[str, Any]) -> Pose:
    """Read the tagged value of a valid plan document.

    Raises
    ------
    ValueError
        If its type is not one that this program knows.
    """
    if value["type"] != POSE_TYPE:
        raise ValueError(f"a pose of type {POSE_TYPE} is needed")
    return Pose(
        Point(*value["anchor_px"]),
        value["rotation_rad"],
        value["mirrored"],
        Point(*value["translation_px"]),
    )


def apply(pose: Pose, point_px: Point, aspect: float = 1.0) -> Point:
    """Move a point with its body.

    Parameters
    ----------
    pose : Pose
    point_px : Point
        Native position in image pixels.
    aspect : float
        Pixel height over pixel width of the film.

    Returns
    -------
    Point
        Planned position in image pixels.
    """
    moved = transforms.apply(pose.rigid, image_to_square(point_px, aspect))
    return square_to_image(moved, aspect)


def invert(pose: Pose) -> Pose:
    """Give the pose that takes the body back, about the same anchor."""
    return _with_anchor(transforms.invert(pose.rigid), pose.anchor_px)


def compose(outer: Pose, inner: Pose) -> Pose:
    """Give the pose that does ``inner`` and then ``outer``, about the anchor of ``inner``."""
    return _with_anchor(transforms.compose(outer.rigid, inner.rigid), inner.anchor_px)


def reanchor(pose: Pose, anchor_px: Point) -> Pose:
    """Give the same motion about another anchor in square film pixels."""
    return _with_anchor(pose.rigid, anchor_px)


def place_implant_point(
    origin_px: Point, point_mm: Point, *, column_mm: float, aspect: float = 1.0
) -> Point:
    """Find where a point of an implant lies natively, before its body's pose.

    Parameters
    ----------
    origin_px : Point
        Where the implant's origin lies, in image pixels. It does not depend on the scale.
    point_mm : Point
        Relative to the origin, x to the right and y downwards.
    column_mm : float
        Width of a pixel.
    aspect : float
        Pixel height over pixel width.

    Returns
    -------
    Point
        Image pixels.
    """
    reach_px = scaled(point_mm, 1 / column_mm)
    return square_to_image(add(image_to_square(origin_px, aspect), reach_px), aspect)


def landmark_positions(
    document: Document,
    variant_id: str | None,
    aspects: Mapping[str, float],
    derived: Mapping[str, Pose] | None = None,
) -> dict[str, Point] | Reason:
    """Read all landmarks of a plan, native or as a variant plans them.

    Parameters
    ----------
    document : mapping
        A valid plan document.
    variant_id : str or None
        None reads native: every pose is the identity.
    aspects : mapping of str to float
        Pixel height over pixel width by view; 1 where a view is not named.
    derived : mapping of str to Pose, optional
        Of bodies whose pose the variant does not keep, or only in part: see
        :func:`planning.plans.bodies.posed_bodies`.

    Returns
    -------
    dict of str to Point, or Reason ``unknown_variant``
        Image pixels by landmark.
    """
    poses: dict[str, Pose] = {}
    if variant_id is not None:
        variant = next((one for one in document["variants"] if one["id"] == variant_id), None)
        if variant is None:
            return Reason("unknown_variant", {"id": variant_id})
        poses = {body_id: pose_from_json(raw) for body_id, raw in variant["poses"].items()}
        poses |= derived or {}
    view_of = {body["id"]: body["view_id"] for body in document["bodies"]}
    positions = {}
    for landmark in document["landmarks"]:
        point_px = Point(*landmark["point_px"])
        pose = poses.get(landmark["body_id"])
        aspect = aspects.get(view_of[landmark["body_id"]], 1.0)
        positions[landmark["id"]] = point_px if pose is None else apply(pose, point_px, aspect)
    return positions


def _with_anchor(rigid: Rigid, anchor_px: Point) -> Pose:
    return Pose(
        anchor_px,
        rigid.rotation_rad,
        rigid.mirrored,
        transforms.translation_at(rigid, anchor_px),
    )
