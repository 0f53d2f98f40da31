"""A small package drawn by hand: two stems, heads and cups that fit, in both views."""

from __future__ import annotations

import math
from dataclasses import replace

from planning.geometry.points import Point
from planning.library.curves import Arc, Cubic, Line, Path, polyline
from planning.library.package import (
    Component,
    Fixation,
    Freedom,
    ImplantPackage,
    Kind,
    Mating,
    Option,
    OptionValue,
    PackageFamily,
    PackageSize,
    PackageVariant,
    PackageView,
    Provenance,
    Source,
    View,
)

ORIGIN = Point(0.0, 0.0)
UP = Point(math.sin(math.radians(131)), math.cos(math.radians(131)))
STEPS = (("-4", -4.0), ("0", 0.0), ("+4", 4.0))


def package() -> ImplantPackage:
    """Return three families of an invented maker."""
    made = Provenance("Fictitious Ltd", (Source("numbers", "invented for a test"),))
    families = (_stems(), _heads(), _cups())
    return ImplantPackage("Fictitious Ltd", "Hip set", "3", "CC0-1.0", made, families)


def _stems() -> PackageFamily:
    offset = Option(
        "offset", "Offset", "standard",
        (OptionValue("standard", "standard offset"), OptionValue("high", "high offset")),
    )  # fmt: skip
    sizes = tuple(
        PackageSize(
            f"{length:g}", f"{length:g} mm", {"length_mm": length},
            (_stem(length, "standard", 0.0), _stem(length, "high", 7.0)),
        )
        for length in (120.0, 133.3)
    )  # fmt: skip
    points = {"resection": "where the neck is cut", "head_centre": "of the head, neck length 0",
              "stem_prox": "upper end of the axis", "stem_tip": "tip"}  # fmt: skip
    return PackageFamily(
        key="wedge", version=2, kind=Kind.STEM, component=Component.FEMORAL_STEM,
        fixation=Fixation.CEMENTLESS, name="Wedge \\ stem", generic=False, notice="",
        options=(offset,), points=points, anchor="resection", default_size="120",
        rotation_deg=0.0,
        freedom=(Freedom("rotate", about="resection", range=(-5.0, 5.0), unit="deg"),), sizes=sizes,
        materials=("Titanium alloy Ti6Al4V",), effective_date="2024-03-01",
    )  # fmt: skip


def _stem(length: float, offset: str, medial: float) -> PackageVariant:
    head = Point(38.123456 + medial, -33.0)
    matings = tuple(
        Mating("taper", Point(head.x + mm * UP.x, head.y + mm * UP.y), UP, step,
               {"type": "12/14", "increment_mm": mm})
        for step, mm in STEPS
    )  # fmt: skip
    side = Point(3.0, -33.0)
    beside = tuple(
        replace(one, point=Point(3.0, one.point.y), axis=Point(0.0, -0.8)) for one in matings
    )
    return PackageVariant(
        {"offset": offset}, f"wedge {length:g} {offset}",
        (_stem_view(View.AP, length, head, matings), _stem_view(View.LAT, length, side, beside)),
        part_number=f"W-{length:g}-{offset}", dimensions={"offset_mm": head.x},
    )  # fmt: skip


def _stem_view(view: View, length: float, head: Point, matings: tuple[Mating, ...]) -> PackageView:
    tip = Point(0.0, length)
    outline = Path(
        "outline", Point(-9.7, -6.0),
        (
            Cubic(Point(-10.2, 30.0), Point(-6.0, 60.0), Point(-4.1, length - 4.1)),
            Arc(Point(0.0, length - 4.1), 4.1, math.pi, -math.pi),
            Cubic(Point(5.0, 50.0), Point(12.0, 20.0), Point(15.3, 2.0)),
            Line(Point(head.x, head.y + 6)), Line(Point(head.x - 6, head.y)),
        ),
        True,
    )  # fmt: skip
    axis = (Point(0.0, -8.0), tip)
    paths = (
        outline,
        polyline("axis", *axis),
        polyline("resection", Point(-4.0, 4.0), Point(14.0, -14.0)),
    )
    points = {"resection": ORIGIN, "head_centre": head, "stem_prox": axis[0], "stem_tip": tip}
    return PackageView(view, paths, axis, points, matings)


def _heads() -> PackageFamily:
    increment = Option("increment", "Neck length", "0", tuple(OptionValue(s, s) for s, _ in STEPS))
    sizes = tuple(
        PackageSize(f"{mm:g}", f"{mm:g} mm", {"diameter_mm": mm},
                    tuple(_head(mm, step, value) for step, value in STEPS))
        for mm in (28.0, 32.0)
    )  # fmt: skip
    return PackageFamily(
        key="ball", version=1, kind=Kind.HEAD, component=Component.FEMORAL_HEAD,
        fixation=Fixation.NONE, name="Ball head", generic=False, notice="", options=(increment,),
        points={"centre": "of the ball"}, anchor="centre", default_size="32", rotation_deg=0.0,
        freedom=(), sizes=sizes,
    )  # fmt: skip


def _head(diameter: float, step: str, increment: float) -> PackageVariant:
    halves = tuple(Arc(ORIGIN, diameter / 2, start, math.pi) for start in (0.0, math.pi))
    ball = Path("outline", Point(diameter / 2, 0.0), halves, True)
    matings = (
        Mating("taper", ORIGIN, UP, "", {"type": "12/14", "increment_mm": increment}),
        Mating("liner", ORIGIN, UP, "", {"diameter_mm": diameter}),
    )
    views = tuple(
        PackageView(view, (ball,), (Point(0.0, -9.0), Point(0.0, 9.0)), {"centre": ORIGIN}, matings)
        for view in (View.AP, View.LAT)
    )
    return PackageVariant({"increment": step}, f"ball {diameter:g} {step}", views)


def _cups() -> PackageFamily:
    one = Option("liner", "Liner", "neutral", (OptionValue("neutral", "neutral"),))
    sizes = tuple(
        PackageSize(f"{mm:g}", f"{mm:g} mm", {"diameter_mm": mm}, (_cup(mm),))
        for mm in (50.0, 52.0)
    )
    points = {"centre": "of the shell", "liner_head_centre": "", "rim_lat": "", "rim_med": ""}
    return PackageFamily(
        key="shell", version=1, kind=Kind.CUP, component=Component.SHELL_WITH_LINER,
        fixation=Fixation.CEMENTLESS, name="Shell", generic=False, notice="", options=(one,),
        points=points, anchor="centre", default_size="52", rotation_deg=40.0, freedom=(),
        sizes=sizes,
    )  # fmt: skip


def _cup(diameter: float) -> PackageVariant:
    radius = diameter / 2
    shell = Path("outline", Point(-radius, 0.0), (Arc(ORIGIN, radius, math.pi, math.pi),), True)
    points = {"centre": ORIGIN, "liner_head_centre": Point(0.0, 2.0),
              "rim_lat": Point(-radius, 0.0), "rim_med": Point(radius, 0.0)}  # fmt: skip
    out = Point(0.0, 1.0)
    matings = (
        Mating("head", Point(0.0, 2.0), out, "", {"diameter_mm": 32.0}),
        Mating("socket", ORIGIN, out, "", {"diameter_mm": diameter}),
    )
    axis = (Point(0.0, -radius), ORIGIN)
    views = tuple(
        PackageView(view, (shell,), axis, points, matings) for view in (View.AP, View.LAT)
    )
    return PackageVariant({"liner": "neutral"}, f"shell {diameter:g}", views)
