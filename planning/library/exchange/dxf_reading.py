"""PURE. Drawings in DXF: lines, arcs and splines of the model space in millimetres."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator, Mapping

import ezdxf
from ezdxf import path as dxf_paths
from ezdxf.document import Drawing
from ezdxf.entities import DXFGraphic

from planning.geometry.points import Point
from planning.library.curves import Arc, Cubic, Line, Path, Segment, polyline
from planning.library.exchange.affine import Sheet, scaling, transformed
from planning.library.exchange.chains import ROLES
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.exchange.units import MM_OF

MOST_BYTES = 8 * 2**20
MOST_ENTITIES = 20_000
DEEPEST = 4
_INSUNITS = {1: 25.4, 4: 1.0, 5: 10.0, 6: 1000.0, 9: 0.0254, 13: 0.001, 14: 100.0}
_SILENT = {
    "POINT", "TEXT", "MTEXT", "DIMENSION", "LEADER", "MULTILEADER", "HATCH", "VIEWPORT", "ATTDEF",
    "ATTRIB", "RAY", "XLINE", "TOLERANCE",
}  # fmt: skip
_FLAT = 1e-6


def read_dxf(data: bytes, *, units: str = "", roles: Mapping[str, str] | None = None) -> list[Path]:
    """Read what is drawn.

    Parameters
    ----------
    data : bytes
        ASCII DXF; the binary form is refused.
    units : str
        What the drawing's numbers are (a key of ``MM_OF``), where its header does not say so.
    roles : mapping of str to str, optional
        Layer to role. A layer whose own name is a role needs none; any other is ``outline``.

    Returns
    -------
    Sheet
        A path for each entity: :mod:`planning.library.exchange.chains` joins them.

    Raises
    ------
    ExchangeRefused
        ``dxf_too_large``, ``dxf_binary``, ``dxf_broken``, ``dxf_units``, ``dxf_empty`` or
        ``dxf_entity`` with ``where``: its handle and layer.
    """
    if len(data) > MOST_BYTES:
        raise ExchangeRefused("dxf_too_large", limit=MOST_BYTES)
    document = _opened(data)
    to_mm = _factor(document, units)
    reader = _Reader(roles or {})
    try:
        found = list(reader.walk(document.modelspace(), 0))
    except ExchangeRefused:
        raise
    except Exception as error:
        raise ExchangeRefused("dxf_broken", where=reader.where) from error
    if not found:
        raise ExchangeRefused("dxf_empty")
    down = scaling(to_mm, -to_mm)
    return Sheet([transformed(path, down) for path in found], down)


def _opened(data: bytes) -> Drawing:
    if data.startswith(b"AutoCAD Binary DXF"):
        raise ExchangeRefused("dxf_binary")
    try:
        text = data.decode(_encoding(data), errors="surrogateescape")
        return ezdxf.read(io.StringIO(text.replace("\r\n", "\n")))
    except Exception as error:
        # Somebody else's parser on a stranger's file: whatever it raises, the file is to blame.
        raise ExchangeRefused("dxf_broken", where=str(error)[:100] or "header") from error


def _encoding(data: bytes) -> str:
    """Return UTF-8 from AutoCAD 2007 on; before, what is not ASCII only names things."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _factor(document: Drawing, units: str) -> float:
    said = document.header.get("$INSUNITS", 0)
    if said in _INSUNITS:
        return _INSUNITS[said]
    if said == 0 and units in MM_OF:
        return MM_OF[units]
    raise ExchangeRefused("dxf_units", units=said)


class _Reader:
    """Goes through entities, blocks within blocks, and says where it is."""

    def __init__(self, roles: Mapping[str, str]):
        self.roles = roles
        self.where = "header"
        self.count = 0
        self.read: dict[str, Callable[[DXFGraphic, str], Iterator[Path]]] = {
            "LINE": _line, "ARC": _arc, "CIRCLE": _circle, "LWPOLYLINE": _bulged,
            "ELLIPSE": _curve, "SPLINE": _curve,
        }  # fmt: skip

    def walk(self, entities, depth: int) -> Iterator[Path]:
        for entity in entities:
            kind = entity.dxftype()
            layer = entity.dxf.get("layer", "0")
            self.where = f"{kind} {entity.dxf.get('handle') or ''} ({layer})"
            self.count += 1
            if self.count > MOST_ENTITIES or depth > DEEPEST:
                raise ExchangeRefused("dxf_too_large", limit=MOST_ENTITIES)
            if kind in _SILENT or layer == "points":
                continue
            if kind in ("INSERT", "POLYLINE"):
                yield from self.walk(self._parts(entity), depth + 1)
                continue
            if kind not in self.read or not _is_flat(entity):
                raise ExchangeRefused("dxf_entity", where=self.where)
            role = self.roles.get(layer, layer if layer in ROLES else "outline")
            yield from self.read[kind](entity, role)

    def _parts(self, entity) -> Iterator[DXFGraphic]:
        if entity.dxftype() == "INSERT":
            block = entity.block()
            many = (entity.dxf.get("row_count", 1) or 1) * (entity.dxf.get("column_count", 1) or 1)
            if block is None or many > 1 or len(block) > MOST_ENTITIES:
                raise ExchangeRefused("dxf_entity", where=self.where)
        elif not entity.is_2d_polyline:
            raise ExchangeRefused("dxf_entity", where=self.where)
        return entity.virtual_entities()


def _is_flat(entity: DXFGraphic) -> bool:
    """Say whether it is drawn in the plane, seen from above."""
    x, y, z = entity.dxf.get("extrusion", (0, 0, 1))
    return abs(x) < _FLAT and abs(y) < _FLAT and z > 0


def _line(entity: DXFGraphic, role: str) -> Iterator[Path]:
    yield polyline(role, _point(entity.dxf.start), _point(entity.dxf.end))


def _arc(entity: DXFGraphic, role: str) -> Iterator[Path]:
    begin = math.radians(entity.dxf.start_angle)
    sweep = (math.radians(entity.dxf.end_angle) - begin) % math.tau
    yield from _round(entity, role, begin, sweep or math.tau)


def _circle(entity: DXFGraphic, role: str) -> Iterator[Path]:
    yield from _round(entity, role, 0.0, math.tau)


def _round(entity: DXFGraphic, role: str, begin: float, sweep: float) -> Iterator[Path]:
    centre, radius = _point(entity.dxf.center), float(entity.dxf.radius)
    if radius <= 0:
        raise ValueError("radius")
    if sweep < math.tau:
        arc = Arc(centre, radius, begin, sweep)
        yield Path(role, arc.at(0.0), (arc,), False)
        return
    halves = tuple(Arc(centre, radius, begin + start, math.pi) for start in (0.0, math.pi))
    yield Path(role, halves[0].at(0.0), halves, True)


def _bulged(entity: DXFGraphic, role: str) -> Iterator[Path]:
    """Read a polyline with bulges: the tangent of a quarter of the arc's angle."""
    corners = [(Point(x, y), bulge) for x, y, bulge in entity.get_points("xyb")]
    if len(corners) < 2:
        return
    ends = [corner for corner, _ in corners[1:]]
    if entity.closed:
        ends.append(corners[0][0])
    segments = [
        _bulge(start, end, bulge)
        for (start, bulge), end in zip(corners, ends, strict=False)
        if math.dist(start, end) > 0
    ]
    if segments:
        yield Path(role, corners[0][0], tuple(segments), bool(entity.closed))


def _bulge(start: Point, end: Point, bulge: float) -> Segment:
    if abs(bulge) < 1e-12:
        return Line(end)
    sweep = 4 * math.atan(bulge)
    half = math.dist(start, end) / 2
    off = half / math.tan(sweep / 2)
    along = Point((end.x - start.x) / (2 * half), (end.y - start.y) / (2 * half))
    centre = Point((start.x + end.x) / 2 - off * along.y, (start.y + end.y) / 2 + off * along.x)
    begin = math.atan2(start.y - centre.y, start.x - centre.x)
    return Arc(centre, math.dist(start, centre), begin, sweep)


def _curve(entity: DXFGraphic, role: str) -> Iterator[Path]:
    made = dxf_paths.make_path(entity)
    segments: list[Segment] = []
    at = _point(made.start)
    for command in made.commands():
        to = _point(command.end)
        if command.type == dxf_paths.Command.LINE_TO:
            segments.append(Line(to))
        elif command.type == dxf_paths.Command.CURVE4_TO:
            segments.append(Cubic(_point(command.ctrl1), _point(command.ctrl2), to))
        else:
            handle = _point(command.ctrl)
            segments.append(Cubic(_towards(at, handle), _towards(to, handle), to))
        at = to
    if segments:
        closed = len(segments) > 1 and made.is_closed
        yield Path(role, _point(made.start), tuple(segments), closed)


def _towards(a: Point, b: Point) -> Point:
    return Point(a.x + 2 / 3 * (b.x - a.x), a.y + 2 / 3 * (b.y - a.y))


def _point(vector) -> Point:
    x, y = float(vector[0]), float(vector[1])
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError("not a number")
    return Point(x, y)
