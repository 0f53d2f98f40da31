"""Drawings in DXF: what CAD programs draw, in the unit that they say."""

from __future__ import annotations

import io
import math

import ezdxf
import pytest

from planning.geometry.points import Point
from planning.library.curves import Arc, flatten, polyline
from planning.library.exchange.affine import reversed_path
from planning.library.exchange.chains import area_mm2, joined, silhouette_first
from planning.library.exchange.dxf_reading import read_dxf
from planning.library.exchange.dxf_writing import write_dxf
from planning.library.exchange.refusal import ExchangeRefused
from tests.library.exchange.near import furthest_mm, views
from tests.library.exchange.sample import package


def _document(draw, units: int = 4) -> bytes:
    document = ezdxf.new("R2010", units=units)
    draw(document.modelspace())
    text = io.StringIO()
    document.write(text)
    return text.getvalue().encode()


def test_every_view_comes_back_with_its_roles_and_curves():
    for view in list(views(package()))[::3]:
        found = joined(read_dxf(write_dxf(view)).paths)

        assert [path.role for path in found] == [path.role for path in view.paths]
        for a, b in zip(view.paths, found, strict=True):
            assert a.closed == b.closed
            assert furthest_mm(a, b) < 0.001
            assert {type(s) for s in a.segments} <= {type(s) for s in b.segments}


def test_the_same_view_is_the_same_file():
    view = next(views(package()))

    assert write_dxf(view) == write_dxf(view)


@pytest.mark.parametrize(("units", "mm"), [(4, 1.0), (1, 25.4), (5, 10.0), (6, 1000.0)])
def test_the_unit_of_the_header_is_honoured(units: int, mm: float):
    [path] = read_dxf(_document(lambda m: m.add_line((0, 0), (2, 1)), units)).paths

    assert path.segments[-1].to == pytest.approx(Point(2 * mm, -1 * mm))


def test_a_drawing_without_a_unit_is_asked_for_it():
    data = _document(lambda m: m.add_line((0, 0), (2, 0)), 0)

    with pytest.raises(ExchangeRefused) as refused:
        read_dxf(data)

    assert refused.value.code == "dxf_units"
    assert read_dxf(data, units="in").paths[0].segments[-1].to.x == pytest.approx(50.8)


def test_arcs_run_counterclockwise_on_paper():
    [path] = read_dxf(_document(lambda m: m.add_arc((10, 10), 5, 0, 90))).paths

    [arc] = path.segments
    assert isinstance(arc, Arc)
    assert path.start == pytest.approx(Point(15, -10))
    assert arc.to == pytest.approx(Point(10, -15))
    assert min(math.dist(p, (10, -10)) for p in flatten(path)) == pytest.approx(5, abs=1e-9)


def test_bulges_of_polylines_are_arcs():
    def stadium(space):
        corners = [(0, 0, 0), (20, 0, 1), (20, 10, 0), (0, 10, 1)]
        space.add_lwpolyline(corners, format="xyb", close=True)

    [path] = read_dxf(_document(stadium)).paths

    assert path.closed
    assert area_mm2(path) == pytest.approx(200 + math.pi * 25, rel=1e-2)
    assert max(p.x for p in flatten(path)) == pytest.approx(25, abs=0.01)


def test_circles_ellipses_and_splines_are_curves():
    def draw(space):
        space.add_circle((0, 0), 26)
        space.add_ellipse((0, 0), major_axis=(10, 0), ratio=0.5)
        space.add_spline([(0, 0), (10, 5), (20, 0), (30, -5)])

    circle, ellipse, spline = read_dxf(_document(draw)).paths

    assert area_mm2(circle) == pytest.approx(math.pi * 26**2, rel=2e-2)
    assert max(abs(math.hypot(p.x / 10, p.y / 5) - 1) for p in flatten(ellipse)) < 3e-3
    assert min(math.dist(p, (10, -5)) for p in flatten(spline, 0.001)) < 0.01


def test_blocks_are_drawn_where_they_are_put():
    def draw(space):
        block = space.doc.blocks.new("part")
        block.add_line((0, 0), (1, 0))
        space.add_blockref("part", (5, 5), dxfattribs={"rotation": 90, "xscale": 2, "yscale": 2})

    [path] = read_dxf(_document(draw)).paths

    assert path.start == pytest.approx(Point(5, -5))
    assert path.segments[-1].to == pytest.approx(Point(5, -7))


def test_layers_are_roles_directly_or_by_the_manifest():
    def draw(space):
        for n, layer in enumerate(("0", "axis", "CUT-45")):
            space.add_line((n, 0), (n, 1), dxfattribs={"layer": layer})
        space.add_text("size 5")
        space.add_point((1, 1))

    found = read_dxf(_document(draw), roles={"CUT-45": "resection"}).paths

    assert [path.role for path in found] == ["outline", "axis", "resection"]


def test_a_silhouette_of_lines_and_arcs_closes():
    def draw(space):
        space.add_line((0, 0), (0, 20))
        space.add_line((10, 20), (10, 0))
        space.add_arc((5, 0), 5, 180, 360)
        space.add_arc((5, 20), 5, 0, 180)
        space.add_circle((5, 10), 1)

    first, *rest = silhouette_first(read_dxf(_document(draw)).paths, in_pieces=True)

    assert area_mm2(first) == pytest.approx(200 + math.pi * 25, rel=1e-2)
    assert len(rest) == 1


@pytest.mark.parametrize(
    ("draw", "code"),
    [
        (lambda m: m.add_3dface([(0, 0, 0), (1, 0, 0), (1, 1, 0)]), "dxf_entity"),
        (lambda m: m.add_circle((0, 0), 1, dxfattribs={"extrusion": (0, 0, -1)}), "dxf_entity"),
        (lambda m: m.add_circle((0, 0), -1), "dxf_broken"),
        (lambda m: m.add_text("nothing drawn"), "dxf_empty"),
    ],
)
def test_what_is_no_flat_drawing_is_refused(draw, code):
    with pytest.raises(ExchangeRefused) as refused:
        read_dxf(_document(draw))

    assert refused.value.code == code


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01",
        b"0\nSECTION\n2\nENTITIES\n0\nLINE\n10\nx\n",
        b"AutoCAD Binary DXF\r\n\x1a\x00zz",
    ],
)
def test_what_is_no_dxf_is_refused(data: bytes):
    with pytest.raises(ExchangeRefused) as refused:
        read_dxf(data)

    assert refused.value.code in ("dxf_broken", "dxf_binary", "dxf_empty", "dxf_units")


def test_an_outline_of_thousands_of_lines_in_any_order_closes():
    corners = [Point(20 * math.cos(n / 500 * math.pi), 20 * math.sin(n / 500 * math.pi))
               for n in range(1000)]  # fmt: skip
    pieces = [polyline("outline", corners[n - 1], corners[n]) for n in range(1000)]
    mixed = [reversed_path(p) if n % 3 else p for n, p in enumerate(pieces[::7] + pieces[1::2])]
    mixed += [p for p in pieces if p not in mixed and reversed_path(p) not in mixed]
    once = {frozenset((p.start, p.segments[0].to)): p for p in mixed}

    [path] = joined(once.values())

    assert (path.closed, len(path.segments)) == (True, 1000)
    assert area_mm2(path) == pytest.approx(math.pi * 400, rel=1e-3)
