"""PURE but for reportlab. The report's fonts, known to reportlab while one document is made."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from planning.reports.lettering import Lettering

# reportlab keeps fonts by name for the whole process; one document at a time uses them.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class PdfType:
    """What the two weights are called in a document."""

    regular: str
    bold: str


@contextmanager
def registered(lettering: Lettering) -> Iterator[PdfType]:
    """Make the fonts of a document known; they are forgotten when it is finished.

    Without that a worker would keep the glyphs of every report it has ever made.
    """
    with _one_at_a_time:
        fonts = [_font(lettering.regular), _font(lettering.bold)]
        for font in fonts:
            pdfmetrics.registerFont(font)
        try:
            yield PdfType(*(font.fontName for font in fonts))
        finally:
            for font in fonts:
                _forget(font)


def _font(content: bytes) -> TTFont:
    return TTFont(f"report-{hashlib.sha256(content).hexdigest()[:16]}", io.BytesIO(content))


def _forget(font: TTFont) -> None:
    # reportlab has no public way to take a font back.
    pdfmetrics._fonts.pop(font.fontName, None)
    pdfmetrics._dynFaceNames.pop(font.face.name, None)
