"""PURE. A view of an implant as DXF in millimetres: a layer for every role, true curves."""

from __future__ import annotations

import io
import math

import ezdxf
from ezdxf.layouts import Modelspace

from planning.geometry.points import Point
from planning.library.curves import Cubic, Line, Path, Segment
from planning.library.package import PackageView

POINTS_LAYER = "points"
_MILLIMETRES = 4
_COLOURS = {"outline": 7, "axis": 8, "neck_axis": 8, "resection": 1}
_BEZIER_KNOTS = (0, 0, 0, 0, 1, 1, 1, 1)


def write_dxf(view: PackageView) -> bytes:
    """Return a drawing (AutoCAD 2010) whose origin is the anchor, y up as in every DXF.

    Lines, arcs and cubic splines are what they are; named points are points on a layer of their
    own, each with its name beside it.
    """
    # The file's own time and numbers would make it another file each time.
    ezdxf.options.write_fixed_meta_data_for_testing = True
    document = ezdxf.new("R2010", units=_MILLIMETRES)
    space = document.modelspace()
    for role in dict.fromkeys([*(path.role for path in view.paths), POINTS_LAYER]):
        document.layers.add(role, color=_COLOURS.get(role, 3))
    for path in view.paths:
        _draw(space, path)
    for name, p in view.points.items():
        space.add_point(_up(p), dxfattribs={"layer": POINTS_LAYER})
        label = space.add_text(name, height=1.5, dxfattribs={"layer": POINTS_LAYER})
        label.set_placement(_up(p))
    text = io.StringIO(newline="\n")
    document.write(text)
    return text.getvalue().encode(document.output_encoding)


def _draw(space: Modelspace, path: Path) -> None:
    at = path.start
    for segment in path.segments:
        _draw_segment(space, at, segment, {"layer": path.role})
        at = segment.to
    if path.closed and math.dist(at, path.start) > 1e-9:
        space.add_line(_up(at), _up(path.start), dxfattribs={"layer": path.role})


def _draw_segment(space: Modelspace, at: Point, segment: Segment, layer: dict[str, str]) -> None:
    if isinstance(segment, Line):
        space.add_line(_up(at), _up(segment.to), dxfattribs=layer)
    elif isinstance(segment, Cubic):
        spline = space.add_spline(degree=3, dxfattribs=layer)
        spline.control_points = [_up(p) for p in (at, segment.first, segment.second, segment.to)]
        spline.knots = _BEZIER_KNOTS
    else:
        # Clockwise on the screen, y down, is clockwise on paper, y up; DXF runs the other way.
        begin = -math.degrees(segment.start_rad)
        end = -math.degrees(segment.start_rad + segment.sweep_rad)
        if segment.sweep_rad > 0:
            begin, end = end, begin
        space.add_arc(_up(segment.centre), segment.radius_mm, begin, end, dxfattribs=layer)


def _up(p: Point) -> tuple[float, float]:
    return p.x, -p.y + 0.0
