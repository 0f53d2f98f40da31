"""PURE but for reportlab. The sheet for the theatre: one page that is read from across the room.

Sizes and figures are set so large that capital letters are 7 mm high or more, which is read from
two metres.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Image, PageBreak, Paragraph, Spacer, Table

from planning.reports import wording
from planning.reports.content import NoteLine, Report, ViewLines
from planning.reports.pdf_pages import INK, QUIET, RULE, WARNING
from planning.reports.pdf_type import PdfType
from planning.reports.sheet import SheetFigure, SheetImplant, TheatreSheet
from planning.reports.typeface import composed

LARGE, FAR = 26.0, 20.0
_PLAIN, _SMALL = 10.0, 8.0
_FIGURES_A_ROW = 3
# All notes together: whole sentences of one, the beginnings of many.
_NOTE_LETTERS, _LEAST_LETTERS = 260, 60
_WARM = HexColor(0xFFF3EE)
_LINE_HEIGHT = 21.0
_LEAST_PICTURE = 120.0


class SheetPage:
    """Builds the flowables of one page.

    Parameters
    ----------
    report : Report
    sheet : TheatreSheet
    kind : PdfType
    room : pair of float
        Width and height between the margins, in points.
    """

    def __init__(
        self, report: Report, sheet: TheatreSheet, kind: PdfType, room: tuple[float, float]
    ):
        self._report, self._sheet, self._kind = report, sheet, kind
        self._width, self._height = room

    def flowables(self, view: ViewLines, picture: Image) -> list[Flowable]:
        """Return the page: what is planned, the picture as large as is left, lines to fill in."""
        above = [self._title(), Spacer(0, 4), self._implants(), Spacer(0, 6)]
        if self._sheet.figures:
            above += [self._figures(), Spacer(0, 6)]
        below = [self._scale(view), Spacer(0, 5), *self._notes(), self._lines()]
        left = self._height - sum(self._tall(each) for each in (*above, *below)) - 12
        picture = _fitted(picture, self._width, max(left, _LEAST_PICTURE))
        return [*above, picture, Spacer(0, 4), *below, PageBreak()]

    def _tall(self, flowable: Flowable) -> float:
        return flowable.wrap(self._width, self._height)[1]

    def _style(self, size: float, *, bold: bool = False, colour=INK, lead: float = 1.25):
        font = self._kind.bold if bold else self._kind.regular
        name = f"sheet-{font}-{size}-{colour}-{lead}"
        return ParagraphStyle(
            name, fontName=font, fontSize=size, leading=size * lead, textColor=colour
        )

    def _text(self, text: str, style: ParagraphStyle) -> Paragraph:
        return Paragraph(escape(composed(text)).replace("\n", "<br/>"), style)

    def _title(self) -> Flowable:
        side = self._text(self._report.side, self._style(LARGE, bold=True))
        theatre = self._report.planned_on
        small = " · ".join(filter(None, (wording.SHEET, theatre and f"theatre {theatre}")))
        operation = [
            self._text(self._report.operation or wording.TITLE, self._style(15, bold=True)),
            self._text(small, self._style(_PLAIN, colour=QUIET)),
        ]
        return Table([[side, operation]], (0.38 * self._width, 0.62 * self._width), style=_FLAT)

    def _implants(self) -> Table:
        rows = [self._implant(one) for one in self._sheet.implants]
        style = [("LINEABOVE", (0, 0), (-1, -1), 0.6, RULE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        shares = (0.2, 0.2, 0.2, 0.4)
        return Table(rows, [share * self._width for share in shares], style=[*style, *_FLAT])

    def _implant(self, one: SheetImplant) -> list:
        around = " · ".join(filter(None, (one.smaller, one.larger)))
        neighbours = [self._text(wording.AT_HAND, self._style(_SMALL, colour=QUIET))]
        neighbours.append(self._text(around or "–", self._style(14, bold=True)))
        details = [self._text(one.name, self._style(_PLAIN))]
        if one.notice:
            details.append(self._text(one.notice, self._style(_PLAIN, bold=True, colour=WARNING)))
        named = [self._text(one.kind, self._style(15, bold=True))]
        if one.side:
            named.append(self._text(one.side, self._style(_SMALL, colour=QUIET)))
        return [named, self._text(one.size, self._style(LARGE, bold=True)), neighbours, details]

    def _figures(self) -> Table:
        cells = [self._figure(one) for one in self._sheet.figures]
        cells += [""] * (-len(cells) % _FIGURES_A_ROW)
        rows = [cells[at : at + _FIGURES_A_ROW] for at in range(0, len(cells), _FIGURES_A_ROW)]
        style = [("BOX", (0, 0), (-1, -1), 1.2, INK), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        style += [("INNERGRID", (0, 0), (-1, -1), 0.5, RULE), *_PADDED]
        return Table(rows, [self._width / _FIGURES_A_ROW] * _FIGURES_A_ROW, style=style)

    def _figure(self, one: SheetFigure) -> list[Paragraph]:
        cell = [
            self._text(one.name, self._style(_SMALL, colour=QUIET)),
            self._text(one.words, self._style(FAR, bold=True, lead=1.1)),
        ]
        more = ", ".join(filter(None, (one.error, one.was and f"{wording.WAS} {one.was}")))
        if more:
            cell.append(self._text(more, self._style(_PLAIN)))
        return cell

    def _scale(self, view: ViewLines) -> Paragraph:
        colour = INK if view.calibrated else WARNING
        film = ", ".join(filter(None, (f"Film {view.film_date}", view.name, view.calibration)))
        return self._text(film, self._style(_PLAIN, bold=not view.calibrated, colour=colour))

    def _notes(self) -> list[Flowable]:
        if not self._report.notes:
            return []
        notes = self._report.notes
        letters = max(_LEAST_LETTERS, _NOTE_LETTERS // len(notes))
        rows = [[self._note(note, letters)] for note in notes]
        style = [("BACKGROUND", (0, 0), (-1, -1), _WARM), *_PADDED]
        style.append(("LINEBEFORE", (0, 0), (0, -1), 3, WARNING))
        return [Table(rows, [self._width], style=style), Spacer(0, 5)]

    def _note(self, note: NoteLine, letters: int) -> list[Paragraph]:
        """Print the beginning; the whole of it is on the pages that follow."""
        text = " ".join(note.text.split())
        cut = text if len(text) <= letters else f"{text[:letters]}… {wording.GOES_ON}"
        written = f"{note.author}, {note.written_at}"
        size = 12 if letters > _NOTE_LETTERS / 2 else _PLAIN
        return [
            self._text(cut, self._style(size, bold=True)),
            self._text(written, self._style(_SMALL, colour=QUIET)),
        ]

    def _lines(self) -> Table:
        """Lines for what a person decides and writes."""
        half = -(-len(wording.SHEET_LINES) // 2)
        columns = (wording.SHEET_LINES[:half], wording.SHEET_LINES[half:])
        rows = [
            [cell for column in columns for cell in self._line(column, at)] for at in range(half)
        ]
        widths = [share * self._width for share in (0.17, 0.31, 0.21, 0.31)]
        style = [("LINEBELOW", (1, 0), (1, -1), 0.6, INK), ("LINEBELOW", (3, 0), (3, -1), 0.6, INK)]
        style.append(("VALIGN", (0, 0), (-1, -1), "BOTTOM"))
        return Table(rows, widths, [_LINE_HEIGHT] * half, style=[*style, *_FLAT])

    def _line(self, column: Sequence[str], at: int) -> tuple:
        name = column[at] if at < len(column) else ""
        return self._text(name, self._style(_PLAIN)), ""


def _fitted(picture: Image, width: float, height: float) -> Image:
    share = min(width / picture.drawWidth, height / picture.drawHeight)
    picture.drawWidth *= share
    picture.drawHeight *= share
    return picture


_FLAT = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]
_PADDED = [
    ("LEFTPADDING", (0, 0), (-1, -1), 6),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
]
