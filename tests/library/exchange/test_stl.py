"""Silhouettes of solids: every corner of the outline on the true shadow."""

from __future__ import annotations

import math

import numpy as np
import pytest

from planning.library.curves import flatten
from planning.library.exchange.chains import area_mm2
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.exchange.silhouette import STEP_MM, TOLERANCE_MM, silhouette
from planning.library.exchange.stl import read_stl
from tests.library.exchange.solids import ball, binary, box, text

FRONT = {"right": (1, 0, 0), "down": (0, 0, -1)}


def test_binary_and_ascii_say_the_same():
    solid = box(10, 20, 30)

    assert np.array_equal(read_stl(binary(solid)), solid)
    assert np.array_equal(read_stl(text(solid)), solid)
    assert np.array_equal(read_stl(binary(solid, b"solid although binary")), solid)


def test_the_shadow_of_a_ball_is_its_circle():
    [outline] = silhouette(ball(16.0), **FRONT)

    radii = [math.hypot(p.x, p.y) for p in flatten(outline)]
    facets_mm = 16.0 * (1 - math.cos(math.pi / 120))
    assert max(radii) <= 16.0 + 1e-6
    assert min(radii) >= 16.0 - facets_mm - TOLERANCE_MM
    assert area_mm2(outline) == pytest.approx(math.pi * 256, rel=2e-3)


@pytest.mark.parametrize("seen", [FRONT, {"right": (0, 1, 0), "down": (0, 0, -1)}])
def test_a_box_is_seen_from_the_chosen_side(seen):
    [outline] = silhouette(box(10, 24, 130), **seen)

    corners = flatten(outline)
    width = 10 if seen is FRONT else 24
    assert max(p.x for p in corners) - min(p.x for p in corners) == pytest.approx(width, abs=1e-6)
    assert max(p.y for p in corners) == pytest.approx(0, abs=1e-6)
    assert min(p.y for p in corners) == pytest.approx(-130, abs=1e-6)
    assert area_mm2(outline) == pytest.approx(width * 130, rel=1e-3)
    assert len(corners) <= 12


def test_a_turned_box_keeps_its_straight_edges():
    c, k = math.cos(0.3), math.sin(0.3)
    solid = np.add(box(10, 10, 100), (-5, -5, -50)) @ np.array([[c, 0, -k], [0, 1, 0], [k, 0, c]])

    [outline] = silhouette(solid, **FRONT)

    half_x, half_z = 5, 50
    off = []
    for p in flatten(outline):
        x, z = p.x * c + p.y * k, p.x * -k + p.y * c
        off.append(max(abs(x) - half_x, abs(z) - half_z))
    assert max(off) <= 1e-6
    assert min(off) >= -STEP_MM
    assert sorted(off)[len(off) // 2] == pytest.approx(0, abs=TOLERANCE_MM)
    assert area_mm2(outline) == pytest.approx(1000, rel=1e-3)


def test_a_hole_that_one_sees_through_is_a_path_of_its_own():
    flat, upright = box(30, 5, 5), box(5, 5, 30)
    frame = np.concatenate([flat, np.add(flat, (0, 0, 25)), upright, np.add(upright, (25, 0, 0))])

    outline, hole = silhouette(frame, **FRONT)

    assert (outline.role, hole.role) == ("outline", "detail")
    assert area_mm2(outline) == pytest.approx(900, rel=1e-3)
    assert area_mm2(hole) == pytest.approx(400, rel=1e-3)


def test_overlapping_solids_have_one_shadow():
    two = np.concatenate([ball(10, 40), np.add(ball(10, 40), (12.0, 0, 0))])

    [outline] = silhouette(two, **FRONT)

    lens = 2 * 100 * math.acos(0.6) - 6 * math.sqrt(400 - 144)
    assert area_mm2(outline) == pytest.approx(2 * math.pi * 100 - lens, rel=3e-3)


def test_units_other_than_millimetres_are_turned_into_them():
    [outline] = silhouette(box(1, 1, 4), **FRONT, mm=25.4)

    assert area_mm2(outline) == pytest.approx(4 * 25.4**2, rel=1e-3)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "stl_broken"),
        (b"solid x\nendsolid x", "stl_empty"),
        (b"solid x\nvertex 1 2 3\nvertex 1 2 3\nendsolid", "stl_broken"),
        (b"solid x\nvertex 1 2 three\nendsolid", "stl_broken"),
        (b"solid x\nvertex 1 2 3\nvertex 1 2 3\nvertex 1 2 3\n", "stl_broken"),
        (b"\x00" * 84, "stl_empty"),
        (b"\x00" * 80 + b"\xff\xff\xff\x7f", "stl_broken"),
        (binary(box(1, 1, 1))[:-1], "stl_broken"),
        (binary(box(1, 1, 1) * np.nan), "stl_broken"),
        (binary(box(1, 1, 1) * 1e7), "stl_broken"),
    ],
)
def test_a_broken_solid_is_refused(data: bytes, code: str):
    with pytest.raises(ExchangeRefused) as refused:
        read_stl(data)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("size", "seen", "code"),
    [
        (0.001, FRONT, "stl_size"),
        (900.0, FRONT, "stl_size"),
        (10.0, {"right": (1, 0, 0), "down": (1, 0, 0)}, "stl_view"),
        (10.0, {"right": (0, 0, 0), "down": (1, 0, 0)}, "stl_view"),
    ],
)
def test_a_solid_of_the_wrong_size_or_seen_from_nowhere_is_refused(size, seen, code):
    with pytest.raises(ExchangeRefused) as refused:
        silhouette(box(size, size, size), **seen)

    assert refused.value.code == code
