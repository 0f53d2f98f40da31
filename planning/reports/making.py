"""From a signed version to finished files: pictures, PDF, DICOM objects."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from PIL import Image

from planning.geometry.points import Point
from planning.imaging import child_pool
from planning.notes.models import Note
from planning.pacs.gateway import IMPLEMENTATION
from planning.plans import catalogue
from planning.plans.models import PlanVersion
from planning.reports import dicom_pdf, dicom_picture
from planning.reports.banner import banner_text, with_banner
from planning.reports.content import Report, ViewLines, must_read, read
from planning.reports.dicom_object import Making, Predecessor, SourceImage
from planning.reports.drawing import Scene, drawing_of, drawing_text, scale_of
from planning.reports.lettering import Lettering, lettering_for
from planning.reports.models import ReportObject
from planning.reports.painting import SCREEN_PX, painted
from planning.reports.pdf import Paper, PlanPicture, document
from planning.reports.selectors import predecessor_of
from planning.reports.shapes import Pin, Role
from planning.reports.uids import series_uid, sop_uid
from planning.store.blobs import cache, originals
from planning.studies.models import Instance
from planning.words import sentence

LONGEST_PX = 2000
# A small film is enlarged, so that lines and letters have room.
_SHORTEST_LONGEST_PX = 1400

Kind = ReportObject.Kind


class FilmGone(LookupError):
    """A film of the signed plan is no longer here."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A film of the plan with the plan drawn on it."""

    view: ViewLines
    film: Instance
    image: Image.Image
    unit: float


def signed_json(version: PlanVersion) -> dict[str, Any]:
    """Return what a report prints of a version's row."""
    return {
        "number": version.number,
        "version": version.version,
        "meaning": version.meaning,
        "signed_at": version.signed_at.isoformat(),
        "digest": version.digest,
        "software": version.software,
        "content": version.content,
    }


def report_of(version: PlanVersion) -> Report:
    """Read what was signed into what is printed."""
    return read(signed_json(version), say=sentence, time_zone=settings.TIME_ZONE)


def pdf_of(version: PlanVersion, paper: Paper = Paper.A4) -> bytes:
    """Make the PDF of a version; the same version gives the same bytes.

    Raises
    ------
    FilmGone, CannotShow, BlobMissing
        When a film cannot be drawn any more.
    """
    report = report_of(version)
    return _pdf(report, sheets_of(version, report), paper)


def picture_of(version: PlanVersion, number: int) -> bytes:
    """Make the PNG of a version's film, counted from 1, with its banner.

    Raises
    ------
    IndexError
        If the plan has no such film.
    FilmGone, CannotShow, BlobMissing
        When the film cannot be drawn any more.
    """
    report = report_of(version)
    if not 1 <= number <= len(report.views):
        raise IndexError(number)
    sheet = sheets_of(version, report, only=number)[0]
    out = io.BytesIO()
    _captured(sheet, report, lettering_for(banner_text(report))).save(out, "PNG", compress_level=4)
    return out.getvalue()


def make(version: PlanVersion, rows: Iterable[ReportObject]) -> None:
    """Make the objects of these rows and keep them in the store.

    Raises
    ------
    FilmGone, CannotShow, BlobMissing, StoreFull
    """
    report = report_of(version)
    sheets = sheets_of(version, report)
    letters = lettering_for(banner_text(report))
    for row in rows:
        if row.kind == Kind.PDF:
            content = dicom_pdf.encapsulated_pdf(
                _making(version, sheets),
                _pdf(report, sheets, Paper.A4),
                predecessor=_predecessor(version, Kind.PDF, 1, dicom_pdf.SOP_CLASS),
            )
        else:
            content = _secondary_capture(version, report, sheets, row.number, letters)
        row.stored_sha256 = originals().put(io.BytesIO(content))
        row.size_bytes = len(content)
        row.made_at = row.changed_at = timezone.now()
        row.save(update_fields=["stored_sha256", "size_bytes", "made_at", "changed_at"])


def sheets_of(version: PlanVersion, report: Report, *, only: int | None = None) -> list[Sheet]:
    """Render the films of a plan and draw the plan on them.

    Parameters
    ----------
    version : PlanVersion
    report : Report
        Of the version.
    only : int, optional
        One film, counted from 1.
    """
    films = _films(version)
    numbered = [
        (view, frozen)
        for at, (view, frozen) in enumerate(
            zip(report.views, version.content["views"], strict=True), start=1
        )
        if only in (None, at)
    ]
    return [_sheet(version, view, frozen, films) for view, frozen in numbered]


def _sheet(
    version: PlanVersion, view: ViewLines, frozen: Mapping[str, Any], films: dict[str, Instance]
) -> Sheet:
    film = films.get(view.sop_instance_uid)
    if film is None:
        raise FilmGone(view.view_id)
    item = next(one for one in version.document["views"] if one["id"] == view.view_id)
    if film.pixel_sha256 != item["pixel_sha256"]:
        raise FilmGone(view.view_id)
    drawing = drawing_of(_scene(version, frozen, film))
    picture = _enlarged(_film_picture(film, item["frame"]))
    letters = lettering_for(drawing_text(drawing))
    image = painted(picture, drawing, letters)
    return Sheet(view, film, image, max(image.size) / SCREEN_PX)


def _scene(version: PlanVersion, frozen: Mapping[str, Any], film: Instance) -> Scene:
    results = [one for one in version.content["results"] if one["view_id"] == frozen["id"]]
    return Scene(
        document=version.document,
        view_id=frozen["id"],
        columns=film.columns,
        rows=film.rows,
        scale=scale_of(frozen),
        right_on=frozen.get("patient_right_on"),
        results=results,
        pins=_pins(version, film, frozen["frame"]),
        families=catalogue.families_of(version.document),
        definitions=catalogue.definitions(),
    )


def _pins(version: PlanVersion, film: Instance, frame: int) -> list[Pin]:
    """Return the pins of the printed notes on a film, numbered as in the list of notes."""
    numbers = {note["id"]: at for at, note in enumerate(must_read(version.content), start=1)}
    pinned = Note.objects.filter(pk__in=numbers, instance=film, frame=frame, point_px__isnull=False)
    return [
        Pin(Role.MUST_READ, Point(*note.point_px), numbers[str(note.pk)])
        for note in pinned.order_by("written_at", "pk")
    ]


def _films(version: PlanVersion) -> dict[str, Instance]:
    uids = [view["sop_instance_uid"] for view in version.document["views"]]
    found = Instance.objects.filter(site=version.plan.site_id, sop_instance_uid__in=uids)
    return {film.sop_instance_uid: film for film in found.select_related("series")}


def _film_picture(film: Instance, frame: int) -> Image.Image:
    """Render a film as the screen shows it first: the header's window, or a robust one."""
    with cache().scratch() as folder:
        out = folder / "film.png"
        child_pool.write_picture(
            originals().local_path(film.stored_sha256),
            frame=frame,
            out=out,
            kind="PNG",
            longest_px=LONGEST_PX,
        )
        with Image.open(out) as picture:
            return picture.copy()


def _enlarged(picture: Image.Image) -> Image.Image:
    factor = _SHORTEST_LONGEST_PX / max(picture.size)
    if factor <= 1:
        return picture
    size = (round(picture.width * factor), round(picture.height * factor))
    return picture.resize(size, Image.Resampling.BICUBIC)


def _pdf(report: Report, sheets: list[Sheet], paper: Paper) -> bytes:
    return document(report, [PlanPicture(one.view, one.image) for one in sheets], paper)


def _captured(sheet: Sheet, report: Report, letters: Lettering) -> Image.Image:
    return with_banner(sheet.image, report, sheet.view, letters, sheet.unit)


def _secondary_capture(
    version: PlanVersion, report: Report, sheets: list[Sheet], number: int, letters: Lettering
) -> bytes:
    sheet = sheets[number - 1]
    return dicom_picture.secondary_capture(
        _making(version, sheets),
        _captured(sheet, report, letters),
        number=number,
        source=_source(sheet.film),
        orientation=tuple(sheet.film.header.get("PatientOrientation") or ()),
        predecessor=_predecessor(version, Kind.PICTURE, number, dicom_picture.SOP_CLASS),
    )


def _making(version: PlanVersion, sheets: list[Sheet]) -> Making:
    study = version.plan.study
    # The plan may show films of other studies; it goes back into its own.
    own = Instance.objects.filter(series__study=study).order_by("series__number", "number", "pk")
    film = next((one.film for one in sheets if one.film.series.study_id == study.pk), own.first())
    if film is None:
        raise FilmGone(str(study.pk))
    return Making(
        version_id=str(version.pk),
        version_number=version.number,
        signed_at=version.signed_at,
        zone=ZoneInfo(settings.TIME_ZONE),
        software=version.software,
        implementation=IMPLEMENTATION,
        header=film.header,
        side=version.content["case"].get("side") or "",
        sources=tuple(dict.fromkeys(_source(one.film) for one in sheets)),
    )


def _source(film: Instance) -> SourceImage:
    return SourceImage(film.sop_class_uid, film.sop_instance_uid)


def _predecessor(
    version: PlanVersion, kind: str, number: int, sop_class: str
) -> Predecessor | None:
    earlier = predecessor_of(version)
    if earlier is None or number > max(1, len(earlier.document["views"])):
        return None
    return Predecessor(
        study_uid=version.plan.study.study_instance_uid,
        series_uid=series_uid(earlier.pk, kind),
        sop_class_uid=sop_class,
        sop_instance_uid=sop_uid(earlier.pk, kind, number),
    )
