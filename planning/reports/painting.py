"""PURE but for Pillow. Put a drawing list onto the picture of its film."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from planning.geometry.points import Point, distance
from planning.reports import looks
from planning.reports.labels import Box, arrange
from planning.reports.lettering import Lettering
from planning.reports.shapes import (
    Arc,
    Cross,
    Drawing,
    Label,
    Line,
    Path,
    Pin,
    Role,
    corners,
    is_closed,
)
from planning.reports.strokes import Stroke, paint

# The film on a screen of this height has lines as wide as the style sheet says.
SCREEN_PX = 950
_LABEL_REACH = 22.0
_OBSTACLE_STEP = 16.0
_PLATE_PAD = (7.0, 3.0)
_BAR_INSET = (18.0, 14.0)


@dataclass(frozen=True, slots=True)
class _Frame:
    """From image pixels to picture pixels, and how large a screen pixel is there."""

    across: float
    down: float
    unit: float

    def place(self, point: Point) -> Point:
        return Point(point.x * self.across, point.y * self.down)


def painted(film: Image.Image, drawing: Drawing, lettering: Lettering) -> Image.Image:
    """Return the film with everything drawn on it.

    Parameters
    ----------
    film : PIL.Image.Image
        The film in its true shape, of any size.
    drawing : Drawing
        In image pixels.
    lettering : Lettering
        With every letter that the drawing needs.

    Returns
    -------
    PIL.Image.Image
        Mode "RGB", of the film's size.
    """
    picture = film.convert("RGB")
    frame = _Frame(
        across=picture.width / drawing.columns,
        down=picture.height / drawing.rows,
        unit=max(picture.size) / SCREEN_PX,
    )
    strokes = [s for shape in drawing.shapes for s in _strokes(shape, drawing.aspect, frame)]
    paint(picture, strokes, casing_wider=looks.CASING_WIDER * frame.unit)
    return _written(picture, drawing, lettering, frame, list(_obstacles(strokes, frame)))


def _obstacles(strokes: list[Stroke], frame: _Frame) -> Iterator[Box]:
    """Yield small boxes along everything drawn: labels keep off what they tell of."""
    step = _OBSTACLE_STEP * frame.unit
    for stroke in strokes:
        for start, end in zip(stroke.points, stroke.points[1:], strict=False):
            pieces = max(1, math.ceil(distance(start, end) / step))
            for piece in range(pieces):
                share = (piece + 0.5) / pieces
                x = start.x + (end.x - start.x) * share
                y = start.y + (end.y - start.y) * share
                yield Box(x, y, x, y).grown(distance(start, end) / pieces / 2)


def _strokes(shape: object, aspect: float, frame: _Frame) -> Iterator[Stroke]:
    if isinstance(shape, Line | Arc | Path):
        look = looks.LOOKS[shape.role]
        yield Stroke(
            points=tuple(frame.place(point) for point in corners(shape, aspect)),
            colour=look.colour,
            width=look.width * frame.unit,
            dashes=tuple(length * frame.unit for length in look.dashes),
            closed=is_closed(shape),
            filled=isinstance(shape, Path) and shape.filled,
        )
    elif isinstance(shape, Cross):
        yield from _cross(shape, frame)


def _cross(shape: Cross, frame: _Frame) -> Iterator[Stroke]:
    look = looks.LOOKS[shape.role]
    middle = frame.place(shape.point_px)
    near, far = looks.CROSS_GAP * frame.unit, looks.CROSS_ARM * frame.unit
    for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        arm = tuple(Point(middle.x + x * r, middle.y + y * r) for r in (near, far))
        yield Stroke(arm, look.colour, 1.5 * frame.unit)


def _written(
    picture: Image.Image,
    drawing: Drawing,
    lettering: Lettering,
    frame: _Frame,
    taken: list[Box],
) -> Image.Image:
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    writer = _Writer(ImageDraw.Draw(layer), lettering, frame, picture.size)
    taken += [*writer.side_letters(drawing.right_on), *writer.scale_bar(drawing)]
    for pin in (shape for shape in drawing.shapes if isinstance(shape, Pin)):
        taken.append(writer.pin(pin))
    writer.labels([shape for shape in drawing.shapes if isinstance(shape, Label)], taken)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


class _Writer:
    """Letters, plates, pins and the bar on a transparent layer."""

    def __init__(
        self,
        draw: ImageDraw.ImageDraw,
        lettering: Lettering,
        frame: _Frame,
        size: tuple[int, int],
    ):
        self._draw = draw
        self._lettering = lettering
        self._frame = frame
        self._size = size

    def _font(self, size: float, bold: bool = True) -> ImageFont.FreeTypeFont:
        return self._lettering.font(size * self._frame.unit, bold=bold)

    def side_letters(self, right_on: str | None) -> Iterator[Box]:
        """Write R and L on their sides; nothing where nobody has said which is which."""
        if right_on not in ("left", "right"):
            return
        font, unit = self._font(looks.SIDE_LETTER_SIZE), self._frame.unit
        inset, middle = looks.SIDE_LETTER_INSET * unit, self._size[1] / 2
        places = {"R": inset, "L": self._size[0] - inset}
        if right_on == "right":
            places = {"R": places["L"], "L": places["R"]}
        for letter, x in places.items():
            self._draw.text(
                (x, middle), letter, font=font, fill=looks.TEXT, anchor="mm",
                stroke_width=max(1, round(2 * unit)), stroke_fill="black",
            )  # fmt: skip
            yield Box(x, middle, x, middle).grown(looks.SIDE_LETTER_SIZE * unit)

    def scale_bar(self, drawing: Drawing) -> Iterator[Box]:
        """Draw the bar at the bottom left, its words above it."""
        if drawing.bar is None:
            return
        unit, font = self._frame.unit, self._font(looks.LABEL_SIZE)
        length = drawing.bar.length_px * self._frame.across
        left, bottom = _BAR_INSET[0] * unit, self._size[1] - _BAR_INSET[1] * unit
        words = max(length, font.getlength(drawing.bar.words))
        plate = Box(left - 6 * unit, bottom - 30 * unit, left + words + 6 * unit, bottom + 6 * unit)
        self._plate(plate, 0.55)
        rise, width = 7 * unit, max(1, round(2 * unit))
        ends = [(left, bottom - rise), (left, bottom), (left + length, bottom)]
        self._draw.line([*ends, (left + length, bottom - rise)], fill=looks.TEXT, width=width)
        self._draw.text(
            (left, bottom - rise - 4 * unit), drawing.bar.words, font=font, fill=looks.TEXT,
            anchor="ls",
        )  # fmt: skip
        yield plate

    def pin(self, pin: Pin) -> Box:
        """Draw a pin: a disc with the note's number; a triangle where it had to be read."""
        unit, colour = self._frame.unit, looks.LOOKS[pin.role].colour
        place, radius = self._frame.place(pin.point_px), looks.PIN_RADIUS * self._frame.unit
        head = Point(place.x, place.y - 2.2 * radius)
        self._draw.line([place, head], fill="black", width=round(5 * unit))
        self._draw.line([place, head], fill=colour, width=round(2.5 * unit))
        if pin.role is Role.MUST_READ:
            self._draw.regular_polygon((*head, radius * 1.5), 3, fill=colour, outline="black")
        else:
            around = (head.x - radius, head.y - radius, head.x + radius, head.y + radius)
            self._draw.ellipse(around, fill=colour, outline="black", width=round(unit))
        self._draw.text(
            head, str(pin.number), font=self._font(looks.LABEL_SIZE), fill="black", anchor="mm"
        )
        return Box(head.x, head.y, head.x, head.y).grown(radius * 1.5)

    def labels(self, labels: list[Label], taken: list[Box]) -> None:
        """Write the labels on plates, with a thin leader to what each belongs to."""
        anchors = [self._frame.place(label.anchor_px) for label in labels]
        within = Box(0, 0, *self._size).grown(-4 * self._frame.unit)
        boxes = arrange(
            anchors,
            [self._extent(label) for label in labels],
            within=within,
            reach=_LABEL_REACH * self._frame.unit,
            taken=taken,
        )
        for label, anchor, box in zip(labels, anchors, boxes, strict=True):
            self._label(label, anchor, box)

    def _extent(self, label: Label) -> tuple[float, float]:
        unit = self._frame.unit
        width = self._font(looks.LABEL_SIZE).getlength(label.text)
        height = looks.LABEL_SIZE * 1.35 * unit
        if label.detail:
            width = max(width, self._font(looks.DETAIL_SIZE, bold=False).getlength(label.detail))
            height += looks.DETAIL_SIZE * 1.35 * unit
        return width + 2 * _PLATE_PAD[0] * unit, height + 2 * _PLATE_PAD[1] * unit

    def _label(self, label: Label, anchor: Point, box: Box) -> None:
        unit, colour = self._frame.unit, looks.LOOKS[label.role].colour
        end = (min(max(anchor.x, box.left), box.right), min(max(anchor.y, box.top), box.bottom))
        self._draw.line([anchor, end], fill="black", width=max(1, round(3 * unit)))
        self._draw.line([anchor, end], fill=colour, width=max(1, round(unit)))
        self._plate(box, looks.PLATE_ALPHA)
        middle, top = (box.left + box.right) / 2, box.top + _PLATE_PAD[1] * unit
        self._draw.text(
            (middle, top + looks.LABEL_SIZE * 0.675 * unit), label.text,
            font=self._font(looks.LABEL_SIZE), fill=colour, anchor="mm",
        )  # fmt: skip
        if label.detail:
            self._draw.text(
                (middle, top + (looks.LABEL_SIZE * 1.35 + looks.DETAIL_SIZE * 0.675) * unit),
                label.detail, font=self._font(looks.DETAIL_SIZE, bold=False),
                fill=looks.SECONDARY, anchor="mm",
            )  # fmt: skip

    def _plate(self, box: Box, alpha: float) -> None:
        self._draw.rounded_rectangle(
            (box.left, box.top, box.right, box.bottom),
            radius=3 * self._frame.unit,
            fill=(0, 0, 0, round(255 * alpha)),
        )
