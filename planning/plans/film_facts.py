"""What lists say of the films of many studies, in a few queries for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, F

from planning.calibration.models import Calibration
from planning.calibration.selectors import header_scale
from planning.studies.mapping import FILM_MODALITIES, day
from planning.studies.models import Instance

# In the order that says when a film was taken, as mapping.film_date reads one header.
DATES = ("AcquisitionDate", "ContentDate", "SeriesDate", "StudyDate")
SIDES = ("ImageLaterality", "Laterality")
LATERAL = frozenset({"LL", "RL", "LLD", "RLD", "LATERAL", "LAT"})


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """The radiographs of a study by view, when the newest was taken, and what else there is.

    Attributes
    ----------
    views : Counter of str
        ``AP``, ``lat`` … and an empty string for films that name no view.
    others : Counter of str
        Images by modality that are no radiographs: CT, MR.
    taken_on : date or None
    sides : frozenset of str
        The lateralities that the films name.
    """

    views: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    taken_on: date | None = None
    sides: frozenset[str] = frozenset()


def film_facts(studies: Iterable[UUID]) -> dict[UUID, FilmFacts]:
    """Return the films of studies by the study's key; studies without images are left out."""
    studies = list(studies)
    pictures = Instance.objects.filter(series__study__in=studies, has_pixels=True)
    films = pictures.filter(series__modality__in=FILM_MODALITIES).values_list(
        "series__study_id",
        "header__ViewPosition__0",
        *(f"header__{keyword}__0" for keyword in (*DATES, *SIDES)),
    )
    rows: dict[UUID, list[tuple]] = {}
    for study_id, *row in films:
        rows.setdefault(study_id, []).append(tuple(row))
    others: dict[UUID, Counter[str]] = {}
    counted = pictures.exclude(series__modality__in=FILM_MODALITIES).values_list(
        "series__study_id", "series__modality"
    )
    for study_id, modality, number in counted.annotate(number=Count("pk")).order_by():
        others.setdefault(study_id, Counter())[modality] += number
    return {
        study_id: _facts(rows.get(study_id, []), others.get(study_id, Counter()))
        for study_id in {*rows, *others}
    }


def calibrated_studies(studies: Iterable[UUID]) -> set[UUID]:
    """Return the studies of which a film has a calibration by a person that still holds."""
    held = Calibration.objects.filter(
        instance__series__study__in=list(studies),
        superseded_by__isnull=True,
        pixel_sha256=F("instance__pixel_sha256"),
    )
    return set(held.values_list("instance__series__study_id", flat=True))


def calibrated_by_header(films: Iterable[UUID]) -> set[UUID]:
    """Return those films whose header already tells the patient's millimetres."""
    rows = Instance.objects.filter(pk__in=list(films)).only("header")
    return {film.pk for film in rows if header_scale(film).scale.calibrated}


def _facts(rows: list[tuple], others: Counter[str]) -> FilmFacts:
    dates = [_first_day(row[1 : 1 + len(DATES)]) for row in rows]
    sides = {_first(row[1 + len(DATES) :]).upper() for row in rows}
    return FilmFacts(
        views=Counter(_view(row[0]) for row in rows),
        others=others,
        taken_on=max((one for one in dates if one), default=None),
        sides=frozenset(sides & {"R", "L", "B"}),
    )


def _view(value: object) -> str:
    view = str(value or "").strip().upper()
    return "lat" if view in LATERAL else view


def _first(values: Iterable[object]) -> str:
    return next((str(value).strip() for value in values if value), "")


def _first_day(values: Iterable[object]) -> date | None:
    found = (day(str(value).strip()) for value in values if value)
    return next((one for one in found if one), None)
