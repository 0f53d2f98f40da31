"""Search results in one shape, from an archive or from here."""

from __future__ import annotations

import hashlib
from datetime import date

from planning.pacs.gateway import StudyMatch
from planning.pacs.models import PacsNode
from planning.studies import names
from planning.studies.models import Study
from planning.studies.selectors import Whereabouts


def _group(domain: str, patient_id: str, born: date | None, name: str) -> str:
    """Return an opaque key: equal only for the same ID of the same issuer and birth date.

    Without an ID nothing is grouped but what also has the same name.
    """
    parts = (domain, patient_id, born.isoformat() if born else "", "" if patient_id else name)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _iso(value) -> str | None:
    return value.isoformat() if value else None


def archive_match(node: PacsNode, match: StudyMatch, where: Whereabouts | None) -> dict:
    """Return the line for a study that an archive found."""
    domain = match.issuer or node.identity_domain.name
    return {
        "type": "match",
        "node": {"id": str(node.pk), "name": node.name},
        "patient": {
            "key": _group(domain, match.patient_id, match.birth_date, match.patient_name),
            "name": names.readable(match.patient_name),
            "ideographic": names.ideographic(match.patient_name),
            "id": match.patient_id,
            "issuer": match.issuer,
            "birth_date": _iso(match.birth_date),
            "sex": match.sex,
        },
        "study": {
            "study_instance_uid": match.study_uid,
            "date": _iso(match.study_date),
            "time": _iso(match.study_time),
            "description": match.description,
            "modalities": list(match.modalities),
            "accession_number": match.accession_number,
            "series_count": match.series_count,
            "instance_count": match.instance_count,
        },
        "where": _where(where or Whereabouts(state="pacs")),
    }


def local_match(study: Study) -> dict:
    """Return the line for a study that is here."""
    domain, patient_id = study.patient.identity_domain, study.patient.patient_id
    complete = study.state == Study.State.COMPLETE
    return {
        "type": "match",
        "node": None,
        "patient": {
            "key": _group(domain.name, patient_id, study.received_birth_date, study.received_name),
            "name": names.readable(study.received_name),
            "ideographic": names.ideographic(study.received_name),
            "id": patient_id,
            "issuer": domain.name,
            "birth_date": _iso(study.received_birth_date),
            "sex": study.received_sex,
        },
        "study": {
            "study_instance_uid": study.study_instance_uid,
            "date": _iso(study.study_date),
            "time": _iso(study.study_time),
            "description": study.description,
            "modalities": sorted({series.modality for series in study.series.all()}),
            "accession_number": study.accession_number,
            "series_count": len(study.series.all()),
            "instance_count": study.expected_instances,
        },
        "where": _where(
            Whereabouts(
                state="here" if complete else "incomplete",
                study_id=study.pk,
                have=study.instances,
                expected=study.expected_instances,
            )
        ),
    }


def _where(where: Whereabouts) -> dict:
    return {
        "state": where.state,
        "study_id": str(where.study_id) if where.study_id else None,
        "job_id": str(where.job_id) if where.job_id else None,
        "have": where.have,
        "expected": where.expected,
    }
