"""From a signed version to finished files: pictures, PDF, DICOM objects."""

from __future__ import annotations

import io
import re
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
from planning.plans.content import pin_of
from planning.plans.models import PlanVersion
from planning.reports import dicom_pdf, dicom_picture
from planning.reports.banner import banner_text, with_banner
from planning.reports.content import Report, ViewLines, must_read, read
from planning.reports.dicom_object import Making, Predecessor, SourceImage
from planning.reports.drawing import Scene, drawing_of, drawing_text, scale_of
from planning.reports.lettering import Lettering, lettering_for
from planning.reports.models import ReportObject
from planning.reports.painting import SCREEN_PX, painted
from planning.reports.pdf import Paper, PlanPicture, all_text, document
from planning.reports.selectors import predecessor_of
from planning.reports.shapes import Pin, Role
from planning.reports.sheet import TheatreSheet, theatre_sheet
from planning.reports.uids import series_uid, sop_uid
from planning.store.blobs import cache, originals
from planning.studies.models import Instance
from planning.words import sentence

LONGEST_PX = 2000
# A small film is enlarged, so that lines and letters have room.
_SHORTEST_LONGEST_PX = 1400
# PS3.3 C.7.6.1.1.1: up to three letters of a biped.
_ORIENTATION = re.compile("[LRAPHF]{1,3}")

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


@dataclass(frozen=True, slots=True)
class Drawn:
    """A report with its films drawn, and the letters for all of it."""

    report: Report
    sheets: tuple[Sheet, ...]
    letters: Lettering
    theatre: TheatreSheet | None


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
    return _pdf(_drawn(version), paper)


def picture_of(version: PlanVersion, number: int) -> bytes:
    """Make the PNG of a version's film, counted from 1, with its banner.

    Raises
    ------
    IndexError
        If the plan has no such film.
    FilmGone, CannotShow, BlobMissing
        When the film cannot be drawn any more.
    """
    if not 1 <= number <= len(version.content["views"]):
        raise IndexError(number)
    drawn = _drawn(version, only=number)
    out = io.BytesIO()
    _captured(drawn, drawn.sheets[0]).save(out, "PNG", compress_level=4)
    return out.getvalue()


def make(version: PlanVersion, rows: Iterable[ReportObject]) -> None:
    """Make the objects of these rows and keep them in the store.

    Raises
    ------
    FilmGone, CannotShow, BlobMissing, StoreFull
    """
    drawn = _drawn(version)
    for row in rows:
        if row.kind == Kind.PDF:
            content = dicom_pdf.encapsulated_pdf(
                _making(version, drawn),
                _pdf(drawn, Paper.A4),
                predecessor=_predecessor(version, Kind.PDF, 1, dicom_pdf.SOP_CLASS),
            )
        else:
            content = _secondary_capture(version, drawn, row.number)
        row.stored_sha256 = originals().put(io.BytesIO(content))
        row.size_bytes = len(content)
        row.made_at = row.changed_at = timezone.now()
        row.save(update_fields=["stored_sha256", "size_bytes", "made_at", "changed_at"])


def _drawn(version: PlanVersion, *, only: int | None = None) -> Drawn:
    """Draw the films of a plan, or one of them, counted from 1."""
    report = report_of(version)
    films = _films(version)
    chosen = [
        (view, frozen, _still_there(films, view))
        for at, (view, frozen) in enumerate(
            zip(report.views, version.content["views"], strict=True), start=1
        )
        if only in (None, at)
    ]
    drawings = [drawing_of(_scene(version, frozen, film)) for _, frozen, film in chosen]
    theatre = theatre_sheet(version.content, sizes_of=_sizes_of)
    text = [all_text(report, theatre), banner_text(report), *map(drawing_text, drawings)]
    letters = lettering_for("".join(text))
    sheets = []
    for (view, frozen, film), drawing in zip(chosen, drawings, strict=True):
        image = painted(_film_picture(film, frozen["frame"]), drawing, letters)
        sheets.append(Sheet(view, film, image, max(image.size) / SCREEN_PX))
    return Drawn(report, tuple(sheets), letters, theatre)


def _sizes_of(family: str, version: int) -> list[str]:
    """Return the sizes of a family; none where this version is not in the library any more."""
    found = catalogue.family_of({"family": family, "family_version": version})
    return [] if found is None else [one["size"] for one in found["sizes"]]


def _still_there(films: dict[str, Instance], view: ViewLines) -> Instance:
    if view.view_id not in films:
        raise FilmGone(view.view_id)
    return films[view.view_id]


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
    pins = []
    for number, note in enumerate(must_read(version.content), start=1):
        pin = note if "point_px" in note else _pin_of_row(note["id"])
        here = (pin["sop_instance_uid"], pin["frame"]) == (film.sop_instance_uid, frame)
        if here and pin["point_px"]:
            pins.append(Pin(Role.MUST_READ, Point(*pin["point_px"]), number))
    return pins


def _pin_of_row(note_id: str) -> dict[str, Any]:
    """Return a note's pin from its row; versions of plumbline 0.1 were signed without it."""
    return pin_of(Note.objects.select_related("instance").get(pk=note_id))


def _films(version: PlanVersion) -> dict[str, Instance]:
    """Return the films by view, as far as they still are what was signed."""
    views = version.document["views"]
    uids = {view["sop_instance_uid"] for view in views}
    rows = Instance.objects.filter(site=version.plan.site_id, sop_instance_uid__in=uids)
    found = {film.sop_instance_uid: film for film in rows.select_related("series")}
    return {
        view["id"]: film
        for view in views
        if (film := found.get(view["sop_instance_uid"])) is not None
        and film.pixel_sha256 == view["pixel_sha256"]
    }


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
            return _enlarged(picture.copy())


def _enlarged(picture: Image.Image) -> Image.Image:
    factor = _SHORTEST_LONGEST_PX / max(picture.size)
    if factor <= 1:
        return picture
    size = (round(picture.width * factor), round(picture.height * factor))
    return picture.resize(size, Image.Resampling.BICUBIC)


def _pdf(drawn: Drawn, paper: Paper) -> bytes:
    pictures = [PlanPicture(one.view, one.image) for one in drawn.sheets]
    return document(drawn.report, pictures, paper, letters=drawn.letters, sheet=drawn.theatre)


def _captured(drawn: Drawn, sheet: Sheet) -> Image.Image:
    return with_banner(sheet.image, drawn.report, sheet.view, drawn.letters, sheet.unit)


def _secondary_capture(version: PlanVersion, drawn: Drawn, number: int) -> bytes:
    sheet = drawn.sheets[number - 1]
    orientation = tuple(sheet.film.header.get("PatientOrientation") or ())
    known = all(_ORIENTATION.fullmatch(one) for one in orientation)
    return dicom_picture.secondary_capture(
        _making(version, drawn),
        _captured(drawn, sheet),
        number=number,
        source=_source(sheet.film),
        orientation=orientation if known else (),
        predecessor=_predecessor(version, Kind.PICTURE, number, dicom_picture.SOP_CLASS),
    )


def _making(version: PlanVersion, drawn: Drawn) -> Making:
    study = version.plan.study
    films = [sheet.film for sheet in drawn.sheets]
    # The plan may show films of other studies; it goes back into its own.
    own = Instance.objects.filter(series__study=study).order_by("series__number", "number", "pk")
    film = next((one for one in films if one.series.study_id == study.pk), None) or own.first()
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
        side=version.content["case"]["side"],
        sources=tuple(dict.fromkeys(_source(one) for one in films)),
    )


def _source(film: Instance) -> SourceImage:
    return SourceImage(film.sop_class_uid, film.sop_instance_uid)


def _predecessor(
    version: PlanVersion, kind: str, number: int, sop_class: str
) -> Predecessor | None:
    """Return the same object of the version before, if that had one."""
    earlier = predecessor_of(version)
    if earlier is None or number > max(1, len(earlier.document["views"])):
        return None
    return Predecessor(
        study_uid=version.plan.study.study_instance_uid,
        series_uid=series_uid(earlier.pk, kind),
        sop_class_uid=sop_class,
        sop_instance_uid=sop_uid(earlier.pk, kind, number),
    )
