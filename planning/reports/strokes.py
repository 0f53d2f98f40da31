"""PURE but for Pillow. Draw strokes with round ends, dashes and casings, supersampled.

Shapes are drawn three times as large in bands and then reduced, so that a thin diagonal is
smooth and a large film needs little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from planning.geometry.points import Point, distance
from planning.reports.looks import CASING_ALPHA, FILL_ALPHA, Colour

SUPERSAMPLING = 3
BAND_ROWS = 384

Rgba = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through picture pixels.

    Attributes
    ----------
    points : tuple of Point
        Picture pixels, corner based.
    colour : tuple of int
    width : float
        Picture pixels.
    dashes : tuple of float
        Lengths drawn and left out, in picture pixels; empty for a whole line.
    closed, filled : bool
    """

    points: tuple[Point, ...]
    colour: Colour
    width: float
    dashes: tuple[float, ...] = ()
    closed: bool = False
    filled: bool = False


def paint(picture: Image.Image, strokes: Sequence[Stroke], *, casing_wider: float) -> None:
    """Draw strokes onto a picture: faint fills lowest, then casings, then the strokes.

    Parameters
    ----------
    picture : PIL.Image.Image
        Mode "RGB"; changed in place.
    strokes : sequence of Stroke
    casing_wider : float
        How much wider than its stroke a casing is, in picture pixels.
    """
    pieces = [(stroke, list(_pieces(stroke))) for stroke in strokes]
    for top in range(0, picture.height, BAND_ROWS):
        rows = min(BAND_ROWS, picture.height - top)
        band = (0, top, picture.width, top + rows)
        near = [pair for pair in pieces if _touches(pair[0], top, top + rows, casing_wider)]
        if not near:
            continue
        under = picture.crop(band)
        for layer in (_fills, _casings(casing_wider), _tops):
            under = _over(under, near, layer, top)
        picture.paste(under, band[:2])


Layer = Callable[[ImageDraw.ImageDraw, Stroke, list, Callable], None]


def _over(under: Image.Image, near: list, layer: Layer, top: int) -> Image.Image:
    """Draw one layer of a band and lay it over what is there."""
    size = (under.width * SUPERSAMPLING, under.height * SUPERSAMPLING)
    drawn = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(drawn)

    def place(point: Point) -> tuple[float, float]:
        # Pillow counts from pixel centres, everything else from corners.
        return (point.x * SUPERSAMPLING - 0.5, (point.y - top) * SUPERSAMPLING - 0.5)

    for stroke, pieces in near:
        layer(draw, stroke, pieces, place)
    # Premultiplied, so that the transparent surroundings lend the edges no colour.
    reduced = drawn.convert("RGBa").reduce(SUPERSAMPLING).convert("RGBA")
    return Image.alpha_composite(under.convert("RGBA"), reduced).convert("RGB")


def _fills(draw: ImageDraw.ImageDraw, stroke: Stroke, _pieces: list, place: Callable) -> None:
    if stroke.filled and len(stroke.points) > 2:
        draw.polygon([place(p) for p in stroke.points], fill=_with(stroke.colour, FILL_ALPHA))


def _casings(wider: float) -> Layer:
    def draw_casing(draw, stroke: Stroke, pieces: list, place: Callable) -> None:
        for piece in pieces:
            _draw_line(draw, piece, place, stroke.width + wider, _with((0, 0, 0), CASING_ALPHA))

    return draw_casing


def _tops(draw: ImageDraw.ImageDraw, stroke: Stroke, pieces: list, place: Callable) -> None:
    for piece in pieces:
        _draw_line(draw, piece, place, stroke.width, _with(stroke.colour, 1.0))


def _draw_line(draw, points: Sequence[Point], place: Callable, width: float, colour: Rgba) -> None:
    placed = [place(point) for point in points]
    thick = max(1, round(width * SUPERSAMPLING))
    draw.line(placed, fill=colour, width=thick)
    radius = thick / 2
    for x, y in placed:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _with(colour: Colour, alpha: float) -> Rgba:
    return (*colour, round(255 * alpha))


def _touches(stroke: Stroke, top: float, bottom: float, wider: float) -> bool:
    reach = stroke.width + wider
    rows = [point.y for point in stroke.points]
    return min(rows) - reach < bottom and max(rows) + reach > top


def _pieces(stroke: Stroke) -> Iterator[tuple[Point, ...]]:
    """Yield what is really drawn: the whole line, or its dashes."""
    points = stroke.points + stroke.points[:1] if stroke.closed else stroke.points
    if not stroke.dashes:
        yield points
        return
    yield from _dashed(points, stroke.dashes)


def _dashed(points: Sequence[Point], dashes: Sequence[float]) -> Iterator[tuple[Point, ...]]:
    at, left, piece = 0, dashes[0], [points[0]]
    for end in points[1:]:
        start = piece[-1]
        while distance(start, end) > left:
            start = _towards(start, end, left)
            if at % 2 == 0:
                yield (*piece, start)
            at += 1
            left, piece = dashes[at % len(dashes)], [start]
        left -= distance(start, end)
        piece.append(end)
    if at % 2 == 0 and len(piece) > 1:
        yield tuple(piece)


def _towards(start: Point, end: Point, length: float) -> Point:
    share = length / distance(start, end)
    return Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
