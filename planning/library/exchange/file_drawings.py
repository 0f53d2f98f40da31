"""PURE. A drawing in a file, laid into the frame of a view as its manifest says."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from planning.geometry.points import Point
from planning.library.curves import Path
from planning.library.exchange.affine import Affine, Sheet, rotation, scaling, shift, transformed
from planning.library.exchange.chains import silhouette_first
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.exchange.units import MM_OF

SUFFIXES = (".svg", ".dxf", ".stl")
_ROLE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FIELDS = {"file", "units", "layers", "anchor", "rotation_deg", "mirrored", "right", "down"}


def read_drawing(data: bytes, said: Mapping[str, Any]) -> tuple[Path, ...]:
    """Read a drawing.

    Parameters
    ----------
    data : bytes
        SVG, DXF or STL, by the suffix of its name.
    said : mapping
        ``file``; optional ``units``, ``layers`` (group or layer to role), ``anchor`` (where the
        family's anchor lies, in the file's own coordinates), ``rotation_deg`` (clockwise on the
        screen, after which it lies as its view demands), ``mirrored`` (left to right, before it
        is turned); of a solid ``right`` and ``down`` (directions in the file).

    Returns
    -------
    tuple of Path
        In the frame of the view, the closed silhouette first.

    Raises
    ------
    ExchangeRefused
        What the reader of the format says, ``drawing_said`` or ``drawing_open`` where no outline
        closes; with ``file``.
    """
    try:
        _check(said)
        sheet, anchor = _sheet(data, said)
        turned = rotation(math.radians(said.get("rotation_deg", 0.0)))
        flipped = scaling(-1.0 if said.get("mirrored") else 1.0, 1.0)
        place = turned.after(flipped).after(shift(-anchor.x, -anchor.y))
        laid = [transformed(path, place) for path in sheet.paths]
        paths = silhouette_first(laid, in_pieces=str(said["file"]).lower().endswith(".dxf"))
    except ExchangeRefused as refusal:
        raise refusal.of(str(said.get("file", "?"))) from None
    if paths is None:
        raise ExchangeRefused("drawing_open", file=said["file"])
    return tuple(paths)


def _check(said: Mapping[str, Any]) -> None:
    unknown = sorted(set(said) - _FIELDS)
    if unknown:
        raise ExchangeRefused("drawing_said", where=unknown[0])
    layers = said.get("layers", {})
    wrong = {
        "units": said.get("units", "mm") not in MM_OF,
        "layers": not isinstance(layers, dict) or not all(map(_is_role, layers.values())),
        "anchor": not _is_numbers(said.get("anchor", [0, 0]), (2, 3)),
        "rotation_deg": not _is_numbers([said.get("rotation_deg", 0)], (1,)),
        "mirrored": not isinstance(said.get("mirrored", False), bool),
        "right": not _is_numbers(said.get("right", [1, 0, 0]), (3,)),
        "down": not _is_numbers(said.get("down", [0, 0, 1]), (3,)),
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise ExchangeRefused("drawing_said", where=name)


def _is_role(value: Any) -> bool:
    return isinstance(value, str) and bool(_ROLE.fullmatch(value))


def _is_numbers(value: Any, counts: Sequence[int]) -> bool:
    return (
        isinstance(value, list)
        and len(value) in counts
        and all(type(one) in (int, float) and math.isfinite(one) for one in value)
    )


def _sheet(data: bytes, said: Mapping[str, Any]) -> tuple[Sheet, Point]:
    suffix = PurePosixPath(said["file"]).suffix.lower()
    units, layers = said.get("units", ""), said.get("layers", {})
    anchor = [float(value) for value in said.get("anchor", [0, 0, 0])]
    if suffix == ".stl":
        return _solid(data, said, anchor)
    if suffix == ".svg":
        from planning.library.exchange.svg_reading import read_svg

        sheet = read_svg(data, units=units, roles=layers)
    elif suffix == ".dxf":
        # The library for DXF takes a second to load: only who reads one pays for it.
        from planning.library.exchange.dxf_reading import read_dxf

        sheet = read_dxf(data, units=units, roles=layers)
    else:
        raise ExchangeRefused("drawing_said", where="file")
    return sheet, sheet.to_mm(Point(anchor[0], anchor[1]))


def _solid(data: bytes, said: Mapping[str, Any], anchor: list[float]) -> tuple[Sheet, Point]:
    from planning.library.exchange.silhouette import silhouette
    from planning.library.exchange.stl import read_stl

    if said.get("units") not in MM_OF or "right" not in said or "down" not in said:
        raise ExchangeRefused("stl_view")
    mm = MM_OF[said["units"]]
    paths = silhouette(read_stl(data), right=said["right"], down=said["down"], mm=mm)
    axes = [np.array(said[name], dtype=float) for name in ("right", "down")]
    at = np.array([*anchor, 0.0][:3]) * mm
    x, y = (float(at @ axis / np.linalg.norm(axis)) for axis in axes)
    return Sheet(paths, Affine(a=mm, d=mm)), Point(x, y)
