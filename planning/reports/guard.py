"""The last look before anything leaves: is it this patient's, and does it go to their archive?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from planning.pacs import gateway
from planning.pacs.gate import inspect
from planning.pacs.gateway import StudyMatch, StudyQuery
from planning.pacs.models import PacsNode
from planning.refused import Refused
from planning.studies import mapping
from planning.studies.models import Study
from planning.studies.names import same_person

Tags = Mapping[str, Sequence[str]]


class WrongPatient(Refused):
    """The object or the archive speaks of somebody else; nothing may be sent.

    The codes are ``report_wrong_patient`` and ``report_other_patient_there``.
    """


def check_object(path: Path, study: Study) -> None:
    """Read a finished file as a stranger's and compare it with the study's row.

    Raises
    ------
    WrongPatient
        If patient or study differ in anything that both know.
    """
    said = mapping.identity(inspect(path).tags)
    same = (
        said.study_uid == study.study_instance_uid
        and said.patient_id == study.patient.patient_id
        and same_person(said.name, study.received_name)
        and said.birth_date == study.received_birth_date
    )
    if not same:
        raise WrongPatient("report_wrong_patient")


def check_archive(node: PacsNode, study: Study, *, cancelled: Callable[[], bool]) -> None:
    """Ask an archive that the films did not come from whom it knows by this number.

    Patient numbers mean one person only within one domain; elsewhere the same number may be
    somebody else's.

    Raises
    ------
    WrongPatient
        If the archive has another person under the number, or the study under another one.
    ArchiveError
        If it could not be asked.
    """
    if node.pk == study.node_id:
        return
    queries = (
        StudyQuery(study_uid=study.study_instance_uid),
        StudyQuery(patient_id=study.patient.patient_id),
    )
    for query in queries:
        for match in gateway.find_studies(node, query, cancelled=cancelled):
            if isinstance(match, StudyMatch) and not _agrees(match, study):
                raise WrongPatient("report_other_patient_there")


def _agrees(match: StudyMatch, study: Study) -> bool:
    """Whether a study in the archive may be of the same person: nothing contradicts."""
    born = study.received_birth_date
    return (
        match.patient_id.strip() == study.patient.patient_id
        and same_person(match.patient_name, study.received_name)
        and (match.birth_date is None or born is None or match.birth_date == born)
    )
