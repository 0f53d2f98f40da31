"""The PDF says what was signed, in every script, on both papers, with the same bytes each time."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics

from planning.reports.content import read
from planning.reports.pdf import Paper, PlanPicture, document
from tests.reports import samples


@pytest.fixture(scope="module")
def report():
    return read(samples.SIGNED, say=samples.said)


def made(report, paper=Paper.A4, size=(300, 240)) -> bytes:
    pictures = [PlanPicture(view, Image.new("RGB", size, "navy")) for view in report.views]
    return document(report, pictures, paper)


def words(content: bytes) -> str:
    """Read the text back, on one line: cells break lines where they are narrow."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_every_number_that_was_frozen_is_read_back(report):
    text = words(made(report))
    for line in report.results:
        for reading in (line.native, line.planned):
            assert reading.words in text
            assert reading.number in text
    assert "−7.6 ± 2.1 mm" in text
    assert "right 2 mm long" in text


def test_who_what_when_and_the_digest_are_read_back(report):
    text = words(made(report))
    assert "Yamada, Taro 山田 太郎" in text
    assert "born 1947-08-15 · ID MRN-00007 (HOSP) · F" in text
    assert "Total hip arthroplasty, RIGHT" in text
    assert "Preoperative plan, theatre 2026-11-24" in text
    assert "Checked and approved by me: Dr Ada Weber" in text
    assert "5f2c" * 16 in text
    assert "signed version 2, document version 41" in text
    assert f"{samples.BALL}, M 1.17, ± 2.5 %, by Dr Ada Weber" in text


def test_templates_and_notes_are_read_back_with_their_warnings(report):
    text = words(made(report))
    assert "Press-fit cup, 52 mm" in text
    assert "generic shape, not a product" in text
    # What somebody typed is text, never markup.
    assert "Bone island <b>& a cyst</b>. See the CT." in text
    assert "Δρ Ελένη Ιωάννου" in text
    assert "acknowledged by Dr Ada Weber, 2026-11-22 09:12 UTC" in text


@pytest.mark.parametrize(
    ("name", "ideographic"),
    [("Ιωάννου, Ελένη", ""), ("Иванова, Надежда", ""), ("Łęcki, Zbyněk", ""), ("Kim", "김 철수")],
)
def test_names_of_other_scripts_come_out_right(name, ideographic):
    patient = samples.SIGNED["content"]["patient"] | {"name": name, "ideographic": ideographic}
    report = read(samples.signed(patient=patient), say=samples.said)
    assert " ".join(filter(None, (name, ideographic))) in words(made(report))


def test_every_page_names_the_patient_the_use_and_its_number():
    notes = [samples.SIGNED["content"]["notes"][0] | {"text": "A long story. " * 120}] * 6
    report = read(samples.signed(notes=notes), say=samples.said)
    pages = PdfReader(io.BytesIO(made(report))).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.extract_text().split())
        assert "Yamada, Taro 山田 太郎" in text
        assert "MRN-00007" in text
        assert "RIGHT" in text
        assert "Not a medical device. Not for clinical use." in text
        assert f"Page {number} of {len(pages)}" in text
        assert "digest 5f2c5f2c5f2c5f2c" in text


def test_a_film_that_is_not_calibrated_says_so():
    scale = samples.SCALE | {"label": "mm at detector plane", "calibrated": False}
    view = samples.SIGNED["content"]["views"][0] | {"scale": scale, "calibration": None}
    report = read(samples.signed(views=[view]), say=samples.said)
    assert "NOT CALIBRATED (mm at detector plane)" in words(made(report))


@pytest.mark.parametrize(
    ("paper", "size_pt"), [(Paper.A4, (595.28, 841.89)), (Paper.LETTER, (612, 792))]
)
def test_the_paper_is_the_one_asked_for(report, paper, size_pt):
    for page in PdfReader(io.BytesIO(made(report, paper))).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            size_pt, abs=0.01
        )


@pytest.mark.parametrize("size", [(300, 240), (200, 900), (900, 200)])
def test_a_picture_of_any_shape_keeps_its_shape_and_fits(report, size):
    content = made(report, size=size)
    placed = [
        tuple(map(float, found))
        for page in PdfReader(io.BytesIO(content)).pages
        for found in re.findall(
            rb"([\d.]+) 0 0 ([\d.]+) [\d.]+ [\d.]+ cm", page.get_contents().get_data()
        )
    ]
    (drawn,) = [(w, h) for w, h in placed if w > 50 and h > 20]
    assert drawn[0] / drawn[1] == pytest.approx(size[0] / size[1], rel=0.01)
    assert drawn[0] <= 595 - 80
    assert drawn[1] <= 842 - 150


def test_the_same_version_gives_the_same_bytes(report):
    for paper in Paper:
        assert made(report, paper) == made(report, paper)


def test_fonts_are_embedded_and_nothing_runs(report):
    content = made(report)
    assert b"/JavaScript" not in content
    assert b"/JS" not in content
    reader = PdfReader(io.BytesIO(content))
    assert reader.metadata.title == "Preoperative plan, version 2"
    fonts = [font for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    embedded = [font.get_object() for font in fonts if "NotoSans" in font["/BaseFont"]]
    assert len(embedded) >= 2
    for font in embedded:
        assert "/FontFile2" in font["/FontDescriptor"]


def test_a_worker_keeps_no_font_of_a_report_that_is_made(report):
    made(report)
    known = set(pdfmetrics._fonts), set(pdfmetrics._dynFaceNames)
    patient = samples.SIGNED["content"]["patient"] | {"name": "Другой"}
    made(read(samples.signed(patient=patient), say=samples.said))
    assert (set(pdfmetrics._fonts), set(pdfmetrics._dynFaceNames)) == known
