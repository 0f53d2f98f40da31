"""Write the audit trail: one row per event, in the transaction of what it tells of."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from planning.audit.models import AuditAction, AuditEvent

ACCESS_WINDOW = timedelta(minutes=15)


def patient_key(domain: str, patient_id: str) -> str:
    """Return the pseudonymous key of a patient.

    A keyed hash: the trail can answer "who saw this patient" for somebody who has the
    key, and an erased patient leaves nothing readable behind.
    """
    message = f"{domain}\x1f{patient_id}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def record(
    *,
    actor: models.Model | None,
    action: str,
    object_kind: str = "",
    object_id: object = "",
    patient=None,
    site=None,
    outcome: str = "ok",
    detail: dict | None = None,
    address: str | None = None,
) -> AuditEvent:
    """Add one event.

    Parameters
    ----------
    actor : User or None
        Who; None for the system itself.
    action : str
        A value of :class:`AuditAction`.
    object_kind, object_id
        What was touched, by kind and our own identifier.
    patient : Patient, optional
        Whose data; stored as a pseudonymous key.
    site : Site, optional
    outcome : str
        ``ok``, ``refused`` or ``failed``.
    detail : dict, optional
        Codes and counts; never patient data.
    address : str, optional
        Network address of the client.

    Returns
    -------
    AuditEvent
    """
    key = ""
    if patient is not None:
        key = patient_key(str(patient.identity_domain_id), patient.patient_id)
    return AuditEvent.objects.create(
        at=timezone.now(),
        actor=getattr(actor, "username", "") or "",
        actor_id=getattr(actor, "pk", None),
        site_id=getattr(site, "pk", None),
        action=AuditAction(action),
        object_kind=object_kind,
        object_id=str(object_id),
        patient_key=key,
        outcome=outcome,
        detail=detail or {},
        address=address,
    )


def record_access(*, actor, study, address: str | None = None) -> None:
    """Add a view event, at most one per person, study and quarter of an hour."""
    since = timezone.now() - ACCESS_WINDOW
    seen = AuditEvent.objects.filter(
        actor_id=actor.pk, action=AuditAction.VIEW, object_id=str(study.pk), at__gte=since
    )
    if seen.exists():
        return
    record(
        actor=actor,
        action=AuditAction.VIEW,
        object_kind="study",
        object_id=study.pk,
        patient=study.patient,
        site=study.site,
        address=address,
    )
