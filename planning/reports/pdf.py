"""PURE but for reportlab. The report as a PDF: the same version gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from PIL import Image as Pictures
from reportlab import rl_config
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, Image, PageTemplate

from planning.reports import wording
from planning.reports.content import Report, ViewLines
from planning.reports.lettering import Lettering, lettering_for
from planning.reports.pdf_pages import FOOT_HEIGHT, HEAD_HEIGHT, MARGIN, PageFrame, numbered
from planning.reports.pdf_sections import Sections
from planning.reports.pdf_sheet import SheetPage
from planning.reports.pdf_type import PdfType, registered
from planning.reports.sheet import TheatreSheet

# Compressed streams as they are, instead of a quarter longer in letters.
rl_config.useA85 = 0

_JPEG_QUALITY = 90
# The picture leaves room for the first measurements on its page.
_PICTURE_SHARE = 0.62


class Paper(StrEnum):
    """What the report is printed on."""

    A4 = "a4"
    LETTER = "letter"


_SIZES = {Paper.A4: A4, Paper.LETTER: LETTER}


@dataclass(frozen=True, slots=True)
class PlanPicture:
    """A film with the plan drawn on it, without a banner: the page has one."""

    view: ViewLines
    image: Pictures.Image


def document(
    report: Report,
    pictures: Sequence[PlanPicture],
    paper: Paper = Paper.A4,
    *,
    letters: Lettering | None = None,
    sheet: TheatreSheet | None = None,
) -> bytes:
    """Make the PDF.

    Parameters
    ----------
    report : Report
    pictures : sequence of PlanPicture
        One a film, in the order of the plan.
    paper : Paper
    letters : Lettering, optional
        Made before, with at least :func:`all_text` in it.
    sheet : TheatreSheet, optional
        Comes first, on a page of its own with the first picture.

    Returns
    -------
    bytes
        PDF 1.4 with embedded fonts, no scripts, no attachments.
    """
    out = io.BytesIO()
    width, height = _SIZES[paper]
    with registered(letters or lettering_for(all_text(report, sheet))) as kind:
        template = BaseDocTemplate(
            out,
            pagesize=(width, height),
            invariant=1,
            title=f"{wording.TITLE}, version {report.signature.number}",
            author=report.signature.signer,
            subject=wording.DISCLAIMER,
            creator=report.signature.software,
            lang="en",
        )
        room = (width - 2 * MARGIN, height - 2 * MARGIN - HEAD_HEIGHT - FOOT_HEIGHT)
        frame = Frame(
            MARGIN, MARGIN + FOOT_HEIGHT, *room,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip
        template.addPageTemplates(PageTemplate(frames=[frame]))
        sections = Sections(report, kind, room[0])
        story: list[Flowable] = _theatre(report, sheet, kind, pictures, room)
        story += sections.heading()
        for picture in pictures:
            story += sections.film(picture.view, _placed(picture.image, room))
        story += [*sections.results(), *sections.implants(), *sections.notes()]
        story += sections.signature()
        template.build(story, canvasmaker=numbered(PageFrame(report, kind)))
    return out.getvalue()


def all_text(report: Report, sheet: TheatreSheet | None = None) -> str:
    """Return every letter that a report may need."""
    fixed = [value for value in vars(wording).values() if isinstance(value, str | tuple | dict)]
    theirs = [asdict(each) for each in (report, sheet) if each is not None]
    return "".join([*_strings(theirs), *_strings(fixed), "±−–·×°…"])


def _theatre(
    report: Report,
    sheet: TheatreSheet | None,
    kind: PdfType,
    pictures: Sequence[PlanPicture],
    room: tuple[float, float],
) -> list[Flowable]:
    if sheet is None or not pictures:
        return []
    first = pictures[0]
    return SheetPage(report, sheet, kind, room).flowables(first.view, _placed(first.image, room))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _strings(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in _strings(each)]
    return []


def _placed(image: Pictures.Image, room: tuple[float, float]) -> Image:
    """Return a picture as large as the page allows, in its true shape."""
    coded = io.BytesIO()
    image.convert("RGB").save(coded, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    coded.seek(0)
    scale = min(room[0] / image.width, room[1] * _PICTURE_SHARE / image.height)
    return Image(coded, width=image.width * scale, height=image.height * scale, lazy=0)
