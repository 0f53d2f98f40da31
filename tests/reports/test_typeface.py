"""The report's font has every letter that a name may need, small and always the same."""

from __future__ import annotations

import hashlib
import io

import pytest
from fontTools.pens.areaPen import AreaPen
from fontTools.ttLib import TTFont

from planning.reports import typeface as faces
from planning.reports.typeface import Weight, composed, missing, typeface

NAMES = {
    "Japanese": "山田 太郎 やまだ ﾔﾏﾀﾞ",
    "Chinese": "张伟 陳大文",
    "Korean": "김철수",
    "Greek": "Ελένη Ιωάννου",
    "Cyrillic": "Иванов Ђорђе Їжак",
    "Latin": "Łódź Çağrı Kőszegi Nguyễn Þór Ærø",
    "signs": "± − × ° · … “” ’",
}


@pytest.mark.parametrize("script", NAMES)
def test_a_name_has_a_drawn_glyph_for_every_letter(script):
    text = composed(NAMES[script])
    font = TTFont(io.BytesIO(typeface(text)))
    shown, glyphs = font.getBestCmap(), font.getGlyphSet()
    for letter in set(text) - {" "}:
        pen = AreaPen(glyphs)
        glyphs[shown[ord(letter)]].draw(pen)
        assert pen.value != 0, letter
    assert missing(NAMES[script]) == set()


def test_a_letter_that_no_font_has_is_told_and_is_a_box_not_a_gap():
    text = "א Cohen"
    assert missing(text) == {"א"}
    font = TTFont(io.BytesIO(typeface(text)))
    assert ord("א") not in font.getBestCmap()
    pen = AreaPen(font.getGlyphSet())
    font.getGlyphSet()[".notdef"].draw(pen)
    assert pen.value != 0
    assert font["hmtx"][".notdef"][0] > 0


def test_accents_that_come_apart_are_put_together():
    assert composed("É".replace("É", "E\u0301")) == "É"
    assert missing("E\u0301") == set()


def test_the_same_text_gives_the_same_bytes_and_stays_small():
    text = "".join(NAMES.values())
    assert typeface(text) == typeface(text)
    assert len(typeface(text)) < 60_000


def test_the_two_weights_differ_and_are_true_type():
    regular, bold = (TTFont(io.BytesIO(typeface("Offset", weight))) for weight in Weight)
    areas = []
    for font in (regular, bold):
        assert "glyf" in font
        pen = AreaPen(font.getGlyphSet())
        font.getGlyphSet()["u004F"].draw(pen)
        areas.append(abs(pen.value))
    assert areas[1] > 1.2 * areas[0]


def test_two_sets_of_letters_never_share_a_name():
    names = {TTFont(io.BytesIO(typeface(text)))["name"].getDebugName(6) for text in "äöü"}
    assert len(names) == 3


def test_the_fonts_are_the_published_ones():
    digest = hashlib.sha256(faces.CJK_FILE.read_bytes()).hexdigest()
    assert digest == "68a3fc98800b2a27b371f2fb79991daf3633bd89309d4ffaa6946fd587f375b5"
    with TTFont(faces.LATIN_FILE, lazy=True) as latin:
        assert "Noto Sans" in latin["name"].getDebugName(1)
        assert "Open Font License" in latin["name"].getDebugName(13)
