"""Drawings in SVG: true curves and real millimetres, and nothing that could do harm."""

from __future__ import annotations

import math

import pytest

from planning.geometry.points import Point
from planning.library.curves import Arc, Cubic, Path, flatten
from planning.library.exchange.chains import area_mm2, silhouette_first
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.exchange.svg_reading import read_svg
from planning.library.exchange.svg_writing import write_svg
from tests.library.exchange.near import furthest_mm, views
from tests.library.exchange.sample import package

MM = '<svg width="100mm" height="50mm" viewBox="0 0 100 50">{}</svg>'


def _read(inside: str, **more) -> list[Path]:
    return read_svg(MM.format(inside).encode(), **more).paths


def test_every_view_comes_back_with_its_roles_and_curves():
    for view in views(package()):
        found = read_svg(write_svg(view, title="A & B", description="<none>")).paths

        assert [path.role for path in found] == [path.role for path in view.paths]
        assert [path.closed for path in found] == [path.closed for path in view.paths]
        for a, b in zip(view.paths, found, strict=True):
            assert furthest_mm(a, b) < 0.001
            assert {type(s) for s in a.segments} == {type(s) for s in b.segments}


def test_a_half_circle_keeps_its_centre_to_a_millionth():
    half = Path("outline", Point(-26.0, 0.0), (Arc(Point(0, 0), 26.0, math.pi, math.pi),), True)
    [view] = [v for v in views(package()) if v.paths[0].start == half.start][:1]

    [path, *_] = read_svg(write_svg(view, title="", description="")).paths

    centres = {(round(s.centre.x, 6), round(s.centre.y, 6)) for s in path.segments if s.radius_mm}
    assert len(path.segments) == 2
    assert len(centres) == 1


@pytest.mark.parametrize(
    ("data", "end"),
    [
        ("M10 10 20 10 20 20z", (20, 20)),
        ("m10,10h10v10H10Z", (10, 20)),
        ("M10 10c0 5 5 10 10 10s10-5 10-10", (30, 10)),
        ("M10 10q5 5 10 0t10 0", (30, 10)),
        ("M10 10a5 5 0 01.5.5", (10.5, 10.5)),
        ("M1e1-5.5.5 2-3", None),
    ],
)
def test_path_data_in_every_spelling(data: str, end):
    paths = _read(f'<path d="{data}"/>') if end else None

    if end is None:
        with pytest.raises(ExchangeRefused) as refused:
            _read(f'<path d="{data}"/>')
        assert refused.value.code == "svg_path"
    else:
        assert paths[0].segments[-1].to == pytest.approx(Point(*end))


def test_arcs_are_circles_where_they_are_and_curves_where_they_are_not():
    [round_one] = _read('<path d="M0 10A10 10 0 0 1 20 10"/>')
    [flat_one] = _read('<ellipse cx="20" cy="20" rx="10" ry="5"/>')

    arc = round_one.segments[0]
    assert (arc.radius_mm, arc.centre.x, arc.centre.y) == pytest.approx((10, 10, 10))
    assert min(p.y for p in flatten(round_one)) == pytest.approx(0, abs=0.02)
    assert all(isinstance(segment, Cubic) for segment in flat_one.segments)
    assert area_mm2(flat_one) == pytest.approx(math.pi * 50, rel=2e-2)
    assert (
        max(abs(math.hypot((p.x - 20) / 10, (p.y - 20) / 5) - 1) for p in flatten(flat_one)) < 1e-6
    )


def test_groups_may_be_moved_turned_and_mirrored():
    line = '<line x1="0" y1="0" x2="10" y2="5"/>'
    inside = f'<g transform="translate(50 0) rotate(90) scale(-1 1)">{line}</g>'

    [path] = _read(inside)

    assert path.start == pytest.approx(Point(50, 0))
    assert path.segments[-1].to == pytest.approx(Point(45, -10))


def test_a_mirrored_arc_bulges_to_the_other_side():
    [plain] = _read('<path d="M10 20A10 10 0 0 1 30 20"/>')
    [turned] = _read(
        '<g transform="matrix(1 0 0 -1 0 40)"><path d="M10 20A10 10 0 0 1 30 20"/></g>'
    )

    assert min(p.y for p in flatten(plain)) == pytest.approx(10, abs=0.02)
    assert max(p.y for p in flatten(turned)) == pytest.approx(30, abs=0.02)
    assert isinstance(turned.segments[0], Arc)


def test_names_of_groups_are_roles_directly_or_by_the_manifest():
    inside = '<g id="layer1"><g id="axis"><path d="M0 0L1 1"/></g><path id="cut" d="M2 2L3 3"/></g>'

    found = _read(inside, roles={"cut": "resection"})

    assert [path.role for path in found] == ["axis", "resection"]


def test_pieces_of_an_outline_are_joined_whichever_way_they_run():
    inside = (
        '<path d="M0 0L10 0"/><path d="M10.01 10L10.01 0"/><path d="M0 10L10.01 10"/>'
        '<path d="M0 0L0 10"/><circle cx="5" cy="5" r="1"/>'
    )

    first, *rest = silhouette_first(_read(inside))

    assert first.closed
    assert area_mm2(first) == pytest.approx(100, rel=2e-3)
    assert [path.role for path in rest] == ["detail"]


def test_lengths_without_a_unit_are_asked_for():
    pixels = b'<svg width="300" height="200" viewBox="0 0 300 200"><path d="M0 0L30 0"/></svg>'

    with pytest.raises(ExchangeRefused) as refused:
        read_svg(pixels)

    assert refused.value.code == "svg_units"
    assert read_svg(pixels, units="in").paths[0].segments[-1].to.x == pytest.approx(762)


def test_inches_of_paper_are_millimetres():
    inches = b'<svg width="1in" height="1in" viewBox="0 0 10 10"><path d="M0 0L5 0"/></svg>'

    assert read_svg(inches).paths[0].segments[-1].to.x == pytest.approx(12.7)


@pytest.mark.parametrize(
    ("document", "code", "line"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg/>', "svg_unsafe", 1),
        (b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">\n<svg/>', "svg_unsafe", 1),
        (b'<?xml-stylesheet href="x"?><svg/>', "svg_unsafe", 1),
        (b'<svg width="1mm" height="1mm" viewBox="0 0 1 1">\n<script>1</script></svg>',
         "svg_element", 2),
        (b'<svg width="1mm" height="1mm" viewBox="0 0 1 1">\n\n<g onload="x()"/></svg>',
         "svg_unsafe", 3),
        (b'<svg width="1mm" height="1mm" viewBox="0 0 1 1"><image/></svg>', "svg_element", 1),
        (b'<svg width="1mm" height="1mm" viewBox="0 0 1 1"><use href="#a"/></svg>',
         "svg_element", 1),
        (b'<svg width="1mm" height="9mm" viewBox="0 0 1 1"><path d="M0 0L1 1"/></svg>',
         "svg_uneven", 1),
        (b'<svg width="1mm" height="1mm" viewBox="0 0 1 1">\n<path d="M0 0 R 1"/></svg>',
         "svg_path", 2),
        (b'<svg width="1mm" height="1mm" viewBox="0 0 1 1"/>', "svg_empty", 1),
        (b"<svg", "svg_broken", 1),
        (b"", "svg_broken", 1),
        (b"<html/>", "svg_broken", 1),
        (b"<svg>" + b"<g>" * 90, "svg_too_large", None),
        (b"<svg " + b" " * 9_000_000 + b"/>", "svg_too_large", None),
    ],
)  # fmt: skip
def test_what_is_unsafe_or_unknown_is_refused_with_its_line(document, code, line):
    with pytest.raises(ExchangeRefused) as refused:
        read_svg(document)

    assert (refused.value.code, refused.value.params.get("where")) == (code, line)
