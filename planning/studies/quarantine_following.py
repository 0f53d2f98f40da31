"""Films that became a patient's because a person had decided so about others of their study.

They came without a question, so they wait for one when that decision is undone.
"""

from __future__ import annotations

from planning.studies import identity as who
from planning.studies import mapping
from planning.studies.models import Instance, Quarantined, QuarantineDecision
from planning.studies.photographs import PHOTOGRAPH

_TAKEN = QuarantineDecision.Kind.TAKEN


def followers(decision: QuarantineDecision) -> list[tuple[Instance, Quarantined]]:
    """Return the films that rest on a decision alone, each with a file that it is like.

    Not among them are films that say themselves that they are the patient's, and those
    that another decision, which stands, is about as well.

    Parameters
    ----------
    decision : QuarantineDecision
        One that gave films to a patient.
    """
    if decision.code == PHOTOGRAPH:
        return []
    rows = list(decision.rows.exclude(film=None).select_related("film__series"))
    studies = {row.film.series.study_id for row in rows}
    like = {_key(row.film.series.study_id, row.header): row for row in rows}
    others = Quarantined.objects.filter(
        decision__kind=_TAKEN, film__series__study__in=studies
    ).exclude(decision=decision)
    for row in others.select_related("film__series"):
        like.pop(_key(row.film.series.study_id, row.header), None)
    came = Instance.objects.filter(
        series__study__in=studies, received_at__gte=decision.made_at, taken_from=None
    ).select_related("series__study__patient__identity_domain")
    found = [(film, like.get(_key(film.series.study_id, film.header))) for film in came]
    return [(film, row) for film, row in found if row is not None and not _is_own(film)]


def _key(study_id, header: dict) -> tuple:
    return study_id, mapping.identity(header).of_patient


def _is_own(film: Instance) -> bool:
    patient, said = film.series.study.patient, mapping.identity(film.header)
    same_issuer = not said.issuer or said.issuer == patient.identity_domain.name
    return (
        said.patient_id == patient.patient_id and same_issuer and not who.differences(patient, said)
    )


def set_aside_again(film: Instance, like: Quarantined) -> None:
    """Let a film wait as what it is like does; the film itself is for the caller to remove."""
    asked_before = like.code in who.DECIDED
    Quarantined.objects.get_or_create(
        site=film.site,
        stored_sha256=film.stored_sha256,
        code=like.code if asked_before else "study_of_other_patient",
        defaults={
            "node": like.node,
            "params": like.params if asked_before else {},
            "header": film.header,
            "sop_instance_uid": film.sop_instance_uid,
            "received_sha256": film.received_sha256,
            "dataset_sha256": film.dataset_sha256,
            "size_bytes": film.size_bytes,
            "asked": like.asked,
            "arrived_at": film.received_at,
        },
    )
