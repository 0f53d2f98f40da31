"""The sheet for the theatre: what was signed, sizes with their neighbours, lines to fill in."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from planning.reports.content import read
from planning.reports.pdf import Paper, PlanPicture, document
from planning.reports.sheet import theatre_sheet
from tests.reports import samples

SIZES = {"press_fit_cup": ["50", "52", "54"], "tapered_wedge_stem": ["148", "154"]}
IN_POINTS_READ_FROM_TWO_METRES = 20


def sizes_of(family: str, version: int) -> list[str]:
    return SIZES.get(family, []) if version == 1 else []


def implant(kind: str, family: str, size: str, **fields) -> dict:
    return samples.SIGNED["content"]["implants"][0] | {
        "id": kind, "kind": kind, "family": family, "family_version": 1, "size": size,
        "name": f"{family}, {size} mm", **fields,
    }  # fmt: skip


CUP = implant("cup", "press_fit_cup", "52")
STEM = implant("stem", "tapered_wedge_stem", "148")
LENGTH = samples.result(
    "LLD_lesser_trochanter", samples.quantity(-7.64, error=2.1),
    samples.quantity(0.4, error=2.1), "right 8 mm short", "equal", side=None,
)  # fmt: skip
CUP_ANGLE = samples.result(
    "cup_inclination", samples.reason("missing_landmark"), samples.quantity(40.4, "deg", 1.2),
    "", "40°",
)  # fmt: skip


def signed(**content) -> dict:
    return samples.signed(**{"implants": [STEM, CUP], "results": [CUP_ANGLE, LENGTH]} | content)


def sheet_of(version: dict):
    return theatre_sheet(version["content"], sizes_of=sizes_of)


def test_each_size_has_the_ones_to_have_at_hand_and_none_beyond_the_ends():
    cup, stem = sheet_of(signed()).implants
    assert (cup.kind, cup.smaller, cup.size, cup.larger) == ("Cup", "50", "52", "54")
    assert (stem.kind, stem.smaller, stem.size, stem.larger) == ("Stem", "", "148", "154")
    assert cup.notice == "generic shape, not a product"


def test_a_family_that_is_not_here_any_more_keeps_its_size_without_neighbours():
    (one,) = sheet_of(signed(implants=[CUP | {"family_version": 9}])).implants
    assert (one.smaller, one.size, one.larger) == ("", "52", "")


def test_figures_are_the_words_that_were_frozen_with_what_was_on_the_film():
    length, angle = sheet_of(signed()).figures
    assert (length.words, length.error, length.was) == ("equal", "± 2.1", "right 8 mm short")
    assert (angle.name, angle.words, angle.was) == ("Cup inclination, right", "40°", "")


def test_what_was_is_said_of_the_position_that_the_plan_compares_in():
    standing = {"standing": samples.quantity(-3.2), "standing_text": "right 3 mm short"}
    length, _ = sheet_of(signed(results=[LENGTH | standing, CUP_ANGLE])).figures
    assert length.was == "right 3 mm short"
    unchanged = standing | {"standing_text": "equal"}
    (length,) = sheet_of(signed(results=[LENGTH | unchanged])).figures
    assert length.was == ""


def test_the_other_hip_and_what_has_no_value_are_left_out():
    other = CUP_ANGLE | {"side": "L"}
    without = LENGTH | {"planned": samples.reason("missing_landmark")}
    assert sheet_of(signed(results=[other, without])).figures == ()


@pytest.mark.parametrize("implants", [[], [implant("head", "modular_head", "36")], [{"id": "old"}]])
def test_a_plan_without_cup_and_stem_has_no_sheet(implants):
    assert sheet_of(signed(implants=implants)) is None


@pytest.mark.parametrize(("paper", "notes"), [(Paper.A4, 0), (Paper.LETTER, 4)])
def test_it_is_one_page_with_what_matters_large(paper, notes):
    note = samples.SIGNED["content"]["notes"][0] | {"text": "Thin wall. " * 80}
    version = signed(notes=[note] * notes)
    report = read(version, say=samples.said)
    pictures = [PlanPicture(view, Image.new("RGB", (300, 240), "navy")) for view in report.views]
    pages = PdfReader(io.BytesIO(document(report, pictures, paper, sheet=sheet_of(version)))).pages
    large: list[str] = []
    pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: (
            large.append(text) if size >= IN_POINTS_READ_FROM_TWO_METRES else None
        )
    )
    far = " ".join(" ".join(large).split())
    for said in ("RIGHT", "52", "148", "equal", "40°"):
        assert said in far
    first = " ".join(pages[0].extract_text().split())
    for said in ("For the theatre", "Approach", "Graft", "Stem to open", "not a product",
                 samples.BALL, "digest 5f2c5f2c5f2c5f2c", "Yamada, Taro"):  # fmt: skip
        assert said in first
    assert ("Thin wall." in first) == bool(notes)
    second = pages[1].extract_text()
    assert "For the theatre" not in second
    assert "Preoperative plan" in second
