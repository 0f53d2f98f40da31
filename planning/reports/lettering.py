"""PURE but for Pillow. The report's fonts at any size, for writing into pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageFont

from planning.reports.typeface import Weight, composed, typeface


@dataclass(frozen=True, slots=True)
class Lettering:
    """The two weights as TrueType files; made of everything that will be written."""

    regular: bytes
    bold: bytes

    def font(self, size_px: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        """Return a weight at a size in pixels."""
        content = io.BytesIO(self.bold if bold else self.regular)
        # The plain layout places letters the same wherever Pillow was built.
        engine = ImageFont.Layout.BASIC
        return ImageFont.truetype(content, max(1.0, size_px), layout_engine=engine)


def lettering_for(text: str) -> Lettering:
    """Make both weights for a text."""
    return _lettering("".join(sorted(set(composed(text)))))


@lru_cache(maxsize=8)
def _lettering(letters: str) -> Lettering:
    return Lettering(typeface(letters), typeface(letters, Weight.BOLD))
