"""PURE. Drawings in SVG: true curves in millimetres by the names of their groups."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from planning.geometry.points import Point
from planning.library.curves import Arc, Path, polyline
from planning.library.exchange.affine import Affine, Sheet, rotation, scaling, shift, transformed
from planning.library.exchange.chains import ROLES
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.exchange.svg_paths import MOST_SEGMENTS, arc_segments, read_path_data
from planning.library.exchange.units import MM_OF
from planning.library.exchange.xml_tree import Element, parse

_LENGTH = re.compile(
    r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)\s*(mm|cm|in|pt|pc|q|Q|px)?\s*"
)
_TRANSFORM = re.compile(r"\s*,?\s*(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_OF_PAPER = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "q": 0.25}
_GROUPS = {"svg", "g", "a"}
_SILENT = {"title", "desc", "metadata", "defs", "style", "namedview", "text", "RDF"}
_SHAPES = {"path", "line", "polyline", "polygon", "circle", "ellipse", "rect"}
_EVEN = 1e-3


def read_svg(data: bytes, *, units: str = "", roles: Mapping[str, str] | None = None) -> Sheet:
    """Read what is drawn.

    Parameters
    ----------
    data : bytes
    units : str
        What a length without a unit means (a key of ``MM_OF``); needed where the file gives its
        size in pixels or not at all.
    roles : mapping of str to str, optional
        Name of a group or shape (``id`` or its label) to role. A group whose own name is a role
        needs none; what is not named has the role of what is around it, at last ``outline``.

    Returns
    -------
    Sheet
        In the order of the file. Groups called ``points`` are left out.

    Raises
    ------
    ExchangeRefused
        ``svg_unsafe``, ``svg_broken``, ``svg_too_large``, ``svg_path``, ``svg_units``,
        ``svg_uneven``, ``svg_element`` or ``svg_empty``, with ``where``: the line.
    """
    root = parse(data)
    if root.name != "svg":
        raise ExchangeRefused("svg_broken", where=root.line)
    reader = _Reader(roles or {})
    to_mm = _to_mm(root, units)
    found = list(reader.walk(root, to_mm, "outline"))
    if not found:
        raise ExchangeRefused("svg_empty", where=root.line)
    if sum(len(path.segments) for path in found) > MOST_SEGMENTS:
        raise ExchangeRefused("svg_too_large", limit=MOST_SEGMENTS)
    return Sheet(found, to_mm)


def _to_mm(root: Element, units: str) -> Affine:
    box = [float(n) for n in _NUMBER.findall(root.attributes.get("viewBox", ""))]
    width, height = (_length_mm(root, side) for side in ("width", "height"))
    if width is not None and height is not None and len(box) == 4:
        return _on_paper(root, box, width, height)
    if width is not None and not box:
        # Without a view box, lengths inside are CSS pixels of a 96th of an inch.
        return scaling(25.4 / 96, 25.4 / 96)
    if units not in MM_OF:
        raise ExchangeRefused("svg_units", where=root.line)
    return scaling(MM_OF[units], MM_OF[units])


def _on_paper(root: Element, box: list[float], width: float, height: float) -> Affine:
    if min(box[2], box[3], width, height) <= 0:
        raise ExchangeRefused("svg_units", where=root.line)
    x, y = width / box[2], height / box[3]
    if abs(x - y) > _EVEN * max(x, y):
        raise ExchangeRefused("svg_uneven", where=root.line)
    return scaling(x, x)


def _length_mm(root: Element, side: str) -> float | None:
    match = _LENGTH.fullmatch(root.attributes.get(side, ""))
    factor = _OF_PAPER.get((match[2] or "").lower()) if match else None
    return None if factor is None else float(match[1]) * factor


class _Reader:
    def __init__(self, roles: Mapping[str, str]):
        self.roles = roles

    def walk(self, element: Element, to_mm: Affine, role: str) -> Iterator[Path]:
        if any(name.lower().startswith("on") for name in element.attributes):
            raise ExchangeRefused("svg_unsafe", where=element.line)
        names = [element.attributes.get(key) for key in ("label", "id")]
        if "points" in names or element.name in _SILENT:
            return
        named = next((self.roles[name] for name in names if name in self.roles), None)
        inner = to_mm.after(_transform(element))
        if element.name in _SHAPES:
            yield from (transformed(path, inner) for path in _shape(element, named or role))
        elif element.name in _GROUPS:
            below = named or next((name for name in names if name in ROLES), role)
            for child in element.children:
                yield from self.walk(child, inner, below)
        else:
            raise ExchangeRefused("svg_element", where=element.line, element=element.name)


def _transform(element: Element) -> Affine:
    text = element.attributes.get("transform", "")
    at, made = 0, Affine()
    while text[at:].strip():
        match = _TRANSFORM.match(text, at)
        numbers = [float(n) for n in _NUMBER.findall(match[2])] if match else []
        step = _one_transform(match[1], numbers) if match else None
        if step is None:
            raise ExchangeRefused("svg_element", where=element.line, element="transform")
        made, at = made.after(step), match.end()
    return made


def _one_transform(name: str, n: list[float]) -> Affine | None:
    makers = {
        ("matrix", 6): lambda: Affine(*n),
        ("translate", 1): lambda: shift(n[0], 0.0),
        ("translate", 2): lambda: shift(*n),
        ("scale", 1): lambda: scaling(n[0], n[0]),
        ("scale", 2): lambda: scaling(*n),
        ("rotate", 1): lambda: rotation(math.radians(n[0])),
        ("rotate", 3): lambda: (
            shift(n[1], n[2]).after(rotation(math.radians(n[0]))).after(shift(-n[1], -n[2]))
        ),
        ("skewX", 1): lambda: Affine(c=math.tan(math.radians(n[0]))),
        ("skewY", 1): lambda: Affine(b=math.tan(math.radians(n[0]))),
    }
    maker = makers.get((name, len(n)))
    return maker() if maker else None


def _shape(element: Element, role: str) -> list[Path]:
    if element.name == "path":
        try:
            return read_path_data(element.attributes.get("d", ""), role)
        except ExchangeRefused as refusal:
            refusal.params["character"] = refusal.params.get("where", 0)
            refusal.params["where"] = element.line
            raise
    if element.name in ("polyline", "polygon"):
        numbers = [float(n) for n in _NUMBER.findall(element.attributes.get("points", ""))]
        if len(numbers) < 4 or len(numbers) % 2:
            raise ExchangeRefused("svg_path", where=element.line, character=0)
        corners = [Point(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        return [polyline(role, *corners, closed=element.name == "polygon")]
    get = _lengths(element)
    if element.name == "line":
        return [polyline(role, Point(get("x1"), get("y1")), Point(get("x2"), get("y2")))]
    return _round_or_rect(element, role, get)


def _lengths(element: Element):
    def get(name: str) -> float:
        match = _LENGTH.fullmatch(element.attributes.get(name, "0"))
        if match is None or match[2] not in (None, "px"):
            raise ExchangeRefused("svg_path", where=element.line, character=0)
        return float(match[1])

    return get


def _round_or_rect(element: Element, role: str, get) -> list[Path]:
    if element.name == "rect":
        if get("rx") or get("ry"):
            raise ExchangeRefused("svg_element", where=element.line, element="rect with rx")
        x, y, w, h = (get(name) for name in ("x", "y", "width", "height"))
        corners = (Point(x, y), Point(x + w, y), Point(x + w, y + h), Point(x, y + h))
        return [polyline(role, *corners, closed=True)]
    centre = Point(get("cx"), get("cy"))
    rx, ry = (get("r"), get("r")) if element.name == "circle" else (get("rx"), get("ry"))
    if rx <= 0 or ry <= 0:
        return []
    start, half = Point(centre.x + rx, centre.y), Point(centre.x - rx, centre.y)
    if rx == ry:
        arcs = tuple(Arc(centre, rx, begin, math.pi) for begin in (0.0, math.pi))
        return [Path(role, start, arcs, True)]
    there = arc_segments(start, rx, ry, 0, 0, 1, half.x, half.y)
    back = arc_segments(half, rx, ry, 0, 0, 1, start.x, start.y)
    return [Path(role, start, (*there, *back), True)]
