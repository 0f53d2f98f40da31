"""PURE but for Pillow. Who, when, which side, what a millimetre is: above every picture."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from planning.reports import looks
from planning.reports.content import Report, ViewLines
from planning.reports.lettering import Lettering
from planning.reports.looks import Colour
from planning.reports.wording import DISCLAIMER, PRODUCT

# In screen pixels, as everything of the picture.
_NARROWEST = 560.0
_PAD, _GAP, _LEADING = 14.0, 16.0, 1.45


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stay together."""

    text: str
    size: float = 13.0
    bold: bool = False
    colour: Colour = looks.TEXT


Row = list[Piece]


def with_banner(
    painted: Image.Image, report: Report, view: ViewLines, lettering: Lettering, unit: float
) -> Image.Image:
    """Return a picture with the patient above it and the intended use below.

    Parameters
    ----------
    painted : PIL.Image.Image
        The film with its drawing.
    report : Report
    view : ViewLines
        The film that is shown.
    lettering : Lettering
    unit : float
        Picture pixels per screen pixel.
    """
    width = max(painted.width, round(_NARROWEST * unit))
    top = _Strip(head(report, view), lettering, width, unit)
    bottom = _Strip([[Piece(DISCLAIMER, 12, colour=looks.SECONDARY)]], lettering, width, unit)
    whole = Image.new("RGB", (width, top.height + painted.height + bottom.height), looks.SURROUND)
    draw = ImageDraw.Draw(whole)
    top.write(draw, 0)
    whole.paste(painted, ((width - painted.width) // 2, top.height))
    bottom.write(draw, top.height + painted.height)
    return whole


def head(report: Report, view: ViewLines) -> list[Row]:
    """Return what stands above a picture."""
    patient, signature = report.patient, report.signature
    scale = looks.TEXT if view.calibrated else looks.WARNING
    film = f"Film {view.film_date}" + (f", {view.name}" if view.name else "")
    version = f"{PRODUCT} plan version {signature.number}"
    rows = [
        [Piece(patient.full_name, 18, bold=True), Piece(patient.identity)],
        [
            *([Piece(report.side, bold=True, colour=looks.PLANNED)] if report.side else []),
            *([Piece(report.operation, bold=True)] if report.operation else []),
            Piece(film),
            Piece(view.calibration, bold=not view.calibrated, colour=scale),
        ],
        [
            Piece(f"{signature.meaning}: {signature.signer}", colour=looks.SECONDARY),
            Piece(signature.signed_at, colour=looks.SECONDARY),
            Piece(version, colour=looks.SECONDARY),
            Piece(f"digest {signature.digest_start}", colour=looks.SECONDARY),
        ],
    ]
    return rows


def banner_text(report: Report) -> str:
    """Return every letter that banners of a report need."""
    pieces = [p.text for view in report.views for row in head(report, view) for p in row]
    return "".join([*pieces, DISCLAIMER, "…"])


class _Strip:
    """A strip of rows that wrap at the picture's width."""

    def __init__(self, rows: list[Row], lettering: Lettering, width: int, unit: float):
        self._lettering, self._width, self._unit = lettering, width, unit
        self._lines = [line for row in rows for line in self._wrapped(row)]
        inner = sum(self._line_height(line) for line in self._lines)
        self.height = round(inner + 1.4 * _PAD * unit)

    def write(self, draw: ImageDraw.ImageDraw, top: int) -> None:
        """Fill the strip and write its lines."""
        draw.rectangle((0, top, self._width, top + self.height), fill=looks.PANEL)
        y = top + 0.7 * _PAD * self._unit
        for line in self._lines:
            x, height = _PAD * self._unit, self._line_height(line)
            for piece in line:
                font = self._font(piece)
                base = y + height * 0.72
                draw.text((x, base), piece.text, font=font, fill=piece.colour, anchor="ls")
                x += font.getlength(piece.text) + _GAP * self._unit
            y += height

    def _wrapped(self, row: Row) -> list[Row]:
        lines: list[Row] = [[]]
        room = self._width - 2 * _PAD * self._unit
        used = 0.0
        for piece in (short for whole in row for short in self._fitting(whole, room)):
            length = self._font(piece).getlength(piece.text) + _GAP * self._unit
            if lines[-1] and used + length > room + _GAP * self._unit:
                lines.append([])
                used = 0.0
            lines[-1].append(piece)
            used += length
        return lines

    def _fitting(self, piece: Piece, room: float) -> list[Piece]:
        """Break what is wider than the picture; names and numbers are never cut."""
        font, parts, rest = self._font(piece), [], piece.text
        while font.getlength(rest) > room and len(rest) > 1:
            end = next(n for n in range(len(rest) - 1, 0, -1) if font.getlength(rest[:n]) <= room)
            end = rest.rfind(" ", 1, end) + 1 or end
            parts.append(rest[:end].rstrip())
            rest = rest[end:]
        return [
            Piece(part, piece.size, piece.bold, piece.colour) for part in (*parts, rest) if part
        ]

    def _font(self, piece: Piece) -> ImageFont.FreeTypeFont:
        return self._lettering.font(piece.size * self._unit, bold=piece.bold)

    def _line_height(self, line: Row) -> float:
        return max((piece.size for piece in line), default=13.0) * _LEADING * self._unit
