"""PURE. Whether a package is whole and sound; if anything in it is not, nothing of it is taken."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from planning.geometry.points import Point
from planning.library.curves import Arc, Cubic, Path, Segment, flatten
from planning.library.package import (
    ImplantPackage,
    Kind,
    PackageFamily,
    PackageSize,
    PackageVariant,
    PackageView,
    View,
)
from planning.refused import Refused

MOST_FAMILIES = 200
MOST_SIZES = 200
MOST_VARIANTS = 200
MOST_PATHS = 60
MOST_SEGMENTS = 5000
MOST_TEXT = 300
REACH_MM = 1000.0

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,59}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,99}")
_CHOICE = re.compile(r"[A-Za-z0-9_.+-]{1,60}")
_SIZE = re.compile(r"[A-Za-z0-9_.+/-]{1,40}")
_JOINED_MM = 0.05
_NEEDED = {
    Kind.CUP: ({"head", "socket"}, {"centre", "liner_head_centre", "rim_lat", "rim_med"}),
    Kind.HEAD: ({"taper", "liner"}, {"centre"}),
    Kind.STEM: ({"taper"}, {"head_centre", "resection", "stem_prox", "stem_tip"}),
}
_FITS = {("cup", "head"): "diameter_mm", ("head", "liner"): "diameter_mm"}


class PackageRefused(Refused):
    """A package is not taken; ``package_unsound`` says where and what."""


def check_package(package: ImplantPackage) -> None:
    """Refuse a package that is not whole and sound.

    Raises
    ------
    PackageRefused
        ``package_unsound`` with ``where`` (family, size, choice, view) and ``what`` (the first
        thing that is wrong), ``package_without_licence`` or ``package_without_manufacturer``.
    """
    if not package.licence.strip():
        raise PackageRefused("package_without_licence", package=package.name)
    if not package.manufacturer.strip():
        raise PackageRefused("package_without_manufacturer", package=package.name)
    for where, what in _wrong(package):
        raise PackageRefused("package_unsound", where=where, what=what)


Wrong = Iterator[tuple[str, str]]


def _wrong(package: ImplantPackage) -> Wrong:
    texts = (package.manufacturer, package.name, package.version, package.licence)
    if not all(len(text) <= MOST_TEXT for text in texts) or not package.name.strip():
        yield "package", "name and version must have 1 to 300 characters"
    if not 1 <= len(package.families) <= MOST_FAMILIES:
        yield package.name, f"there must be 1 to {MOST_FAMILIES} families"
    named = [(family.key, family.version) for family in package.families]
    if len(set(named)) != len(named):
        yield package.name, "a family is there twice"
    for family in package.families:
        for where, what in _wrong_family(family):
            yield f"{family.name or family.key}{where}", what


def _wrong_family(family: PackageFamily) -> Wrong:
    if not _KEY.fullmatch(family.key) or family.version < 1:
        yield "", f"the key {family.key!r} or the version {family.version} is not allowed"
    if not family.name.strip() or len(family.name) > MOST_TEXT or len(family.notice) > MOST_TEXT:
        yield "", "it needs a name of at most 300 characters"
    yield from _wrong_options(family)
    _, needed = _NEEDED[family.kind]
    if missing := sorted(needed - set(family.points)):
        yield "", f"points that a {family.kind} needs are missing: {', '.join(missing)}"
    if not all(_NAME.fullmatch(point) for point in family.points):
        yield "", "points are named by letters, digits, _ . and -"
    yield from _wrong_freedom(family)
    if family.anchor not in family.points:
        yield "", f"the anchor {family.anchor} is not a point"
    yield from _wrong_ladder(family)
    for size in family.sizes:
        for where, what in _wrong_size(family, size):
            yield f", {size.size}{where}", what


def _wrong_options(family: PackageFamily) -> Wrong:
    keys = [option.key for option in family.options]
    if not 1 <= len(keys) <= 5 or len(set(keys)) != len(keys):
        yield "", "there must be 1 to 5 different options"
    for option in family.options:
        values = [value.key for value in option.values]
        if len(set(values)) != len(values) or option.default not in values:
            yield "", f"option {option.key} has a value twice or a default that is none of them"
        if not _NAME.fullmatch(option.key) or not all(_CHOICE.fullmatch(v) for v in values):
            yield "", f"option {option.key} or one of its values has a key that is not allowed"


def _wrong_freedom(family: PackageFamily) -> Wrong:
    if not math.isfinite(family.rotation_deg) or abs(family.rotation_deg) > 180:
        yield "", "the turn of a new one must lie between -180 and 180 degrees"
    for one in family.freedom:
        ends = one.range or (0.0, 0.0)
        if one.kind not in ("translate", "rotate", "slide") or not all(map(math.isfinite, ends)):
            yield "", f"a freedom is no translate, rotate or slide with a range ({one.kind})"
        if one.about and one.about not in family.points:
            yield "", f"it turns about {one.about}, which is not a point"


def _wrong_ladder(family: PackageFamily) -> Wrong:
    sizes = [size.size for size in family.sizes]
    if not 1 <= len(sizes) <= MOST_SIZES or len(set(sizes)) != len(sizes):
        yield "", f"there must be 1 to {MOST_SIZES} different sizes"
    if family.default_size not in sizes:
        yield "", f"there is no size {family.default_size} to begin with"
    if not all(_SIZE.fullmatch(size) for size in sizes):
        yield "", "a size has a key that is not allowed"


def _wrong_size(family: PackageFamily, size: PackageSize) -> Wrong:
    if not 1 <= len(size.variants) <= MOST_VARIANTS:
        yield "", f"a size needs 1 to {MOST_VARIANTS} variants"
    if not all(math.isfinite(value) for value in size.dimensions.values()):
        yield "", "a dimension is not a number"
    choices = [tuple(sorted(variant.options.items())) for variant in size.variants]
    if len(set(choices)) != len(choices):
        yield "", "a choice of options is there twice"
    for variant in size.variants:
        for where, what in _wrong_variant(family, variant):
            yield f", {variant.name}{where}", what


def _wrong_variant(family: PackageFamily, variant: PackageVariant) -> Wrong:
    known = {option.key: {value.key for value in option.values} for option in family.options}
    if set(variant.options) != set(known) or any(
        value not in known.get(key, ()) for key, value in variant.options.items()
    ):
        yield "", "it must choose one known value of every option"
    if not all(math.isfinite(value) for value in variant.dimensions.values()):
        yield "", "a dimension is not a number"
    if not variant.name.strip() or len(variant.name) > MOST_TEXT:
        yield "", "it needs a name of at most 300 characters"
    if not variant.views or variant.views[0].view is not View.AP:
        yield "", "its first view must be the AP one"
    if len({view.view for view in variant.views}) != len(variant.views):
        yield "", "a view is there twice"
    for view in variant.views:
        for what in _wrong_view(family, view):
            yield f", {view.view}", what


def _wrong_view(family: PackageFamily, view: PackageView) -> Iterator[str]:
    if set(view.points) != set(family.points):
        wrong = sorted(set(view.points) ^ set(family.points))
        yield f"points without meaning or meaning without point: {', '.join(wrong)}"
    elif math.hypot(*view.points[family.anchor]) > 1e-6:
        yield "the anchor does not lie at the origin"
    if not all(map(_near, [*view.points.values(), *view.axis])):
        yield "a point is not a number or lies a metre away"
    if math.dist(*view.axis) < 1e-6:
        yield "the axis has no length"
    yield from _wrong_mating(family, view)
    if not 1 <= len(view.paths) <= MOST_PATHS:
        yield f"there must be 1 to {MOST_PATHS} paths"
        return
    for path in view.paths:
        yield from _wrong_path(path)
    yield from _wrong_silhouette(view.paths[0])


def _wrong_mating(family: PackageFamily, view: PackageView) -> Iterator[str]:
    needed, _ = _NEEDED[family.kind]
    if missing := sorted(needed - {one.name for one in view.mating}):
        yield f"mating features that a {family.kind} needs are missing: {', '.join(missing)}"
    for one in view.mating:
        if not _near(one.point) or not 0.01 < math.hypot(*one.axis) <= 1 + 1e-6:
            yield f"the mating feature {one.name} has no place or no direction"
        wanted = _FITS.get((family.kind, one.name))
        if wanted is not None and not _positive(one.fits.get(wanted)):
            yield f"the mating feature {one.name} does not say its {wanted}"
        if one.name == "taper" and not isinstance(one.fits.get("type"), str):
            yield "a taper does not say its type"
        if (family.kind, one.name) == ("head", "taper") and "increment_mm" not in one.fits:
            yield "a head's taper does not say its increment_mm"


def _positive(value: object) -> bool:
    return isinstance(value, float | int) and 0 < value < REACH_MM


def _wrong_path(path: Path) -> Iterator[str]:
    if not _NAME.fullmatch(path.role) or not 1 <= len(path.segments) <= MOST_SEGMENTS:
        yield "a path has no role, no segment or too many"
        return
    at = path.start
    for segment in path.segments:
        if not all(map(_near, _corners(segment))):
            yield f"the {path.role} has a point that is not a number or lies a metre away"
            return
        if isinstance(segment, Arc) and not _runs_on(at, segment):
            yield f"an arc of the {path.role} does not begin where the path stands"
            return
        at = segment.to


def _corners(segment: Segment) -> tuple[Point, ...]:
    if isinstance(segment, Arc):
        angles = Point(segment.start_rad, segment.sweep_rad)
        return segment.centre, Point(segment.radius_mm, 0.0), angles
    if isinstance(segment, Cubic):
        return segment.first, segment.second, segment.to
    return (segment.to,)


def _runs_on(at: Point, arc: Arc) -> bool:
    turned = arc.radius_mm > 0 and 0 < abs(arc.sweep_rad) <= math.tau
    return turned and math.dist(at, arc.at(0.0)) <= _JOINED_MM


def _wrong_silhouette(path: Path) -> Iterator[str]:
    if path.role != "outline" or not path.closed:
        yield "the first path must be the closed silhouette, outline"
        return
    if all(map(_near, [path.start, *(segment.to for segment in path.segments)])):
        corners = flatten(path, 0.5)
        area = sum(
            a.x * b.y - b.x * a.y for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)
        )
        if abs(area) / 2 < 1.0:
            yield "the silhouette encloses nothing"


def _near(p: Point) -> bool:
    return all(math.isfinite(value) and abs(value) <= REACH_MM for value in p)
