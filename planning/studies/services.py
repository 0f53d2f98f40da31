"""Ask for imports; confirm how a film hangs."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from planning.accounts import policy
from planning.accounts.models import User
from planning.accounts.policy import Action
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.jobs import services as jobs
from planning.jobs.models import Job
from planning.pacs.models import PacsNode
from planning.studies.models import Hanging, Instance


@transaction.atomic
def request_import(
    *, actor: User | None, node: PacsNode, study_uid: str, title: str = "", address=None
) -> Job:
    """Ask for a study from an archive; asking twice gives the job that is under way.

    Parameters
    ----------
    actor : User or None
        Who asks; None for the command line.
    node : PacsNode
    study_uid : str
    title : str
        What the drawer of imports calls it.
    address : str, optional
        Of the client, for the audit trail.
    """
    if actor is not None:
        policy.get(actor, PacsNode, node.pk, Action.IMPORT)
    job = jobs.enqueue(
        kind="import",
        key=f"import:{node.pk}:{study_uid}",
        site=node.site,
        arguments={"node": str(node.pk), "study_uid": study_uid},
        created_by=actor,
        visible=True,
        study_uid=study_uid,
        title=title[:200],
    )
    audit.record(
        actor=actor,
        action=AuditAction.IMPORT,
        object_kind="job",
        object_id=job.pk,
        site=node.site,
        detail={"node": node.name},
        address=address,
    )
    return job


@transaction.atomic
def confirm_hanging(*, actor: User, instance: Instance, patient_right_on: str) -> Hanging:
    """Record which side of the screen shows the patient's right on the unturned film.

    Parameters
    ----------
    actor : User
    instance : Instance
    patient_right_on : str
        ``left`` or ``right``.
    """
    hanging = Hanging(
        instance=instance,
        patient_right_on=patient_right_on,
        confirmed_by=actor,
        confirmed_at=timezone.now(),
    )
    hanging.full_clean()
    hanging.save()
    audit.record(
        actor=actor,
        action=AuditAction.CHANGE,
        object_kind="hanging",
        object_id=instance.pk,
        patient=instance.series.study.patient,
        site=instance.site,
    )
    return hanging
