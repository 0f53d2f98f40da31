"""PURE. The type of a report: one small TrueType font with the glyphs of one text.

Latin, Greek and Cyrillic come from Noto Sans, Chinese, Japanese and Korean from Noto Sans
CJK, whose outlines are turned into TrueType, because PDF writers and browsers embed those
everywhere. Only what a text needs is taken, so a report stays small and complete.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import fontpkg_noto_sans
import noto_cjk_sans_jp_regular
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

LATIN_FILE = Path(fontpkg_noto_sans.ROOT) / "files" / "NotoSans[wdth,wght].ttf"
CJK_FILE = Path(str(noto_cjk_sans_jp_regular.FONT_PATH))

UNITS_PER_EM = 1000
ASCENT, DESCENT = 1069, -293
NOTDEF = ".notdef"
# How far a quadratic may lie from the cubic that it stands for, in units of the em.
_CURVE_ERROR = 0.5
# Seconds since 1904 of 2000-01-01: the font tells nothing of when it was made.
_EPOCH = 3_029_529_600
_ALWAYS = "".join(map(chr, range(0x20, 0x7F)))


class Weight(StrEnum):
    """How dark the letters are."""

    REGULAR = "Regular"
    BOLD = "Bold"


_WGHT = {Weight.REGULAR: 400, Weight.BOLD: 700}


def composed(text: str) -> str:
    """Return a text as it is printed: letters with their accents as one character."""
    return unicodedata.normalize("NFC", text)


def typeface(text: str, weight: Weight = Weight.REGULAR) -> bytes:
    """Make a font for a text; the same text gives the same bytes.

    Parameters
    ----------
    text : str
        Everything that will be written with it, :func:`composed`. ASCII is always there.
    weight : Weight
        Chinese, Japanese and Korean letters come in one weight.

    Returns
    -------
    bytes
        A TrueType file. What no font has is drawn as an empty box, never left out.
    """
    with _sources(weight) as sources:
        drawn = {NOTDEF: sources[0].glyph(NOTDEF)}
        names: dict[int, str] = {}
        for character in sorted(set(_ALWAYS + text)):
            source = next((one for one in sources if one.has(character)), None)
            if source is not None:
                name = f"u{ord(character):04X}"
                names[ord(character)] = name
                drawn[name] = source.draw(character)
        return _build(drawn, names, weight)


def missing(text: str) -> set[str]:
    """Return the characters of a text that no font has and that appear as boxes."""
    with _sources(Weight.REGULAR) as sources:
        return {c for c in composed(text) if not any(one.has(c) for one in sources)}


class _Source:
    """A font to take glyphs from; opened when it is first asked, since one is very large."""

    def __init__(self, path: Path, location: dict[str, float] | None, stack: ExitStack):
        self._path, self._location, self._stack = path, location, stack

    @cached_property
    def _font(self) -> TTFont:
        return self._stack.enter_context(TTFont(self._path, lazy=True))

    @cached_property
    def _map(self) -> dict[int, str]:
        return self._font.getBestCmap()

    @cached_property
    def _glyphs(self):
        return self._font.getGlyphSet(location=self._location)

    def has(self, character: str) -> bool:
        return ord(character) in self._map

    def draw(self, character: str):
        return self.glyph(self._map[ord(character)])

    def glyph(self, name: str):
        """Return the TrueType outline and the width of a glyph."""
        recorded = DecomposingRecordingPen(self._glyphs)
        glyph = self._glyphs[name]
        glyph.draw(recorded)
        pen = TTGlyphPen(None)
        is_cubic = "CFF " in self._font
        recorded.replay(Cu2QuPen(pen, _CURVE_ERROR, reverse_direction=True) if is_cubic else pen)
        return pen.glyph(), round(glyph.width)


@contextmanager
def _sources(weight: Weight) -> Iterator[tuple[_Source, _Source]]:
    """Yield the fonts in the order in which they are asked for a letter."""
    with ExitStack() as stack:
        yield (
            _Source(LATIN_FILE, {"wght": _WGHT[weight], "wdth": 100}, stack),
            _Source(CJK_FILE, None, stack),
        )


def _build(drawn: dict, names: dict[int, str], weight: Weight) -> bytes:
    builder = FontBuilder(UNITS_PER_EM, isTTF=True)
    builder.setupGlyphOrder(list(drawn))
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: glyph for name, (glyph, _) in drawn.items()})
    glyf = builder.font["glyf"]
    builder.setupHorizontalMetrics(
        {name: (width, getattr(glyf[name], "xMin", 0)) for name, (_, width) in drawn.items()}
    )
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupOS2(
        sTypoAscender=ASCENT,
        sTypoDescender=DESCENT,
        usWinAscent=ASCENT,
        usWinDescent=-DESCENT,
        sCapHeight=714,
        usWeightClass=_WGHT[weight],
    )
    builder.setupPost()
    name = f"NotoSansReport-{_digest(drawn, names.keys())}-{weight}"
    builder.setupNameTable({"familyName": "Noto Sans", "styleName": str(weight), "psName": name})
    builder.font["head"].created = builder.font["head"].modified = _EPOCH
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _digest(drawn: dict, codes: Iterable[int]) -> str:
    """Return a short name for a set of glyphs: two sets never share one."""
    told = f"{len(drawn)} {sorted(codes)}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]
