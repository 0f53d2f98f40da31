"""PURE. Which size of a stem to propose, where, and the level that keeps the next one out.

The largest size that does not cross the inner wall of the canal at the metaphysis, the lesser
trochanter, 30 and 60 mm below it. The twin is ``static/js/plan/hip/stem.js``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planning.geometry.angles import RAD_TO_DEG
from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_mm
from planning.measuring.definition import Definition
from planning.measuring.quantity import Quantity
from planning.plans.hip.canal import NEEDED, Canal, Fit, canal_of, fits_of, outline_of
from planning.plans.hip.facts import HipFacts, contradiction
from planning.plans.hip.readings import HipReader, Played
from planning.plans.implant_sets import mirrored_for
from planning.plans.implants import Placed, default_options, variant_of

Json = Mapping[str, Any]
CUT_ABOVE_CORNER_MM = 12.0
CUT_ABOVE_APEX_MM = 20.0


@dataclass(frozen=True, slots=True)
class StemProposal:
    """A stem in its place.

    Attributes
    ----------
    size : str
    options : mapping
    at_px : Point
        Where its anchor comes to lie.
    rotation_deg : float
        As seen on the unmirrored side, see ``NewImplant``.
    mirrored : bool
    cut_above_mm : float
        The cut's inner end above the lesser trochanter.
    cut_from : str
        ``corner`` or ``apex`` of the lesser trochanter: what was placed.
    fits : tuple of Fit
    limit : Reason
        ``limited_at`` with ``level``, ``size`` (the next one) and ``by_mm``; ``largest_size``.
    """

    size: str
    options: Mapping[str, str]
    at_px: Point
    rotation_deg: float
    mirrored: bool
    cut_above_mm: float
    cut_from: str
    fits: tuple[Fit, ...]
    limit: Reason

    def to_json(self) -> dict[str, Any]:
        """Return what the page shows."""
        return {
            "size": self.size,
            "options": dict(self.options),
            "at_px": list(self.at_px),
            "rotation_deg": self.rotation_deg,
            "mirrored": self.mirrored,
            "cut_above_mm": self.cut_above_mm,
            "cut_from": self.cut_from,
            "fits": [one.to_json() for one in self.fits],
            "limit": self.limit.to_json(),
        }


def stem_proposal(
    facts: HipFacts,
    side: str,
    *,
    family: Json,
    reading: Json,
    hanging: str,
    options: Mapping[str, str] | None = None,
) -> StemProposal | Reason:
    """Propose a stem.

    Parameters
    ----------
    facts : HipFacts
    side : str
    family : mapping
        Geometry of the stem's family.
    reading : mapping
        Of the canal, see :func:`planning.plans.hip.canal.canal_of`.
    hanging : str
    options : mapping, optional
        The family's usual ones without them.

    Returns
    -------
    StemProposal, or Reason
        ``missing_landmark``, ``sides_contradict``, ``canal_not_read``, ``no_size_fits`` with the
        ``level``.
    """
    mirrored = mirrored_for(side, "right" if hanging == "PA" else "left")
    canal = contradiction(facts, side, mirrored=mirrored) or canal_of(facts, side, reading)
    if isinstance(canal, Reason):
        return canal
    if not {level.key for level in canal.levels} >= NEEDED:
        return Reason("canal_not_read")
    seat = _seat(facts, side, canal)
    if isinstance(seat, Reason):
        return seat
    chosen, limit = None, Reason("largest_size")
    for size in family["sizes"]:
        wanted = default_options(family, size) if options is None else dict(options)
        variant = variant_of(family, size, wanted)
        if isinstance(variant, Reason):
            continue
        placed = _seated(canal, variant, seat[1])
        if placed.overlap_mm > 0:
            limit = Reason(
                "limited_at",
                {"level": placed.level, "size": size["name"], "by_mm": placed.overlap_mm},
            )
            break
        if not placed.fits:
            continue
        chosen = (size, wanted, placed)
    if chosen is None:
        if limit.code != "limited_at":
            return Reason("canal_not_read")
        return Reason("no_size_fits", {"level": limit.params["level"]})
    size, wanted, placed = chosen
    lean_deg = math.atan2(-canal.distal.x, canal.distal.y) * RAD_TO_DEG
    return StemProposal(
        size=size["size"],
        options=wanted,
        at_px=facts.to_px(canal.on_film(placed.anchor)),
        rotation_deg=-lean_deg if mirrored else lean_deg,
        mirrored=mirrored,
        cut_above_mm=seat[2],
        cut_from=seat[0],
        fits=tuple(placed.fits),
        limit=limit,
    )


def stem_fit(
    reader: HipReader, side: str, stem: Placed, reading: Json | None
) -> dict[str, Quantity | Reason | list[Fit]]:
    """Say how a placed stem lies in its bone.

    Parameters
    ----------
    reader : HipReader
        Of the hips as filmed: the stem is held in the bone as filmed.
    side : str
    stem : Placed
        In the bone as filmed.
    reading : mapping or None
        Of the canal, where it was read.

    Returns
    -------
    dict
        ``varus`` and ``neck_cut`` (the cut's inner end above the corner of the lesser
        trochanter): Quantity or Reason; ``fits``: list of Fit, empty without a reading.
    """

    def played(name: str) -> Played:
        point = stem.points[name]
        scale, origin = reader.facts.scale, stem.matrix.apply(Point(0.0, 0.0))
        reach = Point(point.x - origin.x, point.y - origin.y)
        return Played(point, image_to_mm(reach, scale.row_mm, scale.column_mm))

    varus = {name: played(name) for name in ("stem_prox", "stem_tip")}
    cut = {"calcar_cut": played("calcar")}
    canal = None if reading is None else canal_of(reader.facts, side, reading)
    return {
        "varus": reader.read("stem_varus_angle", side, varus),
        "neck_cut": reader.read("neck_resection_level", side, cut),
        "fits": [] if canal is None or isinstance(canal, Reason) else _fits(reader, canal, stem),
    }


def plain_reader(
    facts: HipFacts, definitions: Mapping[str, Definition], hanging: str | None
) -> HipReader:
    """Return a reader of the hips as filmed."""
    return HipReader(facts, definitions, hanging)


def _fits(reader: HipReader, canal: Canal, stem: Placed) -> list[Fit]:
    scale = reader.facts.scale
    points = [
        canal.of_film(image_to_mm(stem.matrix.apply(p), scale.row_mm, scale.column_mm))
        for p in outline_of(stem.variant)
    ]
    return fits_of(canal, points)


def _seat(facts: HipFacts, side: str, canal: Canal) -> tuple[str, float, float] | Reason:
    """Return what the cut is measured from, its level in the canal's frame and its height."""
    for name, above_mm in (("corner", CUT_ABOVE_CORNER_MM), ("apex", CUT_ABOVE_APEX_MM)):
        found = facts.mm(f"lesser_troch_{name}", side)
        if isinstance(found, Point):
            return name, canal.of_film(found).y - above_mm, above_mm
    return Reason("missing_landmark", {"role": f"lesser_troch_apex_{side}"})


@dataclass(frozen=True, slots=True)
class _Seated:
    anchor: Point
    fits: list[Fit]
    overlap_mm: float
    level: str


def _seated(canal: Canal, variant: Json, cut_mm: float) -> _Seated:
    """Lay a stem along the canal, its cut at a level, as far from both walls as it can be."""
    along_mm = cut_mm - variant["points"]["calcar"][1]
    outline = [Point(p.x, p.y + along_mm) for p in outline_of(variant)]
    fits = fits_of(canal, outline)
    if not fits:
        return _Seated(Point(0.0, along_mm), fits, 0.0, "")
    inner, outer = (
        min(fits, key=lambda fit: fit.medial_mm),
        min(fits, key=lambda fit: fit.lateral_mm),
    )
    shift_mm = (inner.medial_mm - outer.lateral_mm) / 2
    moved = [
        Fit(f.key, f.medial_mm - shift_mm, f.lateral_mm + shift_mm, f.fill_percent) for f in fits
    ]
    narrowest = min(fits, key=lambda fit: fit.medial_mm + fit.lateral_mm)
    is_too_wide = narrowest.medial_mm + narrowest.lateral_mm < 0
    return _Seated(
        Point(shift_mm, along_mm),
        moved,
        -(inner.medial_mm + outer.lateral_mm) / 2,
        (narrowest if is_too_wide else outer).key,
    )
