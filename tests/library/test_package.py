"""A package says all that a family is, exactly, and is taken only when it is whole and sound."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from planning.geometry.points import Point
from planning.library import selectors
from planning.library.curves import Line
from planning.library.family import Family
from planning.library.package import Freedom, ImplantPackage, PackageFamily
from planning.library.package_check import PackageRefused, check_package
from planning.library.package_families import geometry_of, package_of
from planning.library.package_json import (
    PackageUnreadable,
    package_from_json,
    package_to_json,
)

BUILT_IN = list(selectors.families().values())
SMALL = "modular_head_short_steps"


def small(key: str = SMALL) -> ImplantPackage:
    """Return a package with the last three sizes of a built-in family."""
    family = selectors.family(key, 1)
    package = package_of([_shortened(family)])
    check_package(package)
    return package


def _shortened(family: Family) -> Family:
    data = json.loads(json.dumps(family.data))
    data["placement"]["size"] = family.sizes[-1].size
    return replace(family, data=data, sizes=family.sizes[-3:])


def with_family(package: ImplantPackage, **changes: object) -> ImplantPackage:
    return replace(package, families=(replace(package.families[0], **changes),))


def with_view(package: ImplantPackage, **changes: object) -> ImplantPackage:
    """Return the package with the first view of its first variant changed."""
    family: PackageFamily = package.families[0]
    size = family.sizes[0]
    variant = size.variants[0]
    views = (replace(variant.views[0], **changes), *variant.views[1:])
    variants = (replace(variant, views=views), *size.variants[1:])
    return with_family(package, sizes=(replace(size, variants=variants), *family.sizes[1:]))


@pytest.mark.parametrize("family", BUILT_IN, ids=lambda family: family.key)
def test_a_packaged_family_is_drawn_as_the_built_in_one(family):
    short = _shortened(family)
    package = package_of([short])
    check_package(package)
    for view in ("AP", "LAT"):
        drawn = geometry_of(package, package.families[0], view)
        published = selectors.geometry(family.key, family.version, view)
        assert drawn["sizes"] == published["sizes"][-3:]
        for name, option in drawn["options"].items():
            assert option["default"] == published["options"][name]["default"]
            assert list(option["values"]) == list(published["options"][name]["values"])
        same = set(drawn) - {"sizes", "options", "placement"}
        assert {name: drawn[name] for name in same} == {name: published[name] for name in same}


@pytest.mark.parametrize("key", [SMALL, "tapered_wedge_stem"])
def test_a_package_survives_json_to_the_last_bit(key):
    package = small(key)
    text = json.dumps(package_to_json(package))
    assert package_from_json(json.loads(text)) == package


def test_the_smallest_shell_for_a_head_is_part_of_the_package():
    """PMC10348735, table II."""
    cup = package_of([selectors.family("press_fit_cup", 1)]).families[0]
    smallest = {one.when["head"]: one.at_least for one in cup.compatibility}
    assert smallest == {"28": 42, "32": 44, "36": 48, "40": 52, "44": 56}


def test_a_stem_has_one_taper_feature_for_every_neck_length():
    stem = small("tapered_wedge_stem").families[0]
    view = stem.sizes[0].variants[0].views[0]
    tapers = [one for one in view.mating if one.name == "taper"]
    assert [one.step for one in tapers] == ["-4", "0", "+4", "+8"]
    assert math.dist(tapers[0].point, tapers[3].point) == pytest.approx(12, abs=1e-8)


def test_the_calcar_of_a_stem_that_does_not_name_it_lies_where_the_cut_leaves_the_silhouette():
    """Ours name it: taken away, it is found again where it was."""
    package = small("tapered_wedge_stem")
    family = package.families[0]
    known = geometry_of(package, family, "AP")

    def without(points: dict) -> dict:
        return {name: value for name, value in points.items() if name != "calcar"}

    sizes = tuple(
        replace(size, variants=tuple(
            replace(variant, views=tuple(
                replace(view, points=without(view.points)) for view in variant.views))
            for variant in size.variants))
        for size in family.sizes
    )  # fmt: skip
    bare = with_family(package, sizes=sizes, points=without(family.points))
    check_package(bare)
    for view in ("AP", "LAT"):
        found = geometry_of(bare, bare.families[0], view)
        for ours, size in zip(known["sizes"], found["sizes"], strict=True):
            for mine, variant in zip(ours["variants"], size["variants"], strict=True):
                x, y = mine["points"]["calcar"]
                wanted = [x if view == "AP" else 0, y]
                assert variant["points"]["calcar"] == pytest.approx(wanted, abs=0.1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: {**p, "colour": "blue"}, "colour"),
        (lambda p: {k: v for k, v in p.items() if k != "licence"}, "licence"),
        (lambda p: {**p, "schema": 2}, "schema"),
        (lambda p: {**p, "version": 3}, "version"),
        (lambda p: {**p, "families": [{**p["families"][0], "kind": "plate"}]}, "plate"),
        (lambda p: {**p, "families": [{**p["families"][0], "rotation_deg": "x"}]}, "rotation_deg"),
        (lambda p: [p], "schema"),
    ],
)
def test_json_that_is_no_package_is_refused_with_its_place(change, said):
    with pytest.raises(PackageUnreadable, match=said):
        package_from_json(change(package_to_json(small())))


def wrong(said: str, change) -> object:
    return pytest.param(said, change, id=said)


@pytest.mark.parametrize(
    ("said", "change"),
    [
        wrong("1 to 200 families", lambda p: replace(p, families=())),
        wrong("there twice", lambda p: replace(p, families=p.families * 2)),
        wrong("is not allowed", lambda p: with_family(p, key="../etc")),
        wrong("no size 99 to begin with", lambda p: with_family(p, default_size="99")),
        wrong("anchor tip is not a point", lambda p: with_family(p, anchor="tip")),
        wrong("1 to 5 different options", lambda p: with_family(p, options=())),
        wrong("1 to 200 different sizes", lambda p: with_family(p, sizes=())),
        wrong("has no length", lambda p: with_view(p, axis=(Point(0, 0), Point(0, 0)))),
        wrong("without meaning", lambda p: with_view(p, points={"centre": Point(0, 0)})),
        wrong("features that a head needs", lambda p: with_view(p, mating=())),
        wrong("180 degrees", lambda p: with_family(p, rotation_deg=math.nan)),
        wrong("turns about tip", lambda p: with_family(p, freedom=(Freedom("rotate", "tip"),))),
        wrong("a freedom is no", lambda p: with_family(p, freedom=(Freedom("bend"),))),
        wrong("1 to 60 paths", lambda p: with_view(p, paths=())),
    ],
)
def test_a_package_that_is_not_sound_is_refused(said, change):
    with pytest.raises(PackageRefused) as refused:
        check_package(change(small()))
    assert refused.value.code == "package_unsound"
    assert said in refused.value.params["what"]


@pytest.mark.parametrize("place", [math.nan, math.inf, 2000.0])
def test_points_that_are_nowhere_are_refused(place):
    package = small()
    path = package.families[0].sizes[0].variants[0].views[0].paths[0]
    broken = replace(path, segments=(*path.segments, Line(Point(place, 0.0))))
    with pytest.raises(PackageRefused):
        check_package(with_view(package, paths=(broken,)))


def test_an_open_silhouette_is_refused():
    package = small()
    path = package.families[0].sizes[0].variants[0].views[0].paths[0]
    with pytest.raises(PackageRefused) as refused:
        check_package(with_view(package, paths=(replace(path, closed=False),)))
    assert "closed silhouette" in refused.value.params["what"]


@pytest.mark.parametrize(
    ("field", "code"),
    [("licence", "package_without_licence"), ("manufacturer", "package_without_manufacturer")],
)
def test_a_package_without_licence_or_maker_is_refused(field, code):
    with pytest.raises(PackageRefused) as refused:
        check_package(replace(small(), **{field: "  "}))
    assert refused.value.code == code
