"""PURE but for reportlab. The sections of the report: films, numbers, templates, notes, seal."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, Spacer, Table

from planning.reports import wording
from planning.reports.content import NoteLine, Reading, Report, ViewLines
from planning.reports.pdf_pages import INK, QUIET, RULE, WARNING
from planning.reports.pdf_type import PdfType
from planning.reports.typeface import composed

_SHADE, _WARM = HexColor(0xEEF2F6), HexColor(0xFFF3EE)


class Sections:
    """Builds flowables for one report at one width.

    Parameters
    ----------
    report : Report
    kind : PdfType
    width : float
        Between the margins, in points.
    """

    def __init__(self, report: Report, kind: PdfType, width: float):
        self._report = report
        self._width = width
        self._kind = kind
        self._plain = self._style(9)
        self._bold = self._style(9, bold=True)
        self._small = self._style(7.5, colour=QUIET)
        self._title = self._style(16, bold=True)
        self._section = self._style(10.5, bold=True, space=7)
        self._alarm = self._style(9, bold=True, colour=WARNING)

    def _style(
        self, size: float, *, bold: bool = False, colour: Color = INK, space: float = 0
    ) -> ParagraphStyle:
        font = self._kind.bold if bold else self._kind.regular
        return ParagraphStyle(
            f"{font}-{size}-{colour}-{space}", fontName=font, fontSize=size, leading=size * 1.38,
            textColor=colour, spaceBefore=space, spaceAfter=space / 2, keepWithNext=space > 0,
        )  # fmt: skip

    def heading(self) -> list[Flowable]:
        """Say what operation, which side, when."""
        title = ", ".join(p for p in (self._report.operation, self._report.side) if p)
        planned = self._report.planned_on
        line = f"{wording.TITLE}" + (f", theatre {planned}" if planned else "")
        return [
            self._text(title or wording.TITLE, self._title),
            self._text(line, self._small),
            Spacer(0, 8),
        ]

    def film(self, view: ViewLines, picture: Image) -> list[Flowable]:
        """Show a film and say what a millimetre is on it."""
        parts = (f"Film {view.film_date}", view.name, f"shows {view.side}" if view.side else "")
        caption = self._text(", ".join(part for part in parts if part), self._bold)
        scale = self._text(view.calibration, self._plain if view.calibrated else self._alarm)
        return [KeepTogether([picture, Spacer(0, 4), caption, scale, Spacer(0, 5)])]

    def results(self) -> list[Flowable]:
        """List every measurement: on the film, planned, with its error and source."""
        head = self._text(wording.RESULTS, self._section)
        if not self._report.results:
            return [head, self._text(wording.NO_RESULTS, self._plain)]
        rows = [
            [
                self._text(line.name, self._bold),
                self._reading(line.native, self._plain),
                self._reading(line.planned, self._bold if line.changed else self._plain),
                self._text(line.source, self._small),
            ]
            for line in self._report.results
        ]
        table = self._table(wording.RESULT_COLUMNS, rows, (0.27, 0.23, 0.23, 0.27))
        explained = self._style(7.5, colour=QUIET, space=3)
        return [head, self._text(wording.RESULTS_EXPLAINED, explained), table]

    def _reading(self, reading: Reading, style: ParagraphStyle) -> list[Flowable]:
        lines = [self._text(reading.words, style)]
        if reading.number:
            lines.append(self._text(reading.number, self._small))
        return lines

    def implants(self) -> list[Flowable]:
        """List the templates with their sizes; generic ones say that they are no product."""
        head = self._text(wording.IMPLANTS, self._section)
        if not self._report.implants:
            return [head, self._text(wording.NO_IMPLANTS, self._plain)]
        rows = [
            [
                self._text(line.name, self._bold),
                self._text(line.side, self._plain),
                self._text(line.size, self._bold),
                self._text(line.notice, self._small),
            ]
            for line in self._report.implants
        ]
        columns = (0.52, 0.1, 0.12, 0.26)
        return [KeepTogether([head, self._table(wording.IMPLANT_COLUMNS, rows, columns)])]

    def notes(self) -> list[Flowable]:
        """Print the notes that had to be read, each with its acknowledgement."""
        if not self._report.notes:
            return []
        head = self._text(wording.NOTES, self._section)
        boxes = [self._note(number, note) for number, note in enumerate(self._report.notes, 1)]
        return [KeepTogether([head, boxes[0]]), *boxes[1:]]

    def _note(self, number: int, note: NoteLine) -> Table:
        written = ", ".join(part for part in (note.author, note.written_at) if part)
        cell = [
            self._text(note.text, self._plain),
            self._text(f"{written}; {wording.ACKNOWLEDGED} {note.acknowledged}", self._small),
        ]
        style = [
            ("BACKGROUND", (0, 0), (-1, -1), _WARM),
            ("LINEBEFORE", (0, 0), (0, -1), 2.5, WARNING),
            ("LINEBELOW", (0, 0), (-1, -1), 3, HexColor(0xFFFFFF)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *_PADDING,
        ]
        widths = (0.05 * self._width, 0.95 * self._width)
        return Table([[self._text(str(number), self._alarm), cell]], widths, style=style)

    def signature(self) -> list[Flowable]:
        """Print who signed, what it means, when and what exactly."""
        seal = self._report.signature
        versions = f"signed version {seal.number}, document version {seal.version}"
        lines = [
            self._text(f"{seal.meaning}: {seal.signer}", self._bold),
            self._text(f"{seal.signed_at}; {versions}", self._plain),
            self._text(f"SHA-256 {seal.digest}", self._small),
            self._text(f"Made with {seal.software}. {wording.DISCLAIMER}", self._small),
        ]
        style = [("BOX", (0, 0), (-1, -1), 0.8, INK), *_PADDING]
        head = self._text(wording.SIGNATURE, self._section)
        return [KeepTogether([head, Table([[lines]], [self._width], style=style)])]

    def _table(self, columns: Sequence[str], rows: list[list], shares: Sequence[float]) -> Table:
        head = [self._text(column, self._small) for column in columns]
        style = [
            ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *_PADDING,
        ]
        widths = [share * self._width for share in shares]
        return Table([head, *rows], widths, style=style, repeatRows=1)

    def _text(self, text: str, style: ParagraphStyle) -> Paragraph:
        return Paragraph(escape(composed(text)).replace("\n", "<br/>"), style)


_PADDING = [
    ("LEFTPADDING", (0, 0), (-1, -1), 5),
    ("RIGHTPADDING", (0, 0), (-1, -1), 5),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
]
