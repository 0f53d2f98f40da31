"""PURE but for reportlab. What is on every page: patient, version, intended use, page number."""

from __future__ import annotations

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from planning.reports.content import Report
from planning.reports.pdf_type import PdfType
from planning.reports.wording import DISCLAIMER, PRODUCT

INK, QUIET, RULE = HexColor(0x14181D), HexColor(0x56616C), HexColor(0xB8C4CE)
WARNING = HexColor(0xB3260B)
MARGIN = 15 * mm
HEAD_HEIGHT, FOOT_HEIGHT = 17 * mm, 13 * mm
_NAME_SIZE, _TEXT_SIZE, _SMALL_SIZE = 13.0, 9.0, 7.5


class PageFrame:
    """Head and foot, drawn when the number of pages is known."""

    def __init__(self, report: Report, kind: PdfType):
        self._report = report
        self._kind = kind

    def draw(self, canvas: Canvas, page: int, pages: int) -> None:
        """Draw on the page at hand."""
        canvas.saveState()
        self._head(canvas)
        self._foot(canvas, page, pages)
        canvas.restoreState()

    def _head(self, canvas: Canvas) -> None:
        width, height = canvas._pagesize
        patient, right = self._report.patient, width - MARGIN
        top = height - MARGIN
        version = f"{PRODUCT} plan, version {self._report.signature.number}"
        room = right - MARGIN - canvas.stringWidth(version, self._kind.regular, _TEXT_SIZE) - 12
        size = _fitting(canvas, patient.full_name, self._kind.bold, _NAME_SIZE, room)
        _write(canvas, MARGIN, top - 10, patient.full_name, self._kind.bold, size)
        identity = patient.identity
        size = _fitting(canvas, identity, self._kind.regular, _TEXT_SIZE, right - MARGIN - 110)
        _write(canvas, MARGIN, top - 24, identity, self._kind.regular, size)
        _write(canvas, right, top - 10, version, self._kind.regular, _TEXT_SIZE, QUIET, end=True)
        side, bold = self._report.side, self._kind.bold
        _write(canvas, right, top - 24, side, bold, _TEXT_SIZE + 2, end=True)
        _rule(canvas, top - 31)

    def _foot(self, canvas: Canvas, page: int, pages: int) -> None:
        right, base = canvas._pagesize[0] - MARGIN, MARGIN - 4
        signature, small = self._report.signature, _SMALL_SIZE
        _rule(canvas, base + 22)
        signed = f"Signed {signature.signed_at} by {signature.signer}, digest "
        signed += signature.digest_start
        kind, room = self._kind.regular, right - MARGIN - 70
        _write(canvas, MARGIN, base + 11, DISCLAIMER, self._kind.bold, small)
        size = _fitting(canvas, signed, kind, small, room)
        _write(canvas, MARGIN, base, signed, kind, size, QUIET)
        _write(canvas, right, base, f"Page {page} of {pages}", kind, small, QUIET, end=True)


def numbered(frame: PageFrame) -> type[Canvas]:
    """Return a canvas that draws the frame on every page once it knows how many there are."""

    class NumberedCanvas(Canvas):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            self._finished: list[dict] = []

        def showPage(self) -> None:
            self._finished.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, state in enumerate(self._finished, start=1):
                self.__dict__.update(state)
                frame.draw(self, number, len(self._finished))
                super().showPage()
            super().save()

    return NumberedCanvas


def _fitting(canvas: Canvas, text: str, font: str, size: float, room: float) -> float:
    """Return a size at which the text fits: a name is made smaller, never cut."""
    width = canvas.stringWidth(text, font, size)
    return size if width <= room else size * room / width


def _write(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    font: str,
    size: float,
    colour: Color = INK,
    *,
    end: bool = False,
) -> None:
    canvas.setFont(font, size)
    canvas.setFillColor(colour)
    (canvas.drawRightString if end else canvas.drawString)(x, y, text)


def _rule(canvas: Canvas, y: float) -> None:
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, y, canvas._pagesize[0] - MARGIN, y)
