"""Modality worklist (PS3.4 Annex K): what is asked for, what is scheduled, and whether it fits.

PURE: rows of text in, frozen values out. A row is one scheduled procedure step; what stands
in the item of Scheduled Procedure Step Sequence and what stands beside it is one mapping.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

from pacs_bridge.charset import clean, fold
from pacs_bridge.errors import BadQuery
from pacs_bridge.matching import MOST_EXAMINED, date_range, name_answers, word_problem
from pacs_bridge.rows import Row, dicom_date, dicom_time
from pacs_bridge.types import SearchEnd, Step

PATIENT_KEYWORDS = (
    "AccessionNumber",
    "ReferringPhysicianName",
    "PatientName",
    "PatientID",
    "IssuerOfPatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyInstanceUID",
    "RequestedProcedureDescription",
    "RequestedProcedureID",
)
STEP_KEYWORDS = (
    "Modality",
    "ScheduledStationAETitle",
    "ScheduledProcedureStepStartDate",
    "ScheduledProcedureStepStartTime",
    "ScheduledPerformingPhysicianName",
    "ScheduledProcedureStepDescription",
    "ScheduledProcedureStepID",
)
_LONGEST_TEXT = 1024


@dataclass(frozen=True, slots=True)
class WorklistQuery:
    """What a person asked for: a day or some days, and what narrows it."""

    date_from: date
    date_to: date
    modality: str = ""
    station_ae_title: str = ""
    patient_id: str = ""
    family_name: str = ""
    given_name: str = ""
    limit: int = 500


@dataclass(frozen=True, slots=True)
class WorklistItem:
    """One scheduled procedure step and the patient it is for."""

    node: str
    patient_id: str
    issuer: str
    patient_name: str
    birth_date: date | None
    sex: str
    accession_number: str
    study_uid: str
    requested_procedure_id: str
    requested_procedure: str
    referring_physician: str
    modality: str
    station_ae_title: str
    start_date: date | None
    start_time: time | None
    performing_physician: str
    step_description: str
    step_id: str


def check_worklist_query(query: WorklistQuery, node: str) -> None:
    """Refuse what cannot or should not be sent.

    Raises
    ------
    BadQuery
        With causes as of :func:`pacs_bridge.matching.check_query`.
    """
    words = (query.patient_id, query.family_name, query.given_name, query.station_ae_title)
    problems = [problem for word in words if (problem := word_problem(word))]
    plain = not query.modality or (query.modality.isascii() and query.modality.isalnum())
    if not plain:
        problems.append("bad_modality")
    if query.date_from > query.date_to:
        problems.append("dates_reversed")
    if query.limit < 1:
        problems.append("bad_limit")
    if problems:
        raise BadQuery(node, Step.SEARCH, problems[0])


def worklist_item(node: str, row: Row) -> WorklistItem | None:
    """Read one row; None for one that names no patient."""

    def text(keyword: str) -> str:
        return clean(row.get(keyword) or "")[:_LONGEST_TEXT]

    if not text("PatientID") and not text("PatientName"):
        return None
    return WorklistItem(
        node=node,
        patient_id=text("PatientID"),
        issuer=text("IssuerOfPatientID"),
        patient_name=text("PatientName"),
        birth_date=dicom_date(text("PatientBirthDate")),
        sex=text("PatientSex")[:16],
        accession_number=text("AccessionNumber"),
        study_uid=text("StudyInstanceUID"),
        requested_procedure_id=text("RequestedProcedureID"),
        requested_procedure=text("RequestedProcedureDescription"),
        referring_physician=text("ReferringPhysicianName"),
        modality=text("Modality"),
        station_ae_title=text("ScheduledStationAETitle"),
        start_date=dicom_date(text("ScheduledProcedureStepStartDate")),
        start_time=dicom_time(text("ScheduledProcedureStepStartTime")),
        performing_physician=text("ScheduledPerformingPhysicianName"),
        step_description=text("ScheduledProcedureStepDescription"),
        step_id=text("ScheduledProcedureStepID"),
    )


def step_dates(query: WorklistQuery) -> str:
    """Make the key of Scheduled Procedure Step Start Date: one day, or a range."""
    return date_range(query.date_from, query.date_to)


def fits(item: WorklistItem, query: WorklistQuery) -> bool:
    """Whether a step is what was asked for; worklist servers may pass over keys.

    A step without a date or modality is unknown and stays, as in searches for studies.
    """
    day = item.start_date
    stations = [fold(part) for part in item.station_ae_title.split("\\")]
    return (
        (day is None or query.date_from <= day <= query.date_to)
        and (not query.modality or item.modality in ("", query.modality))
        and (not query.station_ae_title or fold(query.station_ae_title) in stations)
        and (not query.patient_id or fold(item.patient_id) == fold(query.patient_id))
        and name_answers(item.patient_name, query.family_name, query.given_name)
    )


def select_items(
    found: Iterable[WorklistItem | None], query: WorklistQuery
) -> Iterator[WorklistItem | SearchEnd]:
    """Pass on what was asked for, each step once, then the end marker."""
    seen: set[WorklistItem] = set()
    dropped = 0
    for examined, item in enumerate(found):
        if examined >= MOST_EXAMINED:
            yield SearchEnd(limit_reached=True, dropped=dropped)
            return
        if item is None or not fits(item, query):
            dropped += 1
            continue
        if item in seen:
            continue
        if len(seen) >= query.limit:
            yield SearchEnd(limit_reached=True, dropped=dropped)
            return
        seen.add(item)
        yield item
    yield SearchEnd(limit_reached=False, dropped=dropped)
