"""Read patients, studies and films."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When, prefetch_related_objects

from planning.accounts import policy
from planning.accounts.models import User
from planning.jobs.models import ACTIVE, Job
from planning.pacs.gateway import StudyQuery
from planning.pacs.text import fold
from planning.studies import names
from planning.studies.mapping import FILM_MODALITIES, SLICE_MODALITIES
from planning.studies.models import Hanging, Instance, Series, Study

LISTED_AT_MOST = 500
OTHERS_AT_MOST = 20


def studies_for(user: User) -> QuerySet[Study]:
    """Return the studies that a person sees, newest film first, with what a list shows."""
    films = Count("series__instances", filter=Q(series__instances__has_pixels=True))
    return (
        policy.visible_to(user, Study)
        .select_related("patient__identity_domain", "site", "node")
        .prefetch_related("series")
        .annotate(films=films, instances=Count("series__instances"))
        .order_by("-imported_at")
    )


def others_of_patient(user: User, study: Study) -> QuerySet[Study]:
    """Return the other studies of a study's patient that a person sees, newest film first."""
    return (
        studies_for(user)
        .filter(patient=study.patient_id)
        .exclude(pk=study.pk)
        .order_by("-study_date", "-imported_at")
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A study in a list: how many films it has, and the first of them."""

    study: Study
    films: int
    first: Instance | None


def listed(studies: list[Study]) -> list[Listed]:
    """Return what a list shows of studies, in two queries for all of them.

    Parameters
    ----------
    studies : list of Study
        From :func:`studies_for`.
    """
    rank = Case(When(series__modality__in=FILM_MODALITIES, then=0), default=1)
    films = (
        Instance.objects.filter(series__study__in=studies, has_pixels=True)
        .order_by(rank, "series__number", "number", "sop_instance_uid")
        .values_list("series__study", "pk")
    )
    first: dict = {}
    for study_id, film_id in films:
        first.setdefault(study_id, film_id)
    shown = Instance.objects.select_related("display").defer("header").in_bulk(first.values())
    return [Listed(study, study.films, shown.get(first.get(study.pk))) for study in studies]


def films_of(study: Study, *, slices: bool = True) -> list[Instance]:
    """Return the instances with pixels, radiographs first, in the order of the archive.

    Each film knows its series and study without a further query.

    Parameters
    ----------
    study : Study
    slices : bool
        Also those of CT, MR and the like, of which there may be thousands.
    """
    ready = Instance.objects.filter(has_pixels=True, series__study=study)
    if not slices:
        ready = ready.exclude(series__modality__in=SLICE_MODALITIES)
    of_series: dict = {}
    for film in ready.select_related("display"):
        of_series.setdefault(film.series_id, []).append(film)
    films = []
    for series in series_of(study):
        for film in of_series.get(series.pk, ()):
            film.series = series
            films.append(film)
    return films


def series_of(study: Study) -> list[Series]:
    """Return the series, radiographs first; read once for a study."""
    prefetch_related_objects([study], "series")
    return sorted(
        study.series.all(), key=lambda one: (one.modality not in FILM_MODALITIES, one.number or 0)
    )


def current_hanging(instance: Instance) -> Hanging | None:
    """Return the newest confirmation of how a film hangs."""
    return instance.hangings.select_related("confirmed_by").first()


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a study of a search result is."""

    state: str
    study_id: UUID | None = None
    job_id: UUID | None = None
    have: int | None = None
    expected: int | None = None


def whereabouts(user: User, study_uids: list[str]) -> dict[str, Whereabouts]:
    """Return where studies are (``importing``, ``here``, ``incomplete``) by their UID.

    A UID that is not in the result is only in the archive.
    """
    jobs = policy.visible_to(user, Job).filter(
        kind="import", state__in=ACTIVE, study_uid__in=study_uids
    )
    found = {
        study.study_instance_uid: Whereabouts(
            state="here" if study.state == Study.State.COMPLETE else "incomplete",
            study_id=study.pk,
            have=study.instances,
            expected=study.expected_instances,
        )
        for study in policy.visible_to(user, Study)
        .filter(study_instance_uid__in=study_uids)
        .annotate(instances=Count("series__instances"))
    }
    for job in jobs:
        here = found.get(job.study_uid)
        found[job.study_uid] = Whereabouts(
            state="importing",
            study_id=here.study_id if here else None,
            job_id=job.pk,
            have=job.progress.get("files_done"),
            expected=job.progress.get("files_total"),
        )
    return found


def matching(user: User, query: StudyQuery) -> list[Study]:
    """Return the studies here that answer a search, compared like the archives' answers.

    Names are compared folded, which the database cannot do, so the other keys narrow the
    rows first.
    """
    rows = studies_for(user)
    exact = {
        "patient__patient_id__iexact": query.patient_id,
        "accession_number__iexact": query.accession_number,
        "received_birth_date": query.birth_date,
        "study_date__gte": query.date_from,
        "study_date__lte": query.date_to,
    }
    rows = rows.filter(**{key: value for key, value in exact.items() if value})
    if query.modalities:
        rows = rows.filter(series__modality__in=query.modalities).distinct()
    studies = [study for study in rows[: LISTED_AT_MOST * 4] if _name_answers(study, query)]
    return studies[:LISTED_AT_MOST]


def _name_answers(study: Study, query: StudyQuery) -> bool:
    if not query.family_name:
        return True
    words = [fold(word) for word in f"{query.family_name} {query.given_name}".split()]
    parts = fold(study.received_name.replace("^", " ").replace("=", " ")).split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def demographics(study: Study, *, on: date | None) -> dict:
    """Return the patient as the study's own files name them.

    Parameters
    ----------
    study : Study
    on : date or None
        The day for which the age is told; none without it.
    """
    born = study.received_birth_date
    return {
        "id": study.patient.patient_id,
        "issuer": study.patient.identity_domain.name,
        "name": names.readable(study.received_name),
        "ideographic": names.ideographic(study.received_name),
        "birth_date": born.isoformat() if born else None,
        "age": age_on(born, on),
        "sex": study.received_sex,
    }


def age_on(born: date | None, day: date | None) -> int | None:
    """Return completed years of age on a day."""
    if born is None or day is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
