"""Read what was set aside: in groups that one decision fits, with whom it may belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404

from planning.accounts import policy
from planning.accounts.models import User
from planning.accounts.policy import Action
from planning.jobs.models import ACTIVE, Job
from planning.pacs.text import fold
from planning.studies import identity as who
from planning.studies import mapping, names
from planning.studies.mapping import Identity
from planning.studies.models import Patient, Quarantined, QuarantineDecision, Study
from planning.studies.upload_models import Upload

CANDIDATES_AT_MOST = 12
DECISIONS_AT_MOST = 50
_SCANNED_AT_MOST = 5000
_HEADER = (
    "PatientID", "IssuerOfPatientID", "PatientName", "PatientBirthDate", "PatientSex",
    "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "StudyDate", "StudyDescription",
    "Modality",
)  # fmt: skip
_COLUMNS = (
    "id", "site_id", "code", "params", "node_id", "upload_id", "asked", "origin", "size_bytes",
    "arrived_at", "conflicts_with_id", "conflicts_with__series__study_id",
)  # fmt: skip
# What these ask about is one study, not everything of a person.
_BY_STUDY = ("identity_differs", "other_pixels", "cannot_compare", "study_of_other_patient")


@dataclass(frozen=True, slots=True)
class SaidStudy:
    """A study as the files name it."""

    uid: str
    day: date | None
    description: str
    modality: str
    files: int


@dataclass(frozen=True, slots=True)
class Group:
    """Files that were set aside together and can be decided on together.

    Attributes
    ----------
    id : UUID
        Of the file that came first; names the group while it waits.
    code : str
        Why they were set aside.
    said : Identity
        Whose they are as they say themselves.
    asked : dict
        Who was asked for; empty where nobody was.
    rows : tuple of UUID
    conflicts_with : UUID or None
        The film here that has the same identifier.
    """

    id: UUID
    site_id: UUID
    code: str
    params: dict
    node_id: UUID | None
    upload_id: UUID | None
    asked: dict
    said: Identity
    studies: tuple[SaidStudy, ...]
    rows: tuple[UUID, ...]
    origins: tuple[str, ...]
    size_bytes: int
    arrived_at: datetime
    conflicts_with: UUID | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A patient known here who may be the one that files mean.

    Attributes
    ----------
    differs : tuple of str
        Elements that contradict what the files say, by keyword.
    reason : str
        ``study_here``, ``same_id``, ``same_person`` or ``found``.
    """

    patient: Patient
    differs: tuple[str, ...]
    reason: str
    studies: int
    newest: date | None


def waiting(user: User, action: Action = Action.VIEW) -> QuerySet[Quarantined]:
    """Return what waits for a person and what the person may see or decide."""
    return policy.visible_to(user, Quarantined, action).filter(decision=None)


def how_many_wait(user: User) -> int:
    """Return how many files wait for a person."""
    return waiting(user).count()


def groups(rows: QuerySet[Quarantined]) -> list[Group]:
    """Return rows in groups, what came last first; headers are read only where needed."""
    wanted = (*_COLUMNS, *(f"header__{keyword}" for keyword in _HEADER))
    found = sorted(rows.order_by("arrived_at", "pk").values(*wanted), key=_key)
    made = [_group(list(members)) for _, members in groupby(found, key=_key)]
    return sorted(made, key=lambda group: group.arrived_at, reverse=True)


def group_of(user: User, row_id: UUID, action: Action = Action.VIEW) -> Group:
    """Return the group of a waiting row.

    Raises
    ------
    Http404
        If it does not wait, or the person may not know of it.
    """
    row = policy.get(user, Quarantined, row_id, action)
    alike = waiting(user, action).filter(
        site_id=row.site_id, code=row.code, node_id=row.node_id, upload_id=row.upload_id
    )
    for group in groups(alike):
        if row.pk in group.rows:
            return group
    raise Http404


def _header(row: dict) -> dict:
    return {keyword: row[f"header__{keyword}"] or () for keyword in _HEADER}


def _key(row: dict) -> tuple:
    identity = mapping.identity(_header(row))
    said = () if row["code"] == "photograph" else identity.of_patient
    # Without an ID nothing says that two studies are one person's.
    asks_of_study = row["code"] in _BY_STUDY or not identity.patient_id
    by_study = identity.study_uid if asks_of_study and row["code"] != "photograph" else ""
    parts = (
        row["site_id"], row["code"], row["params"], row["node_id"], row["upload_id"],
        sorted(row["asked"].items()), said, by_study, row["conflicts_with__series__study_id"],
    )  # fmt: skip
    return tuple(str(part) for part in parts)


def _group(rows: list[dict]) -> Group:
    first = rows[0]
    return Group(
        id=first["id"],
        site_id=first["site_id"],
        code=first["code"],
        params=first["params"],
        node_id=first["node_id"],
        upload_id=first["upload_id"],
        asked=first["asked"],
        said=mapping.identity(_header(first)),
        studies=tuple(_studies(rows)),
        rows=tuple(row["id"] for row in rows),
        origins=tuple(row["origin"] for row in rows),
        size_bytes=sum(row["size_bytes"] for row in rows),
        arrived_at=max(row["arrived_at"] for row in rows),
        conflicts_with=first["conflicts_with_id"],
    )


def _studies(rows: Iterable[dict]) -> Iterable[SaidStudy]:
    by_uid: dict[str, list[dict]] = {}
    for row in rows:
        header = _header(row)
        by_uid.setdefault(mapping.first(header, "StudyInstanceUID"), []).append(header)
    for uid, headers in by_uid.items():
        yield SaidStudy(
            uid=uid,
            day=mapping.day(mapping.first(headers[0], "StudyDate")),
            description=mapping.first(headers[0], "StudyDescription"),
            modality=mapping.first(headers[0], "Modality"),
            files=len(headers),
        )


def candidates(user: User, group: Group, *, text: str = "") -> list[Candidate]:
    """Return patients of the group's site who may be meant, the likeliest first.

    Parameters
    ----------
    user : User
    group : Group
    text : str
        What a person typed to look for somebody: an ID, a birth date, or names.
    """
    known = policy.visible_to(user, Patient).filter(identity_domain__site_id=group.site_id)
    reasons: dict[UUID, str] = {}
    uids = [study.uid for study in group.studies if study.uid]
    here = Study.objects.filter(site_id=group.site_id, study_instance_uid__in=uids)
    for reason, found in (
        ("found", _typed(known, text)),
        ("study_here", here.values_list("patient_id", flat=True)),
        ("same_id", _same_id(known, group.said)),
        ("same_person", _same_person(known, group.said)),
    ):
        for patient_id in found:
            reasons.setdefault(patient_id, reason)
    chosen = list(reasons)[:CANDIDATES_AT_MOST]
    rows = known.select_related("identity_domain").annotate(
        how_many=Count("studies"), newest=Max("studies__study_date")
    )
    by_id = rows.in_bulk(chosen)
    return [_candidate(by_id[each], group.said, reasons[each]) for each in chosen if each in by_id]


def _candidate(patient: Patient, said: Identity, reason: str) -> Candidate:
    differs = who.differences(patient, said)
    if said.patient_id and said.patient_id != patient.patient_id:
        differs.append("PatientID")
    if said.issuer and said.issuer != patient.identity_domain.name:
        differs.append("IssuerOfPatientID")
    return Candidate(patient, tuple(differs), reason, patient.how_many, patient.newest)


def _same_id(known: QuerySet[Patient], said: Identity) -> Iterable[UUID]:
    if not said.patient_id:
        return []
    return known.filter(patient_id__iexact=said.patient_id).values_list("pk", flat=True)


def _same_person(known: QuerySet[Patient], said: Identity) -> Iterable[UUID]:
    if not said.name or said.birth_date is None:
        return []
    born = known.filter(birth_date=said.birth_date).values_list("pk", "name")
    return [key for key, name in born[:_SCANNED_AT_MOST] if names.same_person(name, said.name)]


def _typed(known: QuerySet[Patient], text: str) -> Iterable[UUID]:
    text = text.strip()
    if not text:
        return []
    exact = Q(patient_id__iexact=text)
    born = mapping.day(text)
    if born is not None:
        exact |= Q(birth_date=born)
    found = list(known.filter(exact).values_list("pk", flat=True)[:CANDIDATES_AT_MOST])
    words = fold(text.replace(",", " ")).split()
    for key, name in known.values_list("pk", "name")[:_SCANNED_AT_MOST]:
        parts = fold(name.replace("^", " ").replace("=", " ")).split()
        if all(any(part.startswith(word) for part in parts) for word in words):
            found.append(key)
    return found


@dataclass(frozen=True, slots=True)
class BeingTaken:
    """Files that somebody has decided on and that are no films yet.

    Attributes
    ----------
    under_way, stuck : int
        Those that a job still works on, and those that none does any more.
    """

    under_way: int
    stuck: int


def being_taken(upload: Upload) -> BeingTaken:
    """Return how many files of an upload are on their way to become films."""
    taken = QuarantineDecision.Kind.TAKEN
    rows = upload.set_aside.filter(decision__kind=taken, film=None)
    counted = rows.values_list("decision").annotate(Count("pk")).order_by()
    by_key = {f"take:{decision}": count for decision, count in counted}
    at_work = Job.objects.filter(key__in=by_key, state__in=ACTIVE).values_list("key", flat=True)
    under_way = sum(by_key[key] for key in at_work)
    return BeingTaken(under_way, sum(by_key.values()) - under_way)


def decisions(user: User) -> QuerySet[QuarantineDecision]:
    """Return what was decided lately, the newest first, undone ones included."""
    made = policy.visible_to(user, QuarantineDecision)
    return made.select_related("patient__identity_domain", "made_by", "undone_by", "site")[
        :DECISIONS_AT_MOST
    ]
